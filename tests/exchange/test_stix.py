"""Alerts as STIX 2.1, judged by OASIS's own library."""

import stix2
import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.stix import (
    alert_objects,
    bundle,
    EXTENSION,
    TLP_IDS,
    withdrawn_objects,
)
from datetime import datetime, UTC
from plone.app.testing import login
from tests.exchange.samples import make_alert


class StixTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, "customs-xa")

    def objects(self, **fields):
        self.alert = make_alert(self.group.library, **fields)
        return self.by_type(alert_objects(self.alert, self.group, "https://cug/alert"))

    def by_type(self, objects):
        parsed = stix2.parse(bundle(objects), allow_custom=False, version="2.1")
        return {one["type"]: one for one in parsed.objects}

    def test_an_alert_of_which_all_is_known(self):
        found = self.objects()
        incident, location = found["incident"], found["location"]
        self.assertEqual(incident.name, self.alert.title)
        self.assertEqual(
            incident.description, "Two cubs behind spare parts.\n\nBeside the engine."
        )
        self.assertEqual((incident.lang, location.country), ("en", "XA"))
        self.assertEqual(
            (location.latitude, location.longitude, location.precision),
            (-4.05, 39.66, 5000.0),
        )
        self.assertEqual(found["relationship"].source_ref, incident.id)
        self.assertEqual(found["relationship"].target_ref, location.id)
        marking = found["marking-definition"]
        self.assertEqual(marking.id, f"marking-definition--{TLP_IDS['amber+strict']}")
        for one in (incident, location, found["relationship"]):
            self.assertEqual(one.object_marking_refs, [marking.id])
        facts = incident.extensions[EXTENSION]
        cubs, skins = facts["specimens"]
        self.assertEqual(
            cubs,
            {
                "species": "Acinonyx jubatus",
                "term": "LIV",
                "quantity": 2.0,
                "source": "W",
            },
        )
        self.assertEqual(skins["unit"], "KGM")
        self.assertEqual(facts["incident_date"], "2026-11-20")
        self.assertEqual(facts["permits"], [{"country": "XB", "number": "XB-1"}])

    def test_each_handling_code_has_the_marking_of_its_own(self):
        for code in ("green", "amber", "red"):
            found = self.objects(handling=code)
            marking = f"marking-definition--{TLP_IDS[code]}"
            self.assertEqual(found["incident"].object_marking_refs, [marking])

    def test_a_position_for_a_whole_country_is_none(self):
        location = self.objects(position_precision="country")["location"]
        self.assertNotIn("latitude", location)

    def test_without_a_place_there_is_no_location(self):
        found = self.objects(incident_country=None, latitude=None, location=None)
        self.assertNotIn("location", found)
        self.assertNotIn("relationship", found)

    def test_the_same_alert_has_the_same_ids(self):
        first = {one["id"] for one in alert_objects_of(self, make_alert)}
        again = alert_objects(self.alert, self.group, "https://cug/alert")
        self.assertEqual(first, {one["id"] for one in again})

    def test_nothing_tells_who_reported_it_if_that_is_hidden(self):
        incident = self.objects(hide_country=True)["incident"]
        facts = incident.extensions[EXTENSION]
        self.assertNotIn("seizure_id", facts)
        self.assertNotIn("hide_country", facts)
        self.assertIn("seizure_id", self.objects()["incident"].extensions[EXTENSION])

    def test_what_is_withdrawn_says_nothing_but_that(self):
        incident = self.objects()["incident"]
        moment = datetime(2026, 11, 26, tzinfo=UTC)
        objects = withdrawn_objects(self.alert.UID(), self.group, moment, moment)
        revoked = self.by_type(objects)["incident"]
        self.assertEqual((revoked.id, revoked.revoked), (incident.id, True))
        self.assertNotIn("cubs", str(objects))


def alert_objects_of(case, make):
    case.alert = make(case.group.library)
    return alert_objects(case.alert, case.group, "https://cug/alert")
