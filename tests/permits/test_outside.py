"""Members ask outside: on the trail, and not for ever."""

import time
import transaction
from cites.cug.core.sql.rate import RateUse
from cites.cug.core.sql.session import autonomous_transaction, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation import errors
from cites.cug.core.validation.errors import Missing
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.models import PermitSource
from cites.cug.permits.outside import (
    ask_outside,
    is_there,
    keep_outside,
    RATE,
)
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import find_permit
from cites.cug.permits.sources.source import Refusal
from cites.cug.permits.verdict import Verdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from sqlalchemy import delete, select
from tests.permits.case import RegistryCase
from tests.permits.outside import Hub
from unittest.mock import patch


TOKEN = "zqtoken"
TODAY = date.today()


class OutsideCase(Hub, RegistryCase):
    def setUp(self):
        super().setUp()
        self.configure()

    def ask(self, number, token="", country="XA"):
        answer = ask_outside(
            country, number, token, today=TODAY, acting_user="customs-xa"
        )
        transaction.commit()
        return answer


class TestAsking(OutsideCase):
    def test_a_permit_from_outside_is_judged_and_not_kept(self):
        with self.hub():
            answer = self.ask("gives.1")
        self.assertEqual(Verdict.EXPIRED, answer.verdict)
        codes = {warning.code for warning in answer.warnings}
        self.assertIn("expired", codes)
        self.assertIsNone(find_permit("XA", "gives.1"))

    def test_what_the_registry_knows_of_the_number_is_a_warning(self):
        with self.hub():
            keep_outside("XA", "gives.1", "", today=TODAY, acting_user="secretariat")
            transaction.commit()
            permit_id = find_permit("XA", "gives.1").id
            change_status(
                permit_id, Status.REPLACED, "EXERCISE", acting_user="secretariat"
            )
            transaction.commit()
            codes = {warning.code for warning in self.ask("gives.1").warnings}
        self.assertIn("replaced", codes)

    def test_the_trail_knows_who_asked_and_no_token(self):
        with self.hub():
            self.ask("protected.1", TOKEN)
            self.ask("nothing.1")
        found, missing = self.events("outside")
        self.assertEqual("customs-xa", found.actor)
        self.assertEqual(
            {
                "country": "XA",
                "number": "PROTECTED.1",
                "result": "expired",
                "token": True,
            },
            found.detail,
        )
        self.assertEqual("missing", missing.detail["result"])
        for event in session().scalars(select(AuditEvent)):
            self.assertNotIn(TOKEN, repr(vars(event)))

    def test_nobody_else_waits_while_the_hub_is_asked(self):
        """SQLite lets one write at a time, and is patient for less than the hub takes."""
        self.configure(**{"epix-patience": "60"})
        with ThreadPoolExecutor(1) as threads:
            with self.hub():
                asking = threads.submit(self.ask, "trickles.1")
                while not self.asked():
                    time.sleep(0.05)
                with autonomous_transaction() as connection:
                    connection.execute(delete(RateUse))
                self.assertFalse(asking.done())
            self.assertEqual(Refusal.UNREACHABLE, asking.result().refusal)

    def test_a_question_counts_before_its_answer(self):
        self.configure(**{"epix-patience": "60"})
        one = patch("cites.cug.permits.outside.RATE", RATE._replace(limit=1))
        with one, ThreadPoolExecutor(1) as threads:
            with self.hub():
                asking = threads.submit(self.ask, "trickles.1")
                while not self.asked():
                    time.sleep(0.05)
                with self.assertRaisesRegex(errors.Refusal, "too often"):
                    self.ask("nothing.1")
            self.assertEqual(Refusal.UNREACHABLE, asking.result().refusal)

    def test_not_for_ever(self):
        with self.hub():
            for _time in range(RATE.limit):
                self.assertEqual(Refusal.MISSING, self.ask("nothing.1").refusal)
            with self.assertRaisesRegex(errors.Refusal, "too often") as caught:
                self.ask("nothing.1")
            self.assertGreater(caught.exception.wait.total_seconds(), 0)
            transaction.abort()
            # Others may.
            ask_outside("XA", "nothing.1", "", today=TODAY, acting_user="police-xa")
        # What is refused is not asked again.
        self.assertEqual(2, len(self.asked()))

    def test_no_source(self):
        self.configure(**{"epix-url": ""})
        self.assertFalse(is_there())
        with self.assertRaises(Missing):
            self.ask("gives.1")


class TestKeeping(OutsideCase):
    def keep(self, number):
        answer = keep_outside("XA", number, "", today=TODAY, acting_user="secretariat")
        transaction.commit()
        return answer

    def test_kept_with_its_source(self):
        with self.hub():
            first, second = self.keep("gives.1"), self.keep("gives.1")
        self.assertEqual((1, 0, 0), tuple(first.stored))
        self.assertEqual((0, 0, 1), tuple(second.stored))
        self.assertEqual(PermitSource.EXTERNAL, find_permit("XA", "gives.1").source)

    def test_nothing_to_keep(self):
        with self.hub():
            answer = self.keep("nothing.1")
        self.assertEqual((Refusal.MISSING, None), (answer.refusal, answer.stored))

    def test_not_what_was_not_read_whole(self):
        with self.hub():
            answer = self.keep("odd.1")
        self.assertEqual(("purpose",), answer.foreign.unread)
        self.assertIsNone(answer.stored)
        self.assertIsNone(find_permit("XA", "odd.1"))
