"""The audit trail: who did what to what, kept only with what it records."""

import transaction
import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.trail.networks import network_of
from cites.cug.core.trail.trail import AuditEvent, record
from cites.cug.demo.testing import CUG_FUNCTIONAL
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import login
from sqlalchemy import select
from zope.globalrequest import clearRequest


class TrailTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs

    def events(self, action):
        query = select(AuditEvent).where(AuditEvent.action == action)
        return list(session().scalars(query.order_by(AuditEvent.id)))

    def test_an_event_says_who_what_to_what_when_and_from_where(self):
        detail = {"member": "outsider"}
        record("test.done", target=self.group, acting_user="secretariat", detail=detail)
        transaction.commit()
        (event,) = self.events("test.done")
        self.assertEqual("secretariat", event.actor)
        self.assertEqual("/plone/cheetahs", event.target)
        self.assertEqual(self.group.UID(), event.target_uid)
        self.assertEqual(detail, event.detail)
        address = self.layer["request"].getClientAddr()
        self.assertEqual(network_of(address), event.ip)
        self.assertNotEqual(address, event.ip)
        self.assertIsNone(event.credential)
        age = datetime.now(UTC) - event.time.replace(tzinfo=UTC)
        self.assertLess(abs(age), timedelta(minutes=1))

    def test_what_is_done_without_a_request_has_no_address(self):
        clearRequest()
        record("test.done", target=self.group, acting_user="system")
        (event,) = self.events("test.done")
        self.assertIsNone(event.ip)
        self.assertEqual({}, event.detail)

    def test_what_was_aborted_is_not_on_record(self):
        record("test.done", target=self.group, acting_user="secretariat")
        transaction.abort()
        self.assertEqual([], self.events("test.done"))

    def test_each_change_of_audience_is_on_record(self):
        login(self.portal, "customs-xa")
        alert = api.content.create(
            self.group.library, "Alert", title="x", alert_type="other", handling="green"
        )
        api.content.transition(alert, "submit")
        login(self.portal, "secretariat")
        for name in ("publish", "share", "restrict", "archive", "restore"):
            api.content.transition(alert, name)
        moves = [
            (event.actor, event.detail["from"], event.detail["to"])
            for event in self.events("library.state")
        ]
        self.assertEqual(
            [
                ("customs-xa", "draft", "pending"),
                ("secretariat", "pending", "enforcement"),
                ("secretariat", "enforcement", "shared"),
                ("secretariat", "shared", "enforcement"),
                ("secretariat", "enforcement", "archived"),
                ("secretariat", "archived", "enforcement"),
            ],
            moves,
        )
        self.assertEqual(
            {alert.UID()}, {e.target_uid for e in self.events("library.state")}
        )
