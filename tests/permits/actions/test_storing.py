"""Permits come into the registry and are found there, whatever was handed in before."""

import transaction
from cites.cug.permits.actions.storing import Contradiction, store_permits, Stored
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Endorsement, Party, PermitType, Status
from cites.cug.permits.registry import find_permit, get
from cites.cug.permits.revisions import BoxDifference, compare_permits, revisions_of
from dataclasses import replace
from datetime import date
from decimal import Decimal
from tests.permits.case import RegistryCase
from tests.permits.examples import permit, SOUND, SOUND_LINE


WHOLE = replace(
    SOUND,
    type=PermitType.OTHER,
    type_text="Travelling exhibition",
    copy=True,
    issued=date(2026, 1, 9),
    issue_place="EXERCISE",
    authority="Authority of XA",
    importer=Party(name="Importer", street="1 Road", city="Town", country="XB"),
    exporter=Party(name="Exporter", post_box="7", postcode="9", subdivision="North"),
    special_conditions="Two\nlines",
    lines=(
        replace(
            SOUND_LINE,
            quantity=Decimal("0.000001"),
            unit="KIL",
            quota=Decimal(999999999999999),
            used_to_date=Decimal("12.5"),
            origin_date=date(2025, 12, 1),
            acquired=date(2020, 1, 1),
            endorsed_quantity=Decimal(0),
        ),
        replace(SOUND_LINE, block="B", source="O", second_source="W", quantity=None),
    ),
    endorsement=Endorsement(port="XAAAA", date=date(2026, 2, 1)),
    transport_document="AWB 1",
)


class TestStoring(RegistryCase):
    def test_every_box_comes_back(self):
        self.store(WHOLE, permit(number="XA/1", lines=()))
        self.assertEqual(WHOLE, self.found(WHOLE).permit)
        self.assertEqual((), find_permit("XA", "xa/1").permit.lines)
        found = self.found(WHOLE)
        self.assertEqual(found, get(found.id))
        facts = (found.status, found.source, found.revision, found.attachments)
        self.assertEqual((Status.ISSUED, PermitSource.IMPORT, 1, ()), facts)

    def test_any_spelling_of_the_number_finds_it_in_its_country_alone(self):
        self.store(SOUND)
        for number in ("xa 2026 000123", "XA2026000123", "XA–2026–000123"):
            self.assertEqual(SOUND, find_permit("xa", number).permit)
        self.assertIsNone(find_permit("XB", SOUND.number))
        self.assertIsNone(find_permit("XA", f"{SOUND.number}4"))
        self.assertIsNone(get("0" * 32))

    def test_the_same_again_changes_nothing(self):
        self.assertEqual(Stored(1, 0, 0), self.store(WHOLE))
        before = self.found(WHOLE)
        again = replace(WHOLE, lines=tuple(replace(line) for line in WHOLE.lines))
        self.assertEqual(Stored(0, 0, 1), self.store(again))
        self.assertEqual(before, self.found(WHOLE))
        self.assertEqual([], revisions_of(before.id))

    def test_other_values_make_a_revision_and_keep_the_earlier_ones(self):
        self.store(WHOLE)
        line = replace(WHOLE.lines[0], quantity=Decimal(3))
        changed = replace(WHOLE, purpose="T", lines=(line,), number="xa2026-000123")
        self.assertEqual(Stored(0, 1, 0), self.store(changed))
        found = self.found(WHOLE)
        self.assertEqual((changed, 2), (found.permit, found.revision))
        (earlier,) = revisions_of(found.id)
        self.assertEqual((1, WHOLE), (earlier.revision, earlier.permit))
        self.assertEqual("secretariat", earlier.replaced_by)
        differing = compare_permits(earlier.permit, found.permit)
        self.assertIn(BoxDifference("purpose", "Z", "T"), differing)
        self.assertIn(BoxDifference("lines[0].quantity", 1e-06, 3), differing)
        self.assertIn(BoxDifference("lines[1].block", "B", None), differing)

    def test_thousands_at_once(self):
        many = [permit(number=f"XA-{number}") for number in range(1, 1501)]
        self.assertEqual(Stored(1500, 0, 0), self.store(*many))
        other = [replace(one, purpose="T") for one in many[:600]]
        more = [permit(number="XA-0")]
        progress = []
        stored = store_permits(
            [*other, *many[600:], *more],
            source=PermitSource.IMPORT,
            acting_user="secretariat",
            told=lambda *numbers: progress.append(numbers),
        )
        self.assertEqual(Stored(1, 600, 900), stored)
        expected = [(500, 1501), (1000, 1501), (1500, 1501), (1501, 1501)]
        self.assertEqual(expected, progress)
        self.assertEqual("T", find_permit("XA", "XA-600").permit.purpose)
        self.assertEqual("Z", find_permit("XA", "XA-601").permit.purpose)

    def test_a_number_given_twice_must_say_the_same(self):
        self.assertEqual(Stored(1, 0, 0), self.store(SOUND, SOUND))
        other = permit(number="xa 2026 000123", purpose="T")
        with self.assertRaises(Contradiction) as raised:
            self.store(permit(number="XA-1"), SOUND, other)
        self.assertEqual((1, 2), (raised.exception.first, raised.exception.second))
        transaction.abort()
        self.assertIsNone(find_permit("XA", "XA-1"))
        self.assertEqual(SOUND, self.found().permit)

    def test_what_is_aborted_was_never_there(self):
        store_permits([SOUND], source=PermitSource.MANUAL, acting_user="secretariat")
        transaction.abort()
        self.assertIsNone(self.found())
        self.assertEqual([], self.events("store"))

    def test_the_trail_counts_many_and_names_one(self):
        self.store(SOUND, permit(number="XA-1"))
        self.store(SOUND)
        many, one = self.events("store")
        counts = {"created": 2, "changed": 0, "unchanged": 0, "source": "import"}
        self.assertEqual((counts, "/plone/@permits"), (many.detail, many.target))
        self.assertIsNone(many.target_uid)
        found = self.found()
        self.assertEqual(f"/plone/@permits/{found.id}", one.target)
        self.assertEqual(found.id, one.target_uid)
        which = {"country": "XA", "number": "XA-2026-000123"}
        counts = {"created": 0, "changed": 0, "unchanged": 1, "source": "import"}
        self.assertEqual({**which, **counts}, one.detail)
        self.assertEqual({"secretariat"}, {event.actor for event in (many, one)})

    def test_each_revision_says_who_replaced_it_and_where_it_came_from(self):
        self.store(SOUND)
        first = self.found()
        for number, purpose in ((2, "T"), (3, "M")):
            changed = permit(purpose=purpose)
            who = {"source": PermitSource.MANUAL, "acting_user": "contact-xa"}
            store_permits([changed], **who)
            found = self.found()
            self.assertEqual((number, changed), (found.revision, found.permit))
            self.assertEqual((first.id, PermitSource.MANUAL), (found.id, found.source))
            self.assertLess(first.changed, found.changed)
        kept = {one.revision: one for one in revisions_of(first.id)}
        self.assertEqual({1, 2}, kept.keys())
        self.assertEqual(["Z", "T"], [kept[one].permit.purpose for one in (1, 2)])
        self.assertEqual({"contact-xa"}, {one.replaced_by for one in kept.values()})
        self.assertEqual(self.events("store")[-1].target_uid, first.id)
