"""Lists of a mailbox: what filters let through, and in which order."""

from cites.cug.core.sql.session import write_session
from cites.cug.messaging.actions.filing import delete_messages, file_messages
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder
from cites.cug.messaging.key_wrapping import rewrap_keys
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import list_messages
from datetime import datetime, timedelta, UTC
from tests.messaging.case import MessagingCase


class ListCase(MessagingCase):
    """Five messages to one member, a day apart, oldest first."""

    def setUp(self):
        super().setUp()
        senders = ("customs-xa", "customs-xb", "igo-unodc", "wildlife-xa", "secretariat")
        handling = ("amber", "green", "green", "amber", "amber")
        self.messages = [
            self.send(sender, "police-xb", subject=f"Number {9 - day}", handling=code)
            for day, (sender, code) in enumerate(zip(senders, handling, strict=True))
        ]
        self.first_day = datetime(2026, 3, 1, 12, tzinfo=UTC)
        for day, message in enumerate(self.messages):
            self.set_time(message, self.first_day + timedelta(days=day))

    def set_time(self, message, time):
        rewrap_keys(write_session(), [message], time, sent=time)

    def numbers(self, *arguments, **wanted):
        """Which of the messages are listed, by their number."""
        wanted = {"folder": Folder.INBOX, **wanted}
        page = list_messages(self.group, "police-xb", MailboxFilter(**wanted), *arguments)
        return [self.messages.index(line.id) for line in page.lines]


class FilterTest(ListCase):
    def test_newest_first(self):
        self.assertEqual(self.numbers(), [4, 3, 2, 1, 0])

    def test_days(self):
        day = self.first_day.date()
        self.assertEqual(self.numbers(since=day + timedelta(days=3)), [4, 3])
        self.assertEqual(self.numbers(until=day + timedelta(days=1)), [1, 0])
        self.assertEqual(self.numbers(since=day, until=day), [0])

    def test_sender_country_and_handling(self):
        self.assertEqual(self.numbers(sender="customs-xb"), [1])
        self.assertEqual(self.numbers(country="XA"), [3, 0])
        self.assertEqual(self.numbers(handling="green"), [2, 1])
        self.assertEqual(self.numbers(handling="green", country="XB"), [1])

    def test_marks(self):
        file_messages(
            self.group, self.messages[1:3], starred=True, acting_user="police-xb"
        )
        self.open("police-xb", self.messages[2])
        self.assertEqual(self.numbers(starred=True), [2, 1])
        self.assertEqual(self.numbers(starred=True, unread=True), [1])

    def test_all_but_the_trash(self):
        archive = {"folder": Folder.ARCHIVE, "acting_user": "police-xb"}
        file_messages(self.group, self.messages[:1], **archive)
        delete_messages(self.group, self.messages[1:2], acting_user="police-xb")
        self.assertEqual(self.numbers(folder=None), [4, 3, 2, 0])

    def test_totals_are_those_of_the_filter(self):
        for wanted in ({"handling": "green"}, {"unread": True}, {"since": None}, {}):
            page = list_messages(self.group, "police-xb", MailboxFilter(**wanted), size=2)
            everything = self.numbers(folder=None, **wanted)
            self.assertEqual((page.total, len(page.lines)), (len(everything), 2))

    def test_what_is_no_folder_of_a_member(self):
        for folder in (Folder.GONE, Folder.RECALLED):
            with self.assertRaises(ValueError):
                self.numbers(folder=folder)


class OrderTest(ListCase):
    def test_by_time(self):
        self.assertEqual(self.numbers(MailboxOrder("time", False)), [0, 1, 2, 3, 4])

    def test_by_what_is_sealed(self):
        self.assertEqual(self.numbers(MailboxOrder("subject", False)), [4, 3, 2, 1, 0])
        self.assertEqual(self.numbers(MailboxOrder("subject")), [0, 1, 2, 3, 4])
        self.assertEqual(self.numbers(MailboxOrder("sender", False)), [0, 1, 2, 4, 3])

    def test_pages_do_not_overlap(self):
        for order in (
            MailboxOrder(),
            MailboxOrder("time", False),
            MailboxOrder("subject"),
        ):
            found = [self.numbers(order, start, 2) for start in (0, 2, 4, 6)]
            self.assertEqual(list(map(len, found)), [2, 2, 1, 0])
            in_pages = [number for page in found for number in page]
            self.assertEqual(in_pages, self.numbers(order))

    def test_of_one_moment(self):
        for message in self.messages:
            self.set_time(message, self.first_day)
        everything = self.numbers()
        self.assertEqual(sorted(everything), [0, 1, 2, 3, 4])
        self.assertEqual(self.numbers(MailboxOrder(), 2, 2), everything[2:4])
