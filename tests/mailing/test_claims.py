"""Workers that die, and several at once, with a mail server process."""

import os
import signal
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import autonomous_transaction, engine
from cites.cug.mailing import claims
from cites.cug.mailing.claims import LEASE
from cites.cug.mailing.delivery import Postman
from cites.cug.mailing.models import Notice
from cites.cug.mailing.smtp import DeliveryOutcome
from cites.cug.membership.actions import admit_member
from sqlalchemy import update
from tests.mailing.case import MailingCase, minutes, NOON, text_of
from threading import Thread
from unittest.mock import patch
from uuid import UUID


AFTER_LEASE = NOON + LEASE + minutes(1)


class CutOffTest(MailingCase):
    def send_in_a_process_that_is_killed_before_it_notes_it(self) -> None:
        pid = os.fork()
        if pid == 0:
            engine(records_url()).dispose(close=False)
            kill = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
            with patch.object(Postman, "_settle", kill):
                self.round()
            os._exit(0)
        _pid, status = os.waitpid(pid, 0)
        self.assertEqual(signal.SIGKILL, os.WTERMSIG(status))

    def test_killed_between_the_server_s_yes_and_our_note(self):
        self.queue()
        with self.server():
            self.send_in_a_process_that_is_killed_before_it_notes_it()
            self.assertEqual(1, len(self.mails()))
            self.assertEqual("pending", self.row().state)
            self.round(at=NOON + minutes(1))
            self.assertEqual(1, len(self.mails()), "another's claim is respected")
            self.round(at=AFTER_LEASE)
        first, again = self.mails()
        self.assertEqual(first["Message-ID"], again["Message-ID"])
        self.assertEqual("sent", self.row().state)

    def test_a_repeated_mail_tells_of_nothing_newer(self):
        self.queue(reference="one")
        with self.server("defers"):
            self.round()
        self.queue(reference="two", at=NOON + minutes(1))
        with self.server():
            self.round(at=NOON + minutes(1))
        contents = [text_of(mail) for mail in self.mails()]
        self.assertEqual(2, len(contents))
        self.assertTrue(all("Parcels: 1" in content for content in contents))

    def test_workers_at_once_send_each_mail_once(self):
        readers = [f"reader-{number}" for number in range(40)]
        for name in readers:
            self.add_member(name)
        self.queue(*readers)

        class Job:
            every = 1

            def run(self):
                return Postman(now=lambda: NOON).round()

        def work():
            while run_job("tests.post", Job()):
                pass

        threads = [Thread(target=work) for _number in range(3)]
        with self.server("is_slow", seconds=0.02):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            run_job("tests.post", Job())  # what a busy worker may have left
        self.assertEqual(sorted(readers), self.readers())
        self.assertEqual({"sent"}, set(self.states()))

    def add_member(self, name: str) -> None:
        portal = self.layer["portal"]
        portal.acl_users.userFolderAddUser(name, "secret-2026", ["Member"], [])
        member = portal.portal_membership.getMemberById(name)
        member.setMemberProperties({"email": f"{name}@example.org"})
        admit_member(self.group, name, Category.POLICE, acting_user="secretariat")

    def test_what_others_write_meanwhile_keeps_no_mail_from_being_made(self):
        self.queue()
        others = Thread(target=self.write_something)

        def name_of_the_mail():
            others.start()
            others.join(0.5)  # it waits for its turn
            return UUID(int=1)

        with patch.object(claims, "uuid4", name_of_the_mail):
            claims.make_mails("example.org", NOON)
            transaction.commit()
        others.join()
        self.assertEqual(f"{UUID(int=1).hex}@example.org", self.row().mail_id)

    def write_something(self) -> None:
        with autonomous_transaction() as connection:
            connection.execute(update(Notice).values(last_error="meanwhile"))

    def test_a_late_word_of_a_slow_worker_takes_nothing_from_another(self):
        self.queue()
        run = transaction.manager.run
        run(lambda: claims.make_mails("example.org", NOON))
        (mail_id,) = run(lambda: claims.due_mails(NOON, 10))
        slow = run(lambda: claims.claim(mail_id, NOON))
        self.assertIsNone(run(lambda: claims.claim(mail_id, NOON)))
        later = AFTER_LEASE
        other = run(lambda: claims.claim(mail_id, later))
        run(lambda: claims.record_outcome(slow, DeliveryOutcome("silent"), later))
        self.assertIsNotNone(self.row().claimed_until)
        self.assertIsNone(run(lambda: claims.claim(mail_id, later)))
        run(lambda: claims.record_outcome(other, DeliveryOutcome(), later))
        self.assertEqual("sent", self.row().state)
