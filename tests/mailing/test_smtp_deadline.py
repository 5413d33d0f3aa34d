"""A server that sends a byte now and then, so that no single wait is too long."""

import socket
import ssl
import sys
import tempfile
import time
import transaction
import unittest
from cites.cug.mailing.claims import LEASE
from cites.cug.mailing.delivery import Postman
from cites.cug.mailing.smtp import (
    DEADLINE,
    Deadline,
    TIMEOUT,
    WatchedContext,
    WatchedSMTPS,
)
from contextlib import contextmanager
from pathlib import Path
from plone import api
from tests.deployment.processes import free_port, listens, running, wait_until
from tests.mailing.case import MailingCase, minutes, NOON
from unittest.mock import patch


PROGRAM = Path(__file__).with_name("dripping_server.py")


@contextmanager
def dripping(port, file, when, seconds=0.3):
    log = file.with_name("server.log")
    command = (sys.executable, PROGRAM, port, file, when, seconds)
    with running(*command, log=log) as process:
        wait_until(lambda: listens(port), process, log)
        yield


class DripTest(MailingCase):
    def taken(self):
        return self.file.read_text().split() if self.file.exists() else []

    def test_a_conversation_ends_before_its_claim_does(self):
        """Though the server has two addresses that cannot be reached."""
        self.assertLess(DEADLINE + 2 * TIMEOUT, LEASE.total_seconds())

    def test_it_is_given_up_in_whichever_step_it_drips(self):
        for at, when in enumerate(("banner", "hello", "data")):
            self.queue("customs-xa", reference=when, at=NOON + minutes(at))
            with dripping(self.port, self.file, when):
                start = time.monotonic()
                self.send(at=NOON + minutes(at), deadline=2)
                taken = time.monotonic() - start
            self.assertGreater(taken, 1.9, when)
            self.assertLess(taken, 30, when)
            row = self.rows()[-1]
            state = (row.state, row.last_error, row.attempts, row.claimed_until)
            self.assertEqual(("pending", "silent", 1, None), state, when)
            with self.server():
                self.round(at=NOON + minutes(at + 1))

    def test_others_go_out_while_the_server_drips_for_one_domain(self):
        slow = ("customs-xa", "customs-xb", "police-xa", "police-xb")
        quick = ("secretariat", "wildlife-xa", "wildlife-xc", "contact-xa")
        for name in slow:
            member = api.user.get(userid=name)
            member.setMemberProperties({"email": f"{name}@slow.example.org"})
        transaction.commit()
        for number, name in enumerate((*slow, *quick)):
            self.queue(name, at=NOON + minutes(number))
        with dripping(self.port, self.file, "slow"):
            start = time.monotonic()
            self.send(at=NOON + minutes(60), deadline=8)
            self.assertLess(time.monotonic() - start, 90)
        self.assertEqual([f"{name}@example.org" for name in quick], self.taken())
        rows = {row.user_id: row for row in self.rows()}
        self.assertEqual({"sent"}, {rows[name].state for name in quick})
        self.assertEqual({"pending"}, {rows[name].state for name in slow})
        # Its answers about others show that the server is not down: a mail that hangs
        # waits as one that was deferred does.
        tried = [rows[name] for name in slow if rows[name].attempts]
        self.assertGreaterEqual(len(tried), 3)
        self.assertEqual({"silent"}, {row.last_error for row in tried})

    def send(self, at, deadline):
        with patch("cites.cug.mailing.delivery.PATIENCE", 0.5):
            Postman(timeout=5.0, deadline=deadline, now=lambda: at).round()


class HandshakeTest(unittest.TestCase):
    def test_a_handshake_that_drips_is_cut(self):
        port = free_port()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "mails")
            with dripping(port, file, "handshake", 0.1):
                start = time.monotonic()
                with Deadline(1.5) as deadline, self.assertRaises(OSError):
                    context = ssl.create_default_context()
                    WatchedSMTPS(
                        deadline,
                        "127.0.0.1",
                        port,
                        timeout=5,
                        context=WatchedContext(context, deadline),
                    )
                self.assertTrue(1.4 < time.monotonic() - start < 30)

    def test_what_is_watched_too_late_is_cut_at_once(self):
        ours, theirs = socket.socketpair()
        with ours, theirs, Deadline(0.01) as deadline:
            while not deadline.has_passed:
                time.sleep(0.01)
            deadline.watch(ours)
            self.assertEqual(b"", ours.recv(1))
            self.assertEqual(b"", theirs.recv(1))
