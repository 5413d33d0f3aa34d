"""A message reaches everybody it is meant for, and nobody else."""

import sys
import transaction
from cites.cug import messaging
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import Missing
from cites.cug.demo.testing import ACCOUNTS
from cites.cug.messaging.actions import sending
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.actions.sending import (
    add_files,
    answer_message,
    check_message,
    draft_to,
    load_draft,
    recall_message,
    remove_file,
    save_draft,
    send_draft,
)
from cites.cug.messaging.addressing import active_among
from cites.cug.messaging.models import Folder
from cites.cug.messaging.receipts import receipts
from cites.cug.messaging.schema import Addressees, Letter, MAX_SUBJECT
from cites.cug.web.confirmation.decisions import Decisions
from cites.cug.web.confirmation.requirement import NonNominal
from cites.cug.web.limits.use import Limit
from cites.cug.web.uploads.files import Upload
from collections import defaultdict
from datetime import date, timedelta
from graphlib import TopologicalSorter
from io import BytesIO
from sqlalchemy import select
from tests.messaging.case import a_file, MessagingCase
from unittest.mock import patch


class SendTest(MessagingCase):
    def test_it_comes_to_the_recipient_and_stays_with_the_sender(self):
        message = self.send("customs-xa", "police-xb", body="A crate of cubs")
        self.assertEqual(self.listed("police-xb"), [message])
        self.assertEqual(self.listed("customs-xa", Folder.SENT), [message])
        self.assertEqual(self.counts("police-xb"), {"inbox": (1, 1)})
        self.assertEqual(self.counts("customs-xa"), {"sent": (1, 0)})
        self.assertIn("A crate of cubs", self.open("police-xb", message).body)

    def test_nobody_else_has_it(self):
        message = self.send("customs-xa", "police-xb")
        for user in (set(ACCOUNTS) | {"admin"}) - {"customs-xa", "police-xb"}:
            with self.subTest(user):
                self.assertEqual(self.listed(user), [])
                with self.assertRaises(Missing):
                    self.open(user, message)

    def test_other_group_has_other_mailboxes(self):
        message = self.send("secretariat", "police-xb")
        self.group = self.portal["ivory"]
        self.assertEqual(self.listed("police-xb"), [])
        with self.assertRaises(Missing):
            self.open("police-xb", message)

    def test_groups_of_recipients(self):
        cases = (
            (Addressees(everyone=True), set(ACCOUNTS) - {"customs-xa"}),
            (Addressees(categories=("customs",)), {"customs-xb", "contact-xa"}),
            (
                Addressees(countries=("XA",), to=("police-xb",)),
                {"contact-xa", "police-xa", "wildlife-xa", "police-xb"},
            ),
        )
        for addressees, expected in cases:
            with self.subTest(addressees):
                options = {"addressees": addressees}
                message = self.send("customs-xa", options=options)
                reached = {user for user in ACCOUNTS if message in self.listed(user)}
                self.assertEqual(reached, expected)

    def test_each_member_gets_it_once(self):
        addressees = Addressees(to=("police-xb",), categories=("police",), everyone=True)
        self.send("customs-xa", options={"addressees": addressees})
        self.assertEqual(self.counts("police-xb"), {"inbox": (1, 1)})

    def test_a_reply_continues_the_conversation(self):
        first = self.send("customs-xa", "police-xb")
        second = self.send("police-xb", "customs-xa", reply_to=first)
        self.assertEqual(self.open("customs-xa", second).line.thread, first)
        self.assertEqual(self.listed("customs-xa", None, thread=first), [second, first])

    def test_audit_names_the_message_and_nothing_of_it(self):
        message = self.send("customs-xa", "police-xb", subject="Secret", body="Words")
        self.open("police-xb", message)
        events = session().scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        said = [(event.actor, event.action, event.detail) for event in events[-2:]]
        self.assertEqual(
            said,
            [
                ("customs-xa", "message.send", {"message": message, "recipients": 1}),
                ("police-xb", "message.open", {"message": message}),
            ],
        )


