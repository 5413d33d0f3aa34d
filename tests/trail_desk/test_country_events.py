"""What the contact point of a country learns of its members, and can prove."""

import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.trail import record_at_once
from cites.cug.membership.actions import admit_member, change_member, remove_member
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.trail_desk.country_events import (
    find_of_country,
    members_of,
    prove_of_country,
)
from cites.cug.trail_desk.events import EventSearch
from cites.cug.trail_desk.jobs import SealEvents
from plone.app.testing import login
from plone.dexterity.utils import addContentToContainer, createContent
from tests.core.trail.tree_case import verify
from tests.trail_desk.trail_case import TrailCase


OFFICE = "secretariat"


class CountryEventsTest(TrailCase):
    def setUp(self):
        super().setUp()
        login(self.portal, "contact-xa")

    def found(self, country="XA", **wanted):
        search = EventSearch(size=100, **wanted)
        asked = self.group, country, search
        events = find_of_country(*asked, acting_user="contact-xa").events
        transaction.commit()
        return events

    def actions(self, **wanted):
        return [event.action for event in self.found(**wanted)]

    def file(self, **wanted):
        while SealEvents().run():
            pass
        text = b"".join(self.pieces(**wanted)).decode()
        transaction.commit()
        return text

    def pieces(self, **wanted):
        asked = self.group, "XA", EventSearch(**wanted)
        return prove_of_country(*asked, acting_user="contact-xa")

    def test_of_the_countrys_own_members_alone(self):
        for user in ("customs-xa", "customs-xb", OFFICE):
            self.tell(f"test.{user}", user=user)
        self.tell("test.ivory", self.portal["ivory"])
        self.tell("login", self.portal)
        self.tell("account.change", self.portal)
        record_permit_event("consult", "customs-xa", number="1")
        transaction.commit()
        found = set(self.actions())
        self.assertLessEqual({"test.customs-xa", "login", "permit.consult"}, found)
        others = {"test.customs-xb", "test.secretariat", "test.ivory", "account.change"}
        self.assertFalse(others & found)
        self.assertEqual([], self.actions(actor="customs-xb"))
        self.assertEqual([], self.found(country=""))

    def test_neither_place_nor_content(self):
        self.tell("test.one", self.group["library"], number="zq-number")
        (event,) = self.found(action="test")
        self.assertEqual(("", {}), (event.target, event.detail))
        text = self.file(action="test")
        for words in ("zq-number", "/library", self.group["library"].UID()):
            self.assertNotIn(words, text)

    def test_what_others_did_to_members_is_told_without_reasons(self):
        detail = {"member": "customs-xa", "note": "zq-reason"}
        self.tell("member.suspend", user=OFFICE, **detail)
        (event,) = self.found(action="member.suspend")
        self.assertEqual((OFFICE, None), (event.actor, event.ip))
        self.assertEqual({"member": "customs-xa"}, event.detail)
        self.assertNotIn("zq-reason", self.file(action="member"))

    def test_who_reported_something_is_not_told(self):
        for action in ("report.tell", "message.report", "topic.comment_report"):
            self.tell(action)
        self.tell("message.send", message="a" * 32)
        self.assertEqual([], self.actions(actor="customs-xa")[:1])
        self.pass_hours(1)
        (event,) = self.found(actor="customs-xa")[:1]
        self.assertEqual(("message.send", None), (event.action, event.number))
        self.assertEqual((0, 0), (event.time.minute, event.time.second))
        # A proof would say where in the tree it is, and so when it was.
        self.assertNotIn("message.send", self.file(actor="customs-xa"))

    def test_workspaces_that_the_contact_point_does_not_see(self):
        login(self.portal, "customs-xa")
        space = createContent("Workspace", title="EXERCISE", handling="amber")
        space = addContentToContainer(
            self.group["workspaces"], space, checkConstraints=False
        )
        login(self.portal, "contact-xa")
        self.tell("test.inside", space)
        self.assertEqual([], self.actions(action="test"))

    def test_who_came_from_another_country_is_seen_from_then_on(self):
        self.tell("test.before", user="customs-xb")
        change_member(self.group, "customs-xb", country="XA", acting_user=OFFICE)
        transaction.commit()
        self.tell("test.after", user="customs-xb")
        self.assertEqual(["test.after"], self.actions(action="test"))
        # To say the same again changes nothing.
        since = members_of(self.group, "XA")["customs-xb"]
        change_member(self.group, "customs-xb", country="XA", acting_user=OFFICE)
        transaction.commit()
        self.assertEqual(since, members_of(self.group, "XA")["customs-xb"])
        # Of whom nothing is known, all is seen.
        self.assertIsNone(members_of(self.group, "XA")["customs-xa"])

    def test_who_left_and_came_back_is_seen_from_then_on(self):
        remove_member(self.group, "customs-xa", acting_user=OFFICE)
        transaction.commit()
        self.tell("login", self.portal)
        admit = self.group, "customs-xa", Category.CUSTOMS
        admit_member(*admit, country="XA", acting_user=OFFICE)
        transaction.commit()
        self.assertNotIn("login", self.actions(actor="customs-xa"))
        self.tell("login", self.portal)
        self.assertIn("login", self.actions(actor="customs-xa"))

    def test_the_file_is_checked_without_the_portal(self):
        self.tell("test.one")
        self.tell("member.change", user=OFFICE, member="customs-xa")
        text = self.file()
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", text)
        self.assertEqual([], verifier.wrong)
        self.assertGreaterEqual(verifier.checked, 2)
        changed = text.replace('"customs-xa"', '"customs-xz"', 1)
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", changed)
        self.assertTrue(verifier.wrong)

    def test_reading_and_taking_are_recorded(self):
        self.found(actor="customs-xa")
        self.file(action="login")
        told = self.found(action="audit", actor="contact-xa")
        self.assertEqual(["audit.export", "audit.read"], [one.action for one in told])

    def test_who_takes_a_file_keeps_nobody_from_writing(self):
        pieces = self.pieces(action="login")
        next(pieces)
        with autonomous_transaction() as connection:
            who = {"target": self.group, "acting_user": "customs-xa"}
            record_at_once(connection, "test.other", **who)
        self.assertEqual(["test.other"], self.actions(action="test.other"))
