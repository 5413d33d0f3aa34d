"""Alerts as MISP events, judged by MISP's own library."""

import json
import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.misp import misp_event, template
from pathlib import Path
from plone.app.testing import login
from pymisp import MISPEvent, MISPObject
from tempfile import TemporaryDirectory
from tests.exchange.samples import make_alert
from tests.some import some
from uuid import UUID


class MispTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, "customs-xa")

    def event(self, **fields):
        self.alert = make_alert(self.portal.cheetahs.library, **fields)
        self.sent = misp_event(self.alert, self.group, "https://cug/alert")
        event = MISPEvent()
        event.from_json(json.dumps(self.sent))
        return event

    def test_an_alert_of_which_all_is_known(self):
        event = self.event()
        self.assertEqual(UUID(event.uuid), UUID(hex=self.alert.UID()))
        self.assertEqual((event.info, str(event.date)), (self.alert.title, "2026-11-20"))
        self.assertEqual([tag.name for tag in event.tags], ["tlp:amber+strict"])
        cubs, skins, place = event.objects
        self.assertEqual(
            [
                one.get_attributes_by_relation("scientific-name")[0].value
                for one in (cubs, skins)
            ],
            ["Acinonyx jubatus", "Panthera pardus"],
        )
        self.assertEqual(cubs.get_attributes_by_relation("quantity")[0].value, "2.0")
        self.assertEqual(cubs.get_attributes_by_relation("cites-appendix")[0].value, "I")
        self.assertEqual(place.get_attributes_by_relation("latitude")[0].value, "-4.05")
        self.assertIn("Beside the engine.", event.attributes[1].value)

    def test_the_objects_follow_our_template(self):
        event = self.event()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "wildlife-seizure" / "definition.json"
            path.parent.mkdir()
            path.write_text(json.dumps(template()))
            for sent in some(event.objects[:2]):
                judged = MISPObject(
                    "wildlife-seizure", strict=True, misp_objects_path_custom=folder
                )
                for one in some(sent.attributes):
                    judged.add_attribute(one.object_relation, value=one.value)
                self.assertTrue(judged.to_json(strict=True))
                for one, other in zip(sent.attributes, judged.attributes, strict=True):
                    self.assertEqual(one.type, other.type, one.object_relation)

    def test_the_same_alert_has_the_same_ids(self):
        self.event()
        again = misp_event(self.alert, self.group, "https://cug/alert")
        self.assertEqual(self.sent, again)

    def test_nothing_tells_who_reported_it_if_that_is_hidden(self):
        self.event(hide_country=True)
        self.assertNotIn("XA-2026-17", json.dumps(self.sent))
        self.event()
        self.assertIn("XA-2026-17", json.dumps(self.sent))
