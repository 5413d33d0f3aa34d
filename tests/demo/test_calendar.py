"""Days of the exercise: spread, in order, and in UTC."""

import unittest
from cites.cug.access.author import author_of
from cites.cug.demo.accounts import GROUPS
from DateTime import DateTime
from datetime import date
from itertools import pairwise
from plone import api
from tests.demo.items import items
from tests.demo.layer import DEMO
from tests.some import some


EIGHTEEN_MONTHS = 550


class CalendarTest(unittest.TestCase):
    layer = DEMO

    def setUp(self):
        portal = self.layer["portal"]
        self.all = some(item for name in GROUPS for item in items(portal[name]))

    def history(self, item):
        (entries,) = item.workflow_history.values()
        return entries

    def test_published_over_eighteen_months(self):
        published = [item.effective_date for item in self.all if item.effective_date]
        ages = sorted(DateTime() - moment for moment in published)
        self.assertLess(ages[0], 7)
        self.assertGreater(ages[-1], 500)
        self.assertLess(ages[-1], EIGHTEEN_MONTHS)
        gaps = [after - before for before, after in pairwise(ages)]
        self.assertLess(max(gaps), 45)

    def test_incidents_precede_their_alerts(self):
        days = set()
        for item in self.all:
            incident = getattr(item, "incident_date", None)
            if incident:
                days.add(incident)
                self.assertLessEqual(incident, item.created().asdatetime().date())
        self.assertGreater(len(days), 30)
        self.assertLess((date.today() - max(days)).days, 10)

    def test_history_is_in_order_and_dates_the_publication(self):
        for item in self.all:
            entries = self.history(item)
            times = [entry["time"] for entry in entries]
            self.assertEqual(times, sorted(times))
            self.assertEqual(times[0], item.created())
            self.assertLessEqual(times[-1], DateTime())
            opened = ("publish", "choose")
            first = [e["time"] for e in entries if e["action"] in opened]
            self.assertEqual([item.effective_date] if item.effective_date else [], first)

    def test_each_step_was_taken_by_who_may(self):
        for item in self.all:
            for entry in self.history(item)[1:]:
                own = entry["action"] in ("submit", "retract")
                expected = author_of(item) if own else "secretariat"
                self.assertEqual(entry["actor"], expected)

    def test_unusual_ways_are_taken_too(self):
        actions = {entry["action"] for item in self.all for entry in self.history(item)}
        self.assertLessEqual({"retract", "restrict", "archive", "share"}, actions)

    def test_times_are_utc(self):
        for item in self.all:
            for moment in (item.created(), item.modified()):
                self.assertEqual(moment.timezone(), "UTC")

    def test_the_catalog_has_the_same_days(self):
        catalog = api.portal.get_tool("portal_catalog")
        for item in self.all:
            path = "/".join(item.getPhysicalPath())
            data = catalog.getIndexDataForUID(path)
            published = item.effective_date or item.created()
            self.assertAlmostEqual(data["library_time"], -float(published), places=3)

    def test_some_items_have_versions_by_the_secretariat(self):
        repository = api.portal.get_tool("portal_repository")
        revised = 0
        with api.env.adopt_user("secretariat"):
            for item in self.all:
                history = repository.getHistoryMetadata(item)
                versions = [
                    history.retrieve(number)["metadata"]["sys_metadata"]
                    for number in range(len(history))
                ]
                times = [version["timestamp"] for version in versions]
                self.assertEqual(times, sorted(times))
                self.assertAlmostEqual(times[0], float(item.created()), places=3)
                self.assertEqual(versions[0]["principal"], author_of(item))
                for version in versions[1:]:
                    # Authors translate what they have written.
                    by = version["principal"]
                    self.assertIn(by, ("secretariat", author_of(item)))
                    self.assertTrue(version["comment"] or by != "secretariat")
                revised += len(versions) > 1
        self.assertGreaterEqual(revised, 5)
