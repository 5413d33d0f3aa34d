"""A recipient reports a message: the Secretariat reads it whole, and why."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.messaging.actions import reporting
from cites.cug.web.limits.use import Limit
from sqlalchemy import select
from tests.messaging.case import MessagingCase
from tests.messaging.http import in_json, MessagesHttpCase
from unittest.mock import patch


REASON = "The second line names the driver.\nHis number too."


class LimitTest(MessagingCase):
    def test_each_counts_once(self):
        message = self.send("customs-xa", "police-xb")
        with patch.object(reporting, "use") as counted:
            reporting.report_message(
                self.group, message, REASON, acting_user="police-xb", language="en"
            )
        limits = {Limit.REPORTS: 1}
        counted.assert_called_once_with(self.group, "police-xb", limits)


class ReportingTest(MessagesHttpCase):
    def report(self, message, user="police-xb", status=201, **body):
        body = body or {"reason": REASON}
        return self.done(user, "POST", f"{message}/report", status, json=body)

    def test_the_secretariat_gets_it_whole_and_reads_why(self):
        file = in_json("landing-place.txt", b"found: zqfile\n")
        sent = self.post(body="<p>zqbody</p>", handling="red", attachments=[file])
        report = self.report(sent["id"])
        self.assertEqual([report["id"]], self.ids("secretariat"))
        got = self.get("secretariat", report["id"])
        self.assertEqual("police-xb", got["sender"]["id"])
        self.assertEqual("red", got["handling"])
        self.assertEqual(
            "Reported identifying information: EXERCISE: cubs", got["subject"]
        )
        for told in ("names the driver.<br", "zqbody", "Customs officer"):
            self.assertIn(told, got["body"])
        (attached,) = got["attachments"]
        file = self.ask("secretariat", "GET", attached["download"])
        self.assertEqual(b"found: zqfile\n", file.content)

    def test_it_stays_where_it_is_and_its_sender_does_not_know(self):
        sent = self.post(to=("police-xb", "customs-xb"))["id"]
        self.report(sent)
        for user in ("police-xb", "customs-xb", "customs-xa"):
            self.get(user, sent)
        self.assertEqual([], self.ids("customs-xa"))
        self.assertEqual([sent], self.ids("customs-xb"))

    def test_only_who_has_received_it(self):
        sent = self.post()["id"]
        for user in ("customs-xa", "customs-xb", "secretariat", "igo-interpol"):
            for body in ({"reason": REASON}, {"reason": ""}):
                url = f"{sent}/report"
                self.assertMissing(user, "POST", url, json=body)
        self.assertEqual([], self.ids("secretariat"))

    def test_without_a_reason_nothing_is_sent(self):
        sent = self.post()["id"]
        bad = ({}, {"reason": " "}, {"reason": 7}, {"reason": "x" * 1001})
        bad += ({"reason": "a\x1b"},)
        for body in bad:
            answer = self.ask("police-xb", "POST", f"{sent}/report", json=body)
            self.assertEqual(400, answer.status_code, answer.text)
            self.assertIn("reason", answer.text)
        self.assertEqual([], self.ids("secretariat"))

    def test_what_names_somebody_is_not_held_back(self):
        body = "Write to driver@lorries.example at once."
        sent = self.post(body=body, non_nominal_confirmed="An exercise")["id"]
        got = self.get("secretariat", self.report(sent)["id"])
        self.assertIn("driver@lorries.example", got["body"])

    def test_the_secretariat_alone_has_nobody_to_report_to(self):
        sent = self.post(to=("secretariat",))["id"]
        answer = self.ask("secretariat", "POST", f"{sent}/report", json={"reason": "x"})
        self.assertEqual(400, answer.status_code, answer.text)

    def test_what_has_been_reported_is_on_record(self):
        sent = self.post()["id"]
        report = self.report(sent)["id"]
        query = select(AuditEvent).where(AuditEvent.action == "message.report")
        (event,) = session().scalars(query)
        detail = {"message": sent, "reason": REASON, "sent": report}
        self.assertEqual(("police-xb", detail), (event.actor, event.detail))
