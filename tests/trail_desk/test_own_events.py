"""What the owner of an account learns of it."""

import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.membership.suspension import suspend_member
from cites.cug.trail_desk.events import EventSearch
from cites.cug.trail_desk.own_events import find_own
from sqlalchemy import event
from tests.trail_desk.trail_case import TrailCase
from types import SimpleNamespace


PATH = ("", "plone", "cheetahs", "library", "zq-of-cubs")
ALERT = SimpleNamespace(getPhysicalPath=lambda: PATH)


class OwnEventsTest(TrailCase):
    def actions(self, user="customs-xa", by_others=False, **wanted):
        page = find_own(user, EventSearch(**wanted), by_others)
        return [one.action for one in page.events]

    def test_what_one_did_and_what_others_did_to_the_account(self):
        self.tell("login", self.portal)
        self.tell("member.change", user="secretariat", member="customs-xa", country="XB")
        self.tell("member.change", user="secretariat", member="police-xa")
        self.tell("test.other", self.portal["ivory"], user="police-xa")
        self.assertEqual(["member.change", "login"], self.actions()[:2])
        self.assertEqual("member.change", self.actions(by_others=True)[0])
        self.assertNotIn("login", self.actions(by_others=True))
        self.assertNotIn("test.other", self.actions())

    def test_of_what_others_did_neither_reasons_nor_network(self):
        suspend_member(
            self.group, "customs-xa", acting_user="secretariat", note="A complaint."
        )
        transaction.commit()
        (told,) = find_own("customs-xa", EventSearch(size=1), True).events
        self.assertEqual(("secretariat", None), (told.actor, told.ip))
        self.assertEqual({"reason": "decision"}, told.detail)

    def test_who_was_reported_by_the_member_or_reported_it_is_not_told(self):
        self.tell("report.lift", user="secretariat", member="customs-xa")
        self.assertNotIn("report.lift", self.actions())

    def test_of_things_neither_name_nor_content(self):
        self.tell("library.move", self.group["library"], **{"from": "/portal/zq"})
        self.tell("token.add", self.portal, name="Statistics")
        token, moved = find_own("customs-xa", EventSearch(size=2)).events
        self.assertEqual({"name": "Statistics"}, token.detail)
        self.assertEqual({}, moved.detail)
        self.tell("library.add", ALERT)
        (added,) = find_own("customs-xa", EventSearch(size=1)).events
        self.assertEqual("/plone/cheetahs/library", added.target)

    def test_page_by_page(self):
        for number in range(3):
            who = "secretariat" if number % 2 else "customs-xa"
            self.tell(f"member.n{number}", user=who, member="customs-xa")
        search = EventSearch(action="member", size=2)
        page = find_own("customs-xa", search)
        names = [one.action for one in page.events]
        self.assertEqual((["member.n2", "member.n1"], True), (names, page.has_more))
        self.assertEqual("member.n0", self.actions(action="member", size=2, start=2)[0])

    def test_events_of_an_account_are_found_by_their_indexes(self):
        statements = []

        def note(_connection, _cursor, statement, parameters, *_more):
            statements.append((statement, parameters))

        records = engine(records_url())
        event.listen(records, "before_cursor_execute", note)
        self.addCleanup(event.remove, records, "before_cursor_execute", note)
        self.actions()
        statement, parameters = statements[-1]
        with records.connect() as connection:
            if connection.dialect.name != "sqlite":
                self.skipTest("PostgreSQL chooses by the number of rows")
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            words = " ".join(row.detail for row in plan)
        self.assertIn("ix_audit_event_member", words)
        self.assertIn("ix_audit_event_actor", words)
        self.assertNotIn("SCAN audit_event", words)
