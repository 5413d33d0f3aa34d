"""What the trail is told of requests: refusals, log-ins not tried, and reads of RED."""

import requests
import transaction
import unittest
from cites.cug.access import trail_records
from cites.cug.access.guard import caller
from cites.cug.audit import refusals
from cites.cug.audit.refusals import RefusalCounts
from cites.cug.audit.trail import AuditEvent
from cites.cug.login import audit_records
from cites.cug.sql.session import looking, RecordsBusy
from cites.cug.testing import CUG_HTTP, PASSWORD
from plone import api
from plone.app.testing import login
from sqlalchemy import func, select
from unittest.mock import patch


JSON = {"Accept": "application/json"}
EVENT = AuditEvent.__table__


class TrailRecordsTest(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        counts = patch.object(refusals, "_counts", RefusalCounts())
        counts.start()
        self.addCleanup(counts.stop)
        trail_records._read.clear()
        audit_records._told.clear()
        with looking() as connection:
            self.before = connection.scalar(select(func.max(EVENT.c.id))) or 0

    def ask(self, path, user, method="GET", status=200, **options):
        answer = requests.request(
            method,
            f"{self.url}/{path}",
            auth=(user, PASSWORD) if user else None,
            headers=JSON,
            timeout=120,
            allow_redirects=False,
            **options,
        )
        self.assertEqual(status, answer.status_code, answer.text[:500])
        return answer

    def told(self, kind):
        """Events since the test began, without those of others."""
        query = select(EVENT).where(EVENT.c.id > self.before)
        query = query.where(EVENT.c.action.startswith(kind)).order_by(EVENT.c.id)
        with looking() as connection:
            return connection.execute(query).all()

    def test_what_a_member_is_refused(self):
        content = self.layer["portal"]._p_jar.db().lastTransaction()
        for _time in range(3):
            self.ask("cheetahs/@audit", "customs-xa", status=403)
        self.assertEqual(content, self.portal._p_jar.db().lastTransaction())
        (event,) = self.told("refusal.")
        self.assertEqual(
            ("customs-xa", "refusal.forbidden", "/plone/cheetahs", "basic"),
            (event.actor, event.action, event.target, event.credential),
        )
        self.assertEqual("127.0.0.0/24", event.ip)
        told = {"step": "permission", "what": "@audit", "method": "GET"}
        self.assertEqual(told, {**told, **event.detail})

    def test_what_is_hidden_is_not_told(self):
        """It would tell whoever reads the own events that there is something."""
        self.ask("cheetahs/library", "outsider", status=404)
        self.ask("cheetahs/nothing", "customs-xa", status=404)
        self.assertEqual([], self.told("refusal."))

    def test_strangers_are_no_events_of_their_own(self):
        for path in ("cheetahs", "nothing", "cheetahs/@audit"):
            self.ask(path, "", status=401)
        self.assertEqual([], self.told("refusal."))

    def test_a_refused_request_is_rolled_back_and_told(self):
        body = {"title": "x" * 3000}
        self.ask("cheetahs", "customs-xa", "PATCH", 403, json=body)
        (event,) = self.told("refusal.")
        self.assertEqual("PATCH", event.detail["method"])
        self.assertNotIn("xxx", str(event.detail))

    def test_programs_have_logged_in_once_in_an_hour(self):
        for _time in range(3):
            self.ask("cheetahs", "igo-interpol")
        with looking() as connection:
            mine = EVENT.c.actor == "igo-interpol", EVENT.c.id > self.before
            rows = connection.execute(select(EVENT).where(*mine)).all()
        self.assertEqual([{"kind": "basic"}], [row.detail for row in rows])

    def test_a_log_in_that_could_not_be_recorded_is_recorded_next_time(self):
        who = "igo-interpol", "/plone/acl_users", "192.0.2.7"
        with (
            patch.object(audit_records, "at_once", side_effect=RecordsBusy),
            self.assertRaises(RecordsBusy),
        ):
            audit_records.tell_basic(*who)
        for _time in range(2):
            audit_records.tell_basic(*who)
        self.assertEqual(1, len(self.told("login")))

    def test_reads_of_what_is_marked_red(self):
        login(self.portal, "customs-xa")
        library = self.portal.cheetahs.library
        options = {"alert_type": "other", "title": "EXERCISE"}
        red = api.content.create(library, "Alert", handling="red", **options)
        green = api.content.create(library, "Alert", handling="green", **options)
        self.assertEqual("customs-xa", caller())
        transaction.commit()
        for item in (red, green):
            path = item.absolute_url().removeprefix(f"{self.url}/")
            for _time in range(2):
                self.ask(path, "customs-xa")
        (event,) = self.told("red.")
        self.assertEqual(
            ("customs-xa", "red.read", red.UID()),
            (event.actor, event.action, event.target_uid),
        )
        self.ask(f"{path}/nothing", "customs-xa", status=404)
        self.assertEqual(1, len(self.told("red.")))