class RefusedTest(MessagingCase):
    def test_nothing_is_sent(self):
        with self.assertRefused("to[1]"):
            self.send("customs-xa", "police-xb", "outsider")
        transaction.abort()
        self.assertEqual(self.listed("police-xb"), [])
        self.assertEqual(self.counts("customs-xa"), {})

    def test_recipients(self):
        nobody = Addressees(categories=("customs", "pirates"), countries=("XC", "ZZ"))
        with self.assertRefused("categories[1]", "countries[1]"):
            self.send("customs-xa", options={"addressees": nobody})
        with self.assertRefused("to"):
            self.send("customs-xa")
        with self.assertRefused("to[0]"):
            self.send("customs-xa", "customs-xa")

    def test_a_group_without_other_members(self):
        alone = Addressees(categories=("secretariat",))
        with self.assertRefused("categories[0]"):
            self.send("secretariat", options={"addressees": alone})

    def test_text(self):
        with self.assertRefused("subject"):
            self.send("customs-xa", "police-xb", subject=" ")
        with self.assertRefused("subject", "body", "handling"):
            self.send(
                "customs-xa",
                "police-xb",
                subject="x" * 201,
                body="<script>1</script>",
                handling="purple",
            )

    def test_everything_wrong_is_said_at_once(self):
        addressees = Addressees(to=("outsider",), everyone=True)
        uploads = [Upload("empty.pdf", BytesIO())]
        options = {"addressees": addressees, "uploads": uploads}
        fields = ("body", "subject", "to[0]", "handling", "attachments[0]")
        with self.assertRefused(*fields):
            body = "<script>1</script>"
            self.send(
                "customs-xa", subject="", body=body, handling="red", options=options
            )

    def test_an_answer_to_somebody_elses_message(self):
        foreign = self.send("customs-xa", "police-xb")
        for unknown in (foreign, "0" * 32):
            with self.assertRefused("reply_to"):
                self.send("wildlife-xa", "police-xb", reply_to=unknown)

    def test_red_goes_to_named_recipients_only(self):
        with self.assertRefused("handling"):
            everyone = {"addressees": Addressees(everyone=True), "igo_confirmed": True}
            self.send("customs-xa", handling="red", options=everyone)
        self.send("customs-xa", "police-xb", handling="red")

    def test_igo_members_need_confirmation_under_strict_codes(self):
        for handling in ("red", "amber_strict"):
            with self.subTest(handling), self.assertRefused("igo_confirmed"):
                self.send("customs-xa", "igo-unodc", handling=handling)
            confirmed = {"igo_confirmed": True}
            options = {"addressees": Addressees(to=("igo-unodc",)), **confirmed}
            self.send("customs-xa", handling=handling, options=options)
        self.send("customs-xa", "igo-unodc", handling="amber")

    def test_the_same_is_said_before_it_is_sent(self):
        past = date.today() - timedelta(days=1)
        igo = Addressees(to=("igo-unodc",))
        for letter, addressees, igo_confirmed, fields in (
            (Letter("Subject"), Addressees(to=("police-xb",)), False, []),
            (Letter("Subject", handling="red"), igo, True, []),
            (Letter("Subject", handling="red"), igo, False, ["igo_confirmed"]),
            (Letter("Subject"), Addressees(), False, ["to"]),
            (Letter("", "<script>1</script>"), igo, False, ["body", "subject"]),
            (Letter("Subject", answer_by=past), igo, False, ["answer_by"]),
            (Letter("Subject", reply_to="0" * 32), igo, False, ["reply_to"]),
        ):
            who = {"acting_user": "customs-xa", "igo_confirmed": igo_confirmed}
            with self.subTest(letter, igo_confirmed=igo_confirmed):
                if not fields:
                    check_message(self.group, letter, addressees, **who)
                    continue
                with self.assertRefused(*fields):
                    check_message(self.group, letter, addressees, **who)
        self.assertEqual(self.counts("customs-xa"), {})

    def test_a_name_in_text_or_file_is_confirmed_first(self):
        name = "The driver, Chinedu Okonkwo"
        named = {"uploads": [a_file(f"{name}.txt")]}
        for body, options in ((f"{name}, left.", {}), ("", named)):
            with self.assertRaises(NonNominal):
                self.send("customs-xa", "police-xb", body=body, options=options)
        self.assertEqual(self.listed("customs-xa", Folder.SENT), [])
        to, body = Addressees(to=("police-xb",)), f"{name}, left."
        options = {"addressees": to, "decisions": Decisions(rest="So called.")}
        sent = self.send("customs-xa", body=body, options=options)
        draft = self.draft("customs-xa", "police-xb", body=body)
        with self.assertRaises(NonNominal):
            send_draft(self.group, draft, acting_user="customs-xa")
        decided = Decisions(rest="So called.")
        send_draft(self.group, draft, acting_user="customs-xa", decisions=decided)
        self.assertEqual(self.listed("police-xb"), [draft, sent])

    def test_what_is_sent_is_counted_with_its_recipients(self):
        with patch.object(sending, "use") as counted:
            self.draft("customs-xa", "police-xb")
            counted.assert_not_called()
            self.send("customs-xa", "police-xb", "wildlife-xa")
        limits = {Limit.SENDS: 1, Limit.RECIPIENTS: 2}
        counted.assert_called_once_with(self.group, "customs-xa", limits)


