"""Who reads requests and answers, what ends, and what is on record."""

from cites.cug.access.roles import Category
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import admit_member, remove_member
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.leaving import clear_old
from cites.cug.messaging.actions.retention import Rule, set_retention
from cites.cug.messaging.assistance.actions import ANSWER, BETWEEN_REMINDERS
from cites.cug.messaging.assistance.audience import readers
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.assistance.notices import REMINDER
from cites.cug.messaging.models import Delivery
from cites.cug.messaging.receipts import receipts
from cites.cug.messaging.schema import Addressees
from datetime import datetime, timedelta, UTC
from sqlalchemy import func, select
from tests.messaging.assistance.case import AssistanceCase


WILDLIFE = {"addressees": Addressees(categories=("wildlife",))}


class AudienceTest(AssistanceCase):
    def test_an_answer_reaches_whom_the_request_reached_and_nobody_else(self):
        request = self.ask("customs-xa", options=WILDLIFE)
        newcomer = Category.WILDLIFE
        admit_member(self.group, "outsider", newcomer, acting_user="secretariat")
        answer = self.answer("wildlife-xa", request)
        for user in ("customs-xa", "wildlife-xc"):
            self.assertIn(answer, self.listed(user))
        for user in ("outsider", "secretariat", "contact-xa", "wildlife-xa"):
            self.assertNotIn(answer, self.listed(user))
        with self.assertRaises(Missing):
            self.answer("outsider", request)

    def test_what_the_asker_adds_reaches_all_and_answers_nothing(self):
        request = self.ask("customs-xa", options=WILDLIFE)
        more = self.answer("customs-xa", request, "It is a live one.")
        self.assertEqual(self.state("customs-xa", request), "open")
        self.assertIn(more, self.listed("wildlife-xc"))

    def test_an_answer_is_marked_as_one_once(self):
        for subject in ("EXERCISE: crate", f"{ANSWER}EXERCISE: crate"):
            request = self.ask("customs-xa", "police-xb", subject=subject)
            answer = self.open("customs-xa", self.answer("police-xb", request))
            self.assertEqual(f"{ANSWER}EXERCISE: crate", answer.line.subject)
            self.assertFalse(answer.receipt)

    def test_one_that_is_closed_again_is_on_record_once(self):
        request = self.ask("customs-xa", "police-xb")
        for _time in range(2):
            self.close("customs-xa", request)
        closed = select(func.count()).where(AuditEvent.action == "assistance.close")
        self.assertEqual(1, session().scalar(closed))

    def test_a_reply_in_the_mailbox_is_an_answer_and_a_forwarded_one_is_not(self):
        request = self.ask("customs-xa", "police-xb")
        self.send("police-xb", "police-xa", reply_to=request)
        self.assertEqual(self.state("customs-xa", request), "open")
        self.send("police-xb", "customs-xa", reply_to=request)
        self.assertEqual(self.state("customs-xa", request), "answered")

    def test_who_was_named_beside_a_group_stays_with_the_asker(self):
        mixed = Addressees(to=("igo-unodc",), categories=("wildlife",))
        request = self.ask("customs-xa", options={"addressees": mixed})
        answer = self.answer("wildlife-xa", request)
        opened = self.open("wildlife-xa", answer)
        self.assertEqual(opened.addressees.to, ("customs-xa",))
        sent = receipts(self.group, answer, acting_user="wildlife-xa")
        self.assertEqual(sent, [])
        self.assertIn(answer, self.listed("igo-unodc"))

    def test_a_row_in_the_database_gives_no_answers(self):
        request = self.ask("customs-xa", "police-xb")
        self.send("customs-xa", "customs-xb")
        forged = select(Delivery).where(
            Delivery.message_id == request, Delivery.kind == "received"
        )
        row = session().scalars(forged).one()
        own = select(Delivery.mailbox_id).where(
            Delivery.mailbox_id.not_in(
                select(Delivery.mailbox_id).where(Delivery.message_id == request)
            )
        )
        (mailbox,) = set(session().scalars(own))
        names = [column.name for column in Delivery.__table__.columns]
        values = {name: getattr(row, name) for name in names} | {"mailbox_id": mailbox}
        write_session().execute(Delivery.__table__.insert().values(values))
        self.assertEqual(set(readers(self.group, request)), {"customs-xa", "police-xb"})

    def test_who_leaves_loses_it_at_once(self):
        request = self.ask("customs-xa", "police-xb", "wildlife-xc")
        remove_member(self.group, "wildlife-xc", acting_user="secretariat")
        self.assertEqual(self.asked("wildlife-xc"), [])
        answer = self.answer("police-xb", request)
        self.assertEqual(self.listed("wildlife-xc", None), [])
        self.assertIn(answer, self.listed("customs-xa"))

    def test_nobody_left_to_answer_to(self):
        request = self.ask("wildlife-xc", "police-xb")
        remove_member(self.group, "wildlife-xc", acting_user="secretariat")
        with self.assertRaisesRegex(Refusal, "Nobody else"):
            self.answer("police-xb", request)

    def test_organisations_are_written_as_one_likes(self):
        options = {"addressees": Addressees(organisations=("unodc",))}
        entry = "igo-unodc"
        from collective.workspace.interfaces import IWorkspace

        IWorkspace(self.group).note(entry, organisation="UNODC")
        request = self.ask("customs-xa", options=options)
        self.assertEqual(self.asked(entry), [request])


