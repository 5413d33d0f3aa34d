"""Letters to addresses that may belong to nobody here."""

import transaction
from cites.cug.mailing import failure_reasons, outbox
from cites.cug.mailing.interfaces import ILetterKind
from cites.cug.mailing.models import NO_GROUP, NoticeState
from tests.mailing.case import MailingCase, minutes, NOON, text_of
from zope.component import provideUtility
from zope.component.globalregistry import getGlobalSiteManager
from zope.interface import implementer


KIND = "tests.letter"
STRANGER = "new.officer@customs.example"


@implementer(ILetterKind)
class Letters:
    """A kind of letter; what has been taken back is of no use any more."""

    def __init__(self):
        self.taken_back = set()

    def write(self, reference, language, group):
        if reference in self.taken_back:
            return None
        title = group.title if group is not None else "Account"
        subject = f"{title}: {reference}\r\nBcc: other@example.org"
        return subject, f"Número {reference} ({language})\n"


class LettersTest(MailingCase):
    def setUp(self):
        super().setUp()
        self.letters = Letters()
        provideUtility(self.letters, ILetterKind, KIND)
        self.addCleanup(
            getGlobalSiteManager().unregisterUtility, self.letters, ILetterKind, KIND
        )

    def queue_letter(self, reference="letter-1", to=STRANGER, kind=KIND, **more):
        uid = self.group.UID()
        outbox.queue_letter(kind, reference, uid, to, "es", at=NOON, **more)
        transaction.commit()

    def test_a_letter_reaches_a_stranger_in_its_language(self):
        self.queue_letter()
        with self.server():
            self.round()
        (mail,) = self.mails()
        self.assertEqual((STRANGER, "es"), (mail["To"], mail["Content-Language"]))
        self.assertEqual("Número letter-1 (es)\r\n", text_of(mail))
        self.assertIsNone(mail["Bcc"])
        self.assertEqual("auto-generated", mail["Auto-Submitted"])
        self.assertEqual([NoticeState.SENT], self.states())

    def test_a_letter_about_an_account_belongs_to_no_group(self):
        outbox.queue_letter(KIND, "letter-1", NO_GROUP, STRANGER, "es", at=NOON)
        transaction.commit()
        with self.server():
            self.round()
        (mail,) = self.mails()
        self.assertIn("Account", mail["Subject"])

    def test_each_letter_goes_out_by_itself(self):
        for number in range(3):
            self.queue_letter(f"letter-{number}")
        self.queue()
        with self.server():
            self.round()
        self.assertEqual(4, len(self.mails()))
        self.assertEqual(4, len({mail["Message-ID"] for mail in self.mails()}))

    def test_what_is_of_no_use_any_more_is_dropped(self):
        self.queue_letter()
        self.letters.taken_back.add("letter-1")
        self.queue_letter("letter-2", wanted=False)
        with self.server():
            self.round()
        self.assertEqual([], self.mails())
        self.assertEqual([NoticeState.DROPPED] * 2, self.states())

    def test_it_is_tried_again_under_the_same_id(self):
        self.queue_letter()
        with self.server("drops"):
            self.round()
        with self.server():
            self.round(NOON + minutes(2))
        first, second = self.mails()
        self.assertEqual(first["Message-ID"], second["Message-ID"])

    def test_what_nobody_can_write_fails_and_says_why(self):
        self.queue_letter(kind="tests.gone")
        with self.server():
            self.round()
        row = self.row()
        failed = (NoticeState.FAILED, failure_reasons.UNKNOWN_KIND)
        self.assertEqual(failed, (row.state, row.last_error))

    def test_the_secretariat_sees_that_it_did_not_arrive(self):
        self.queue_letter(to="gone@customs.example")
        with self.server():
            self.round()
        total, (trouble,) = outbox.troubles(self.group.UID(), NOON, letters=True)
        self.assertEqual((1, "gone@customs.example"), (total, trouble.user_id))
        others = outbox.troubles(self.group.UID(), NOON, letters=False)
        self.assertEqual((0, []), others)