class AnswerTest(MessagingCase):
    """A message whose readers are settled, whoever is meant by its addressees now."""

    def answer(self, reached, **more):
        who = {"acting_user": "customs-xa", **more}
        letter, to = Letter("Exercise", handling="red"), Addressees(to=("customs-xb",))
        members = active_among(self.group, reached)
        return answer_message(self.group, letter, to, members, **who)

    def test_it_goes_to_them_alone(self):
        files = {"uploads": [a_file()]}
        message = self.answer(["police-xb", "igo-unodc"], igo_confirmed=True, **files)
        for user, found in (("police-xb", [message]), ("customs-xb", [])):
            self.assertEqual(self.listed(user), found)
        opened = self.open("igo-unodc", message)
        self.assertEqual([file.filename for file in opened.files], ["note.txt"])
        self.assertEqual(opened.addressees.to, ("customs-xb",))

    def test_an_igo_among_them_is_confirmed(self):
        with self.assertRefused("igo_confirmed"):
            self.answer(["igo-unodc"])


class DraftsTest(MessagingCase):
    def load(self, draft, user="customs-xa"):
        return load_draft(self.group, draft, acting_user=user)

    def names(self, draft):
        return [(file.number, file.filename) for file in self.load(draft).files]

    def test_what_was_written_is_what_is_loaded(self):
        first = self.send("police-xb", "customs-xa")
        letter = Letter("Subject", "<p>Cubs</p>", "red", first, date.today(), False)
        to = Addressees(("police-xb",), ("police",), ("XB",), True)
        draft = save_draft(self.group, letter, to, acting_user="customs-xa")
        found = self.load(draft)
        self.assertEqual((found.letter, found.addressees), (letter, to))
        self.assertEqual((found.id, found.thread), (draft, first))
        other = Letter("Subject")
        who = {"acting_user": "customs-xa", "draft_id": draft}
        self.assertEqual(draft, save_draft(self.group, other, to, **who))
        self.assertNotEqual(self.load(draft).thread, first)

    def test_files_are_put_into_it_and_taken_out(self):
        draft = self.draft("customs-xa", body="Cubs")
        who = {"acting_user": "customs-xa"}
        for number, name in enumerate(("a.txt", "b.txt", "c.txt")):
            (added,) = add_files(self.group, draft, [a_file(name)], **who)
            self.assertEqual((added.number, added.filename), (number, name))
        remove_file(self.group, draft, 1, **who)
        self.assertEqual(self.names(draft), [(0, "a.txt"), (2, "c.txt")])
        self.assertIn("Cubs", self.load(draft).letter.body)
        for number, user in ((1, "customs-xa"), (0, "police-xb")):
            with self.assertRaises(Missing):
                remove_file(self.group, draft, number, acting_user=user)
        letter, to = Letter("Changed"), Addressees()
        options = {"draft_id": draft, "removed": 0, "uploads": [a_file("d.txt")]}
        save_draft(self.group, letter, to, **who, **options)
        self.assertEqual(self.names(draft), [(2, "c.txt"), (3, "d.txt")])

    def test_one_that_another_part_begins(self):
        long = "x" * (MAX_SUBJECT + 1)
        office = Addressees(categories=("secretariat",))
        for users, to in (
            ({"police-xb", "customs-xb"}, Addressees(("customs-xb", "police-xb"))),
            ((), office),
        ):
            who = {"acting_user": "customs-xa"}
            draft = self.load(draft_to(self.group, users, long, "<p>Cubs</p>", **who))
            self.assertEqual(draft.addressees, to)
            written = (draft.letter.subject, draft.letter.body)
            self.assertEqual(written, (long[:-1], "<p>Cubs</p>"))


class ForwardTest(MessagingCase):
    def setUp(self):
        super().setUp()
        self.files = [Upload("crate.txt", BytesIO(b"three cubs"))]

    def forward(self, message, sender="police-xb", **options):
        options = {"addressees": Addressees(to=("wildlife-xa",)), **options}
        return self.send(sender, options={"files_from": message, **options})

    def test_files_are_passed_on(self):
        first = self.send("customs-xa", "police-xb", options={"uploads": self.files})
        more = [Upload("note.txt", BytesIO(b"see there"))]
        second = self.forward(first, uploads=more)
        files = self.open("wildlife-xa", second).files
        self.assertEqual([file.filename for file in files], ["crate.txt", "note.txt"])
        _file, pieces = open_file(self.group, second, 0, acting_user="wildlife-xa")
        self.assertEqual(b"".join(pieces), b"three cubs")

    def test_not_from_a_message_of_others(self):
        first = self.send("customs-xa", "police-xb", options={"uploads": self.files})
        with self.assertRaises(Missing):
            self.forward(first, sender="customs-xb")