class EndsTest(AssistanceCase):
    def requests(self):
        return session().scalar(select(func.count()).select_from(AssistanceRequest))

    def test_a_closed_request_takes_no_answers(self):
        request = self.ask("customs-xa", "police-xb")
        for _time in range(2):
            self.close("customs-xa", request)
        self.assertEqual(self.state("police-xb", request), "closed")
        with self.assertRaisesRegex(Refusal, "closed"):
            self.answer("police-xb", request)
        with self.assertRaisesRegex(Refusal, "not open"):
            self.remind("customs-xa", request)

    def test_it_goes_with_the_last_copy_of_its_message(self):
        request = self.ask("customs-xa", "police-xb")
        for user in ("customs-xa", "police-xb"):
            self.assertEqual(self.requests(), 1)
            for _time in ("to the trash", "for good"):
                delete_messages(self.group, [request], acting_user=user)
            self.assertEqual(self.asked(user), [])
        self.assertEqual(self.requests(), 0)

    def test_it_is_kept_as_long_as_messages_are(self):
        self.ask("customs-xa", "police-xb")
        now = datetime.now(UTC)
        who = {"acting_user": "secretariat", "now": now}
        set_retention(self.group, Rule(30, 30), **who)
        clear_old(self.group, now + timedelta(days=40))
        self.assertEqual(self.requests(), 0)


class RecordTest(AssistanceCase):
    def set_back(self, request, days=3):
        """As if it had been asked and reminded of so long ago."""
        past = datetime.now(UTC) - timedelta(days=days)
        here = AssistanceRequest.message_id == request
        change_proven(write_session(), AssistanceRequest, here, reminded=past)

    def test_the_asker_reminds_once_a_day(self):
        request = self.ask("customs-xa", options=WILDLIFE)
        self.set_back(request)
        self.assertEqual(self.remind("customs-xa", request), 2)
        kinds = select(Notice.user_id).where(Notice.kind == REMINDER)
        told = set(session().scalars(kinds))
        self.assertEqual(told, {"wildlife-xa", "wildlife-xc"})
        with self.assertRaises(Refusal) as refused:
            self.remind("customs-xa", request)
        self.assertLessEqual(refused.exception.wait, BETWEEN_REMINDERS)

    def test_audit_names_the_request_and_nothing_of_it(self):
        request = self.ask("customs-xa", "police-xb", subject="zqsubject", body="zqbody")
        self.set_back(request)
        self.remind("customs-xa", request)
        self.answer("police-xb", request, "zqanswer")
        self.close("customs-xa", request)
        query = select(AuditEvent).order_by(AuditEvent.id)
        events = session().scalars(query).all()
        named = [one.action for one in events if one.action.startswith("assistance.")]
        deeds = ("ask", "remind", "answer", "close")
        self.assertEqual(named, [f"assistance.{one}" for one in deeds])
        for event in events:
            self.assertNotIn("zq", str(event.detail))
