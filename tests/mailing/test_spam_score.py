"""What SpamAssassin thinks of letters and notices, in each language."""

import os
import re
import subprocess
import transaction
from App.config import getConfiguration
from cites.cug.access.roles import Category
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.jobs.registration import Job
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.login.reset import send_link
from cites.cug.mailing.jobs import send_notices
from cites.cug.mailing.outbox import queue_notices
from cites.cug.mailing.preferences import choose_language
from cites.cug.membership.access_requests import decision_actions
from cites.cug.membership.notices import ENDS
from collective.workspace.interfaces import IWorkspace
from contextlib import closing
from datetime import date, datetime, UTC
from email.policy import SMTP
from email.utils import format_datetime
from mailbox import mbox
from pathlib import Path
from plone import api
from tests.mailing.case import MailingCase
from tests.membership.access_requests.case import RequestCase
from tests.messaging.case import MessagingCase
from threading import Thread


PUBLIC_URL = "https://cug.example.org"
READERS = ("police-xa", "police-xb", "customs-xb", "wildlife-xa")
LETTERS = ("confirm", "approved", "declined")
NOTICES = ("message", "password", "membership")
#: Mail servers mark mails from 5 on, strict ones from 3.
MOST = 2.0
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
#: The rules of the package, without Bayes, the network and what this machine has learnt.
SPAMASSASSIN = (
    *("spamassassin", "--local", "--mbox", "--configpath=/usr/share/spamassassin"),
    *("--cf=use_bayes 0", "--cf=use_auto_welcomelist 0"),
)


class AllMailsCase(MailingCase, MessagingCase, RequestCase):
    """Sends three letters and three notices in each language."""

    def setUp(self):
        MailingCase.setUp(self)
        MessagingCase.setUp(self)
        RequestCase.setUp(self)
        settings = getConfiguration().product_config[SECTION]
        self.addCleanup(settings.pop, "public-url")
        settings["public-url"] = PUBLIC_URL
        self.now = datetime.now(UTC)

    def queue_letters(self):
        done = {"acting_user": "secretariat", "at": self.now}
        for number, language in enumerate(LANGUAGES, 1):
            who = {"language": language, "at": self.now, "ip": f"192.0.{number}.7"}
            asked = {name: f"{name}.{language}@customs.example" for name in LETTERS}
            self.ask(email=asked["confirm"], **who)
            approved = self.asked_and_confirmed(email=asked["approved"], **who)
            customs = Category.CUSTOMS
            decision_actions.approve(self.group, approved.id, customs, **done)
            declined = self.asked_and_confirmed(email=asked["declined"], **who)
            reason = "Your administration has named nobody (exercise)."
            decision_actions.decline(self.group, declined.id, reason, **done)

    def sent(self):
        """The mails by the mail server, in the order of their queues."""
        self.group.handling_in_subjects = True
        for language, reader in zip(LANGUAGES, READERS, strict=True):
            choose_language(api.user.get(userid=reader), language)
        self.send("customs-xa", *READERS, handling="amber_strict")
        self.queue_letters()
        for reader in READERS:
            send_link(reader)
        with self.server():
            self.go_out()
            end = {"valid_until": date(2030, 1, 1), "reminder": self.now.date()}
            for reader in READERS:
                IWorkspace(self.group).note(reader, **end)
                queue_notices(ENDS, reader, self.group.UID(), [reader], at=self.now)
            self.go_out()
        if kept := os.environ.get("KEEP_MAILS"):
            Path(kept).write_bytes(self.file.read_bytes())
        return self.mails()

    def go_out(self):
        transaction.commit()
        thread = Thread(target=run_job, args=("tests.post", Job(send_notices, 10)))
        thread.start()
        thread.join()


class SpamScoreTest(AllMailsCase):
    def verdicts(self, mails):
        """What SpamAssassin says of each mail: score and rules, in any order."""
        folder = self.file.parent
        box = folder / "box"
        box.write_bytes(b"".join(map(self.received, mails)))
        done = subprocess.run(
            [*SPAMASSASSIN, str(box)],
            env={**os.environ, "HOME": str(folder), "LC_ALL": "C"},
            check=True,
            capture_output=True,
        )
        checked = folder / "checked"
        checked.write_bytes(done.stdout)
        with closing(mbox(checked)) as scored:
            return {mail["Message-ID"]: mail["X-Spam-Status"] for mail in scored}

    def received(self, mail):
        """The mail as the server of its reader has it, in the form of a mailbox."""
        time = format_datetime(self.now)
        first = (
            f"From portal@example.org {self.now:%a %b %d %H:%M:%S %Y}\n"
            "Return-Path: <portal@example.org>\n"
            "Received: from mail.example.org (mail.example.org [192.0.43.8])\n"
            f"\tby mx.example.net with ESMTPS id 4TEST; {time}\n"
        )
        return first.encode() + mail.as_bytes(policy=SMTP.clone(linesep="\n")) + b"\n"

    def test_no_letter_or_notice_looks_like_spam(self):
        mails = self.sent()
        self.assertEqual((len(LETTERS) + len(NOTICES)) * len(LANGUAGES), len(mails))
        spam = self.mails()[0]
        spam.get_body(("plain",)).set_content(GTUBE)
        spam.replace_header("Message-ID", "<spam@example.org>")
        verdicts = self.verdicts([*mails, spam])
        self.assertGreater(score_of(verdicts["<spam@example.org>"]), MOST)
        for mail in mails:
            verdict = verdicts[mail["Message-ID"]]
            with self.subTest(mail["Subject"], verdict=verdict):
                self.assertLess(score_of(verdict), MOST)


def score_of(verdict: str) -> float:
    return float(re.search(r"score=(-?[\d.]+)", verdict)[1])
