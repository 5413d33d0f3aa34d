"""Whether the paper and the permit name the same."""

from cites.cug.permits.permit import Status
from tests.permits.examples import permit, SOUND
from tests.permits.rules.case import Case


class TestIdentity(Case):
    def test_stamp(self):
        self.assert_only("stamp_mismatch", SOUND, stamp="S 0001235")
        for same in ("S 0001234", "s0001234", "S-0001234", "", None):
            self.assert_none(SOUND, stamp=same)

    def test_no_stamp_on_record_cannot_differ(self):
        self.assert_none(permit(security_stamp=""), stamp="S 0001234")

    def test_replaced_now_or_before(self):
        self.assert_only("replaced", SOUND, status=Status.REPLACED)
        self.assert_only("replaced", SOUND, seen={Status.REPLACED})
        self.assert_none(SOUND, seen={Status.USED})

    def test_parties(self):
        for country in ("NA", "EU", "XA", "XZ", "HK"):
            self.assert_none(permit(country=country))
        for country in ("KP", "SS", "XK", "XX", "TW", ""):
            self.assert_only("not_a_party", permit(country=country))

    def test_what_an_officer_is_told(self):
        for judged, known, field, words, source in (
            (SOUND, {"stamp": "S 1"}, "security_stamp", "stamp that you read", "Box 5b"),
            (SOUND, {"seen": {Status.REPLACED}}, "number", "been replaced", "Registry"),
            (permit(country="KP"), {}, "country", "not on the list of", "List of Part"),
        ):
            ((place, text, told),) = self.told(judged, **known)
            self.assertEqual(field, place)
            self.assertIn(words, text)
            self.assertTrue(told.startswith(source), told)