class RecallTest(MessagingCase):
    def test_only_from_those_who_have_not_opened_it(self):
        message = self.send("customs-xa", "police-xb", "wildlife-xa")
        self.open("police-xb", message)
        self.assertEqual(recall_message(self.group, message, acting_user="customs-xa"), 1)
        self.assertEqual(self.listed("wildlife-xa"), [])
        self.assertEqual(self.counts("wildlife-xa"), {"inbox": (0, 0)})
        with self.assertRaises(Missing):
            self.open("wildlife-xa", message)
        self.assertEqual(self.listed("police-xb"), [message])
        query = select(AuditEvent).where(AuditEvent.action == "message.recall")
        (event,) = session().scalars(query)
        detail = {"message": message, "recalled": 1}
        self.assertEqual((event.actor, event.detail), ("customs-xa", detail))

    def test_only_by_the_sender(self):
        message = self.send("customs-xa", "police-xb")
        for user in ("police-xb", "wildlife-xa"):
            with self.subTest(user), self.assertRaises(Missing):
                recall_message(self.group, message, acting_user=user)

    def test_not_from_those_who_have_deleted_it_for_good(self):
        message = self.send("customs-xa", "police-xb", "wildlife-xa", "customs-xb")
        delete_messages(self.group, [message], acting_user="police-xb")
        for _ in ("to the trash", "for good"):
            delete_messages(self.group, [message], acting_user="wildlife-xa")
        self.assertEqual(recall_message(self.group, message, acting_user="customs-xa"), 2)
        found = receipts(self.group, message, acting_user="customs-xa")
        recalled = {one.user_id for one in found if one.recalled}
        self.assertEqual(recalled, {"police-xb", "customs-xb"})
        # What is taken back is taken back once.
        self.assertEqual(recall_message(self.group, message, acting_user="customs-xa"), 0)

    def test_only_by_whoever_has_sent_it(self):
        message = self.send("customs-xa", "police-xb")
        draft = self.draft("customs-xa", "police-xb")
        for user, one in (("police-xb", message), ("customs-xa", draft)):
            with self.assertRaises(Missing):
                recall_message(self.group, one, acting_user=user)
        self.assertEqual(self.listed("police-xb"), [message])


class WayTest(MessagingCase):
    """Which modules of ours are passed when a message is sent, and when it is opened."""

    def calls(self, work):
        """Pairs of modules: the first calls the second."""
        folder = messaging.__path__[0]
        calls = set()

        def module(frame):
            while frame is not None:
                path = frame.f_code.co_filename
                if path.startswith(folder):
                    return path.removeprefix(f"{folder}/")
                frame = frame.f_back
            return None

        def note(frame, event, _argument):
            if event == "call" and frame.f_code.co_filename.startswith(folder):
                calls.add((module(frame.f_back), module(frame)))

        sys.setprofile(note)
        try:
            work()
        finally:
            sys.setprofile(None)
        return {pair for pair in calls if None not in pair and pair[0] != pair[1]}

    def assertOneWay(self, calls):
        """No module is called by one that it has called itself."""
        above = defaultdict(set)
        for caller, called in calls:
            above[called].add(caller)
        ordered = list(TopologicalSorter(above).static_order())
        return len(ordered)

    def test_few_modules_and_none_twice(self):
        self.send("customs-xa", "police-xb")
        uploads = [Upload("crate.txt", BytesIO(b"three cubs"))]
        sent = []
        calls = self.calls(
            lambda: sent.append(
                self.send("customs-xa", "police-xb", options={"uploads": uploads})
            )
        )
        self.assertLessEqual(self.assertOneWay(calls), 8, calls)
        draft = self.draft("customs-xa", "police-xb")
        options = {"acting_user": "customs-xa"}
        calls = self.calls(lambda: send_draft(self.group, draft, **options))
        self.assertLessEqual(self.assertOneWay(calls), 8, calls)
        calls = self.calls(lambda: self.open("police-xb", sent[0]))
        self.assertLessEqual(self.assertOneWay(calls), 5, calls)
