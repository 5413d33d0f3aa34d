"""Which events a group's Secretariat finds."""

import json
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import autonomous_transaction, engine, session
from cites.cug.core.trail.trail import AuditEvent, record_at_once
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.trail_desk import events
from cites.cug.trail_desk.event_files import json_portions
from cites.cug.trail_desk.events import all_events, EventSearch, find_events
from cites.cug.trail_desk.single_events import open_event
from cites.cug.workspaces.queries import paths_seen, workspaces_seen
from collective.workspace.interfaces import IWorkspace
from datetime import date, timedelta
from plone.app.testing import login
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import delete, event, select
from tests.trail_desk.trail_case import EVENT, TrailCase
from unittest.mock import patch
from zoneinfo import ZoneInfo


class EventsTest(TrailCase):
    def found(self, group=None, **wanted):
        search = EventSearch(**wanted)
        page = find_events(group or self.group, search, acting_user="secretariat")
        transaction.commit()
        return page

    def actions(self, group=None, **wanted):
        return [event.action for event in self.found(group, **wanted).events]

    def test_of_this_group_alone_the_newest_first(self):
        self.tell("test.one")
        self.tell("test.two", self.group["library"])
        self.tell("test.other", self.portal["ivory"])
        self.tell("login", self.portal)
        self.assertEqual(["test.two", "test.one"], self.actions(action="test"))
        self.assertNotIn("login", self.actions())

    def test_what_a_member_did_outside_is_found_under_the_members_name(self):
        self.tell("login", self.portal)
        self.tell("account.change", self.portal)
        record_permit_event("consult", "customs-xa", number="1")
        transaction.commit()
        mine = self.actions(actor="customs-xa")
        self.assertEqual(["permit.consult", "login"], mine[:2])
        self.assertNotIn("account.change", mine)
        ivory = self.portal["ivory"]
        self.assertNotIn("customs-xa", IWorkspace(ivory).members)
        self.tell("test.ivory", ivory)
        of_stranger = self.actions(ivory, actor="customs-xa")
        self.assertIn("test.ivory", of_stranger)
        self.assertNotIn("login", of_stranger)

    def test_who_writes_to_whom_is_not_told(self):
        self.tell("message.send", message="a" * 32, recipients=3)
        self.tell("message.report", message="b" * 32)
        self.tell("assistance.answer", message="c" * 32, answer="d" * 32)
        self.pass_hours(1)
        told, sent = self.found(action="message").events
        self.assertEqual({"recipients": 3}, sent.detail)
        self.assertEqual({"message": "b" * 32}, told.detail)
        (answered,) = self.found(action="assistance").events
        self.assertEqual({}, answered.detail)
        # Nor is anything found by what is not shown.
        for letter, found in (("a", []), ("b", ["message.report"]), ("d", [])):
            self.assertEqual(found, self.actions(q=letter * 32))

    def letters(self, *deeds):
        """Let members write and read in this order, with other events in between."""
        for number, (action, user) in enumerate(deeds):
            self.tell(f"test.n{number}")
            self.tell(action, user=user, message="a" * 32)
        self.tell("test.last")
        self.pass_hours(2)

    def number(self, action):
        with autonomous_transaction() as connection:
            return connection.scalar(select(EVENT.c.id).where(EVENT.c.action == action))

    def test_messages_are_shown_by_the_hour_and_when_it_is_over(self):
        self.letters(("message.send", "customs-xa"), ("message.open", "police-xb"))
        found = self.found(action="message").events
        for one in found:
            self.assertEqual((0, 0), (one.time.minute, one.time.second))
            self.assertIsNone(one.number)
        # Behind the others of that hour, whose times and numbers say nothing of them.
        listed = [event.action for event in self.found(size=100).events]
        first = min(map(listed.index, ("message.send", "message.open")))
        self.assertLess(listed.index("test.n0"), first)
        self.tell("message.send")
        self.assertEqual(found, self.found(action="message").events)

    def test_their_order_says_nothing(self):
        sent, opened = ("message.send", "customs-xa"), ("message.open", "police-xb")
        seen = []
        for deeds in (sent, opened), (opened, sent):
            with autonomous_transaction() as connection:
                connection.execute(delete(EVENT))
            self.letters(*deeds)
            pages = [self.found(size=1, start=start).events for start in range(6)]
            # The first reading is an event itself.
            seen.append([event.action for page in pages for event in page][1:])
        self.assertIn("message.send", seen[0])
        self.assertEqual(*seen)

    def test_no_event_leads_to_those_of_the_hour(self):
        self.letters(("message.send", "customs-xa"))
        for action, other in (("test.n0", "test.last"), ("test.last", "test.n0")):
            number = self.number(action)
            card = open_event(self.group, number, acting_user="secretariat")
            told = [one.action for one in (*card.by_member, *card.of_thing)]
            self.assertIn(other, told)
            self.assertNotIn("message.send", told)
        number = self.number("message.send")
        self.assertIsNone(open_event(self.group, number, acting_user="secretariat"))

    def test_files_have_them_as_the_page_has(self):
        self.letters(("message.send", "customs-xa"), ("message.open", "police-xb"))
        for size in (1, 2, 3):
            with patch.object(events, "AT_ONCE", size):
                search = EventSearch(until=date.max)
                portions = all_events(self.group, search, acting_user="secretariat")
                filed = [event for portion in portions for event in portion]
            listed = self.found(until=date.max, size=len(filed)).events
            self.assertEqual(listed[-len(filed) :], filed)
        hourly = [event for event in filed if event.action == "message.send"]
        self.assertIsNone(json.loads(b"".join(json_portions([hourly])))["id"])

    def test_what_is_done_in_a_workspace_is_told_to_who_reads_it(self):
        login(self.portal, "customs-xa")
        space = createContent("Workspace", title="EXERCISE", handling="amber")
        place = self.group["workspaces"]
        space = addContentToContainer(place, space, checkConstraints=False)
        self.tell("test.inside", space)
        login(self.portal, "customs-xa")  # Now with the team's user groups.
        self.assertEqual(["test.inside"], self.actions(action="test"))
        topic = createContent("Topic", title="EXERCISE")
        topic = addContentToContainer(space, topic, checkConstraints=False)
        self.tell("test.deeper", topic)
        self.assertEqual(["test.deeper", "test.inside"], self.actions(action="test"))
        # Who keeps teams sees that there is a workspace, and not what is in it.
        login(self.portal, "secretariat")
        self.assertEqual(["test.inside"], self.actions(action="test"))
        login(self.portal, "police-xb")
        self.assertEqual([], self.actions(action="test"))
        self.assertEqual([], self.actions(target="/".join(space.getPhysicalPath())))
        # As a search of the catalog finds them, of whatever workspaces there are.
        for member in ("customs-xa", "secretariat", "police-xb", "igo-interpol"):
            login(self.portal, member)
            listed = {one["uid"] for one in workspaces_seen(self.group)}
            self.assertEqual(listed, {*paths_seen(self.group).values()}, member)

    def test_every_group_is_told_that_old_contents_were_removed(self):
        self.tell("audit.remove", self.portal, "system", positions="0-1,9")
        self.tell("operations.backup", self.portal, "system")
        for group in (self.group, self.portal["ivory"]):
            (event,) = self.found(group, action="audit.remove").events
            self.assertEqual({"positions": "0-1,9"}, event.detail)
        self.assertEqual([], self.actions(action="operations"))

    def test_filters(self):
        library = self.group["library"]
        self.tell("test.one", library, number="A_7%")
        self.tell("test.two", user="police-xb")
        path = "/".join(library.getPhysicalPath())
        today = max(event.time for event in self.found().events).date()
        for wanted, expected in (
            ({"q": "a_7%"}, ["test.one"]),
            ({"q": "LIBRARY", "action": "test"}, ["test.one"]),
            ({"actor": "police-xb", "action": "test"}, ["test.two"]),
            ({"target": path, "action": "test.one"}, ["test.one"]),
            ({"target": path[:-1], "action": "test"}, []),
            ({"since": today, "action": "test"}, ["test.two", "test.one"]),
            ({"until": today - timedelta(days=1), "action": "test"}, []),
            ({"since": date(2100, 1, 1)}, []),
            ({"result": "refused", "action": "test"}, []),
            ({"result": "done", "action": "test"}, ["test.two", "test.one"]),
            ({"network": "192.0.2.0/24"}, []),
        ):
            self.assertEqual(expected, self.actions(**wanted), wanted)

    def plan(self, **wanted) -> str:
        """How SQLite finds the events."""
        plans = []

        def explain(_connection, cursor, statement, values, *_more):
            if "ORDER BY" in statement:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                plans.append(" ".join(row[-1] for row in cursor.fetchall()))

        records = engine(records_url())
        event.listen(records, "before_cursor_execute", explain)
        try:
            self.found(**wanted)
        finally:
            event.remove(records, "before_cursor_execute", explain)
        (plan,) = plans
        return plan

    def test_no_more_events_are_read_than_what_is_asked_for_needs(self):
        """However long the trail is, and without sorting them."""
        member, action = {"actor": "customs-xa"}, {"action": "library.edit"}
        day = dict.fromkeys(("since", "until"), date(2026, 11, 26))
        for wanted, way in (
            ({}, "SCAN audit_event"),
            (member, "(actor=?)"),
            (action, "(action=?)"),
            (member | action, "(actor=?)"),
            (member | {"action": "login"}, "(actor=?)"),
            (day, "shown (<expr>>? AND <expr><?)"),
            (day | {"q": "x"}, "shown (<expr>>? AND <expr><?)"),
            ({"since": day["since"], "q": "x"}, "shown (<expr>>?)"),
            (day | member | action, "(actor=? AND <expr>>? AND <expr><?)"),
            (day | action, "(action=? AND <expr>>? AND <expr><?)"),
        ):
            plan = self.plan(**wanted)
            self.assertIn(way, plan, wanted)
            # Those of one hour alone are.
            self.assertNotIn("FOR ORDER BY", plan, wanted)

    def test_a_day_is_that_of_the_reader(self):
        self.tell("test.one")
        event = self.found(action="test.one").events[0]
        for name, hours in (("Etc/GMT-14", 14), ("Etc/GMT+12", -12)):
            there = (event.time + timedelta(hours=hours)).date()
            day = {"since": there, "until": there, "zone": ZoneInfo(name)}
            self.assertEqual(["test.one"], self.actions(action="test.one", **day))
            day |= dict.fromkeys(("since", "until"), there + timedelta(days=1))
            self.assertEqual([], self.actions(action="test.one", **day))

    def test_the_first_and_the_last_day_that_there_are(self):
        self.tell("test.one")
        for name in ("Etc/GMT-14", "Etc/GMT+12"):
            days = {"action": "test.one", "zone": ZoneInfo(name)}
            for more in ({"until": date.max}, {"since": date.min, "until": date.max}):
                self.assertEqual(["test.one"], self.actions(**days, **more))
            self.assertEqual([], self.actions(**days, since=date.max))
            self.assertEqual([], self.actions(**days, until=date.min))

    def test_page_by_page(self):
        for number in range(3):
            self.tell(f"test.n{number}")
        page = self.found(action="test", size=2)
        self.assertTrue(page.has_more)
        rest = self.found(action="test", size=2, start=2)
        names = [event.action for event in (*page.events, *rest.events)]
        self.assertEqual(["test.n2", "test.n1", "test.n0"], names)
        self.assertFalse(rest.has_more)

    def test_reading_is_recorded_once_for_all_pages(self):
        self.found(action="test", size=1)
        self.found(action="test", size=1, start=1)
        search = EventSearch(q="crate")
        self.assertEqual([], list(all_events(self.group, search, acting_user="s")))
        transaction.commit()
        query = select(AuditEvent).where(AuditEvent.action.startswith("audit."))
        events = list(session().scalars(query.order_by(AuditEvent.id)))
        told = [(one.action, one.actor, one.detail) for one in events]
        self.assertEqual(
            [
                ("audit.read", "secretariat", {"action": "test"}),
                ("audit.export", "s", {"q": "crate"}),
            ],
            told,
        )

    def test_no_page_is_read_without_a_record(self):
        for start in (1, 2, 0, 1):
            self.found(q="only later pages", start=start)
        (first, second) = self.found(action="audit.read", q="only later").events[-2:]
        self.assertEqual({"q": "only later pages"}, first.detail)
        self.assertEqual(first.detail, second.detail)

    def test_what_is_read_stays_recorded_whatever_becomes_of_the_request(self):
        self.found(q="and then it fails")
        transaction.abort()
        (one,) = self.found(action="audit.read", q="then it").events
        self.assertEqual({"q": "and then it fails"}, one.detail)

    def test_who_takes_all_keeps_nobody_from_writing(self):
        """A download of a long trail takes longer than others wait for their turn."""
        self.tell("test.one")
        search = EventSearch(action="test")
        portions = all_events(self.group, search, acting_user="secretariat")
        self.assertEqual(["test.one"], [event.action for event in next(portions)])
        with autonomous_transaction() as connection:
            who = {"target": self.portal, "acting_user": "customs-xa"}
            record_at_once(connection, "test.other", **who)
        transaction.commit()
        (export,) = self.found(action="audit.export").events
        self.assertEqual("secretariat", export.actor)

    def test_who_searches_keeps_nobody_from_writing_meanwhile(self):
        def write(_row):
            with autonomous_transaction() as connection:
                who = {"target": self.portal, "acting_user": "customs-xa"}
                record_at_once(connection, "test.other", **who)
            return events.Event(*[None] * len(events.Event._fields))

        self.tell("test.one")
        with patch.object(events, "event_of", write):
            self.assertEqual(1, len(self.found(action="test").events))
