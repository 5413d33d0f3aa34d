"""Lists of a mailbox: found by words, filtered, in order, a page at a time."""

from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.filing import file_messages
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.filters import MailboxOrder
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import SHOWN
from cites.cug.messaging.queries import AT_A_TIME
from cites.cug.messaging.queries import conversation_sizes
from cites.cug.messaging.queries import list_conversations
from cites.cug.messaging.queries import list_messages
from cites.cug.messaging.rebinding import rebind
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from cites.cug.sql.session import session
from cites.cug.sql.session import writing
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sqlalchemy import event
from tests.messaging.case import a_file
from tests.messaging.case import MessagingCase


class SearchTest(MessagingCase):
    def setUp(self):
        super().setUp()
        file = {"uploads": [a_file("Itinéraire Nairobi.txt")]}
        self.crate = self.send(
            "customs-xa",
            "police-xb",
            subject="Éléphants & guépards",
            body="<p>Une <strong>caisse</strong> au port de <em>Mömbasa</em></p>",
        )
        self.route = self.send("wildlife-xa", "police-xb", subject="Route", options=file)
        self.draft("police-xb", "customs-xa", subject="guépards: draft")
        self.send("customs-xa", "police-xa", subject="guépards, not for you")

    def found(self, *words, user="police-xb", folder=Folder.INBOX):
        page = list_messages(self.group, user, MailboxFilter(folder=folder, words=words))
        self.assertEqual(page.total, len(page.lines))
        return [line.id for line in page.lines]

    def test_where_words_are_looked_for(self):
        for word, message in (
            ("guépards", self.crate),  # subject
            ("caisse", self.crate),  # text
            ("Customs officer, XA", self.crate),  # sender
            ("Nairobi", self.route),  # a file's name
        ):
            with self.subTest(word):
                self.assertEqual(self.found(word), [message])

    def test_case_and_accents_make_no_difference(self):
        for word in ("GUEPARDS", "guepards", "Éléphants", "elephants", "mombasa", "MÖMB"):
            with self.subTest(word):
                self.assertEqual(self.found(word), [self.crate])
        decomposed = "gue\N{COMBINING ACUTE ACCENT}pards"
        self.assertEqual(self.found(decomposed), [self.crate])
        self.assertEqual(self.found("itineraire"), [self.route])

    def test_each_word_has_to_be_there(self):
        self.assertEqual(self.found("caisse", "mombasa"), [self.crate])
        self.assertEqual(self.found("caisse", "nairobi"), [])

    def test_markup_is_not_found_but_its_signs_are(self):
        self.assertEqual(self.found("strong"), [])
        self.assertEqual(self.found("& gu"), [self.crate])

    def test_only_in_the_own_mailbox(self):
        self.assertEqual(self.found("guépards", user="wildlife-xc"), [])
        self.assertEqual(len(self.found("guépards", folder=None)), 2)
        self.assertEqual(self.found("nothing"), [])

    def test_a_search_may_end_with_its_page(self):
        self.send("wildlife-xa", "police-xb", subject="Route, again")
        wanted = MailboxFilter(words=("route",))
        options = {"size": 1, "in_full": False}
        page = list_messages(self.group, "police-xb", wanted, **options)
        self.assertEqual((page.total, page.more, len(page.lines)), (None, True, 1))
        page = list_messages(self.group, "police-xb", wanted, start=1, **options)
        self.assertEqual((page.total, page.more), (2, False))
        self.assertEqual([line.id for line in page.lines], [self.route])

    def test_a_long_mailbox_is_read_in_portions(self):
        for number in range(AT_A_TIME + 10):
            self.send("customs-xa", "police-xb", subject=f"Dhow {number}")
        wanted = MailboxFilter(words=("dhow",))
        page = list_messages(self.group, "police-xb", wanted, start=AT_A_TIME, size=10)
        said = [line.subject for line in page.lines]
        self.assertEqual(said, [f"Dhow {number}" for number in range(9, -1, -1)])
        self.assertEqual(page.total, AT_A_TIME + 10)

    def test_not_in_the_trash_unless_asked(self):
        delete_messages(self.group, [self.crate], acting_user="police-xb")
        self.assertEqual(self.found("caisse", folder=None), [])
        self.assertEqual(self.found("caisse", folder=Folder.TRASH), [self.crate])


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
        rebind(writing(), [message], time, sent=time)

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


class ConversationsTest(MessagingCase):
    def test_the_latest_of_each(self):
        first = self.send("customs-xa", "police-xb")
        other = self.send("wildlife-xa", "police-xb")
        answer = self.send("police-xb", "customs-xa", reply_to=first)
        again = self.send("customs-xa", "police-xb", reply_to=answer)
        page = list_conversations(self.group, "police-xb", Folder.INBOX)
        self.assertEqual([line.id for line in page.lines], [again, other])
        sizes = conversation_sizes(self.group, "police-xb", [first, other])
        self.assertEqual(sizes, {first: (3, 2), other: (1, 1)})
        page = list_conversations(self.group, "police-xb", Folder.INBOX, size=1)
        self.assertTrue(page.more)

    def test_of_others_nothing_is_counted(self):
        first = self.send("customs-xa", "police-xb")
        self.send("customs-xa", "wildlife-xa", reply_to=first)
        sizes = conversation_sizes(self.group, "police-xb", [first])
        self.assertEqual(sizes, {first: (1, 1)})
        self.assertEqual(conversation_sizes(self.group, "wildlife-xc", [first]), {})


class CostTest(MessagingCase):
    """A page is read by the index, whatever the folder holds."""

    def plans(self, work):
        statements = []

        def keep(_connection, _cursor, statement, parameters, *_more):
            statements.append((statement, parameters))

        made = engine(records_url())
        event.listen(made, "before_cursor_execute", keep)
        work()
        event.remove(made, "before_cursor_execute", keep)
        for statement, parameters in statements:
            explain = f"EXPLAIN QUERY PLAN {statement}"
            rows = session().connection().exec_driver_sql(explain, parameters)
            yield statement, [row[3] for row in rows]

    def test_nothing_is_sorted_or_scanned(self):
        self.send("customs-xa", "police-xb")
        for folder in SHOWN:
            wanted = MailboxFilter(folder=folder)
            for work in (
                lambda wanted=wanted: list_messages(self.group, "police-xb", wanted),
                lambda folder=folder: list_conversations(self.group, "police-xb", folder),
            ):
                for statement, plan in self.plans(work):
                    for step in plan:
                        self.assertNotIn("TEMP B-TREE", step, statement)
                        self.assertFalse(step.startswith("SCAN"), (step, statement))
