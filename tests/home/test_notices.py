"""Who is told that a summary is there, when, how often, and in which words."""

import transaction
from cites.cug.home.jobs import tell_all_of_summaries
from cites.cug.home.notices import members_due, SUMMARY, tell_of_summaries
from cites.cug.mailing.models import Choice, SummaryChoice
from cites.cug.mailing.preferences import set_preference, set_summary_preference
from datetime import date, datetime, timedelta, UTC
from plone import api
from tests.mailing.case import MailingCase, text_of


#: A Sunday, and the Monday after it, which is in the next month.
SUNDAY = date(2026, 5, 31)
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
READER, OTHER = "police-xb", "wildlife-xc"


class SummaryNoticesTest(MailingCase):
    def choose(self, choice, user=READER, today=SUNDAY):
        set_summary_preference(user, choice, today=today)
        transaction.commit()

    def tell(self, now):
        tell_of_summaries(members_due(now), now)
        transaction.commit()

    def told(self):
        return [(row.user_id, row.reference) for row in self.of_group()]

    def of_group(self):
        """Who is in several groups is told of each."""
        return [row for row in self.rows() if row.group_uid == self.group.UID()]

    def test_it_comes_when_the_period_is_over_and_once(self):
        self.choose(SummaryChoice.WEEKLY)
        self.choose(SummaryChoice.MONTHLY, OTHER)
        self.tell(MONDAY + timedelta(hours=5, minutes=59))
        self.assertEqual([], self.told())
        expected = [(READER, "week:2026-05-25"), (OTHER, "month:2026-05-01")]
        for later in (timedelta(hours=6), timedelta(days=5)):
            self.tell(MONDAY + later)
            self.assertCountEqual(expected, self.told())
        self.tell(MONDAY + timedelta(days=8))
        self.assertCountEqual([*expected, (READER, "week:2026-06-01")], self.told())

    def test_who_chooses_waits_for_the_end_of_the_running_period(self):
        self.choose(SummaryChoice.WEEKLY, today=MONDAY.date())
        self.tell(MONDAY + timedelta(days=6, hours=23))
        self.assertEqual([], self.told())
        # The same choice again does not make it wait longer, or come anew.
        self.tell(MONDAY + timedelta(days=7, hours=6))
        self.choose(SummaryChoice.WEEKLY, today=MONDAY.date())
        self.tell(MONDAY + timedelta(days=7, hours=7))
        self.assertEqual([(READER, "week:2026-06-01")], self.told())

    def test_it_is_morning_where_the_reader_is(self):
        for user, zone in ((READER, "Pacific/Auckland"), (OTHER, "America/Lima")):
            api.user.get(userid=user).setMemberProperties({"timezone": zone})
            self.choose(SummaryChoice.WEEKLY, user)
        self.tell(MONDAY - timedelta(hours=6))
        self.assertEqual([READER], [user for user, _period in self.told()])
        self.tell(MONDAY + timedelta(hours=10))
        self.assertEqual(1, len(self.told()))
        self.tell(MONDAY + timedelta(hours=11))
        self.assertEqual([READER, OTHER], [user for user, _period in self.told()])

    def test_two_clocks_and_a_death_before_the_end_tell_once(self):
        self.choose(SummaryChoice.WEEKLY)
        now = MONDAY + timedelta(hours=6)
        due = members_due(now)
        tell_of_summaries(due, now)
        transaction.abort()
        self.assertEqual([], self.told())
        tell_of_summaries(due, now)
        tell_of_summaries(due, now)
        transaction.commit()
        self.assertEqual(1, len(self.told()))

    def test_not_to_who_wants_none_or_is_no_member(self):
        self.choose(SummaryChoice.WEEKLY)
        self.choose(SummaryChoice.OFF)
        self.choose(SummaryChoice.WEEKLY, "outsider")
        self.choose(SummaryChoice.WEEKLY, OTHER)
        set_preference(OTHER, Choice.OFF, at=MONDAY)
        self.tell(MONDAY + timedelta(hours=6))
        self.assertEqual([], self.told())

    def test_the_mail_says_that_it_is_there(self):
        self.choose(SummaryChoice.WEEKLY, today=date(2026, 1, 1))
        tell_all_of_summaries(datetime.now(UTC))
        transaction.commit()
        (row,) = self.of_group()
        self.assertEqual((SUMMARY, READER), (row.kind, row.user_id))
        with self.server():
            self.round(at=datetime.now(UTC))
        mail = next(one for one in self.mails() if "/cheetahs/" in text_of(one))
        first = row.reference.partition(":")[2]
        url = f"{self.group.absolute_url()}/summary?period=week&from={first}"
        self.assertIn("A new summary is available.", text_of(mail))
        self.assertIn(url, text_of(mail))
        self.assertNotIn(self.group.title, text_of(mail))
