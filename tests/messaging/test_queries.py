"""Lists of a mailbox: found by words, filtered, in order, a page at a time."""

from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder, NEWEST
from cites.cug.messaging.models import Folder, SHOWN
from cites.cug.messaging.queries import AT_A_TIME, list_conversations, list_messages
from tests.messaging.case import a_file, MessagingCase
from tests.some import some


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


class CostTest(MessagingCase):
    """A page is read by the index, whatever the folder holds."""

    def test_nothing_is_sorted_or_scanned(self):
        self.send("customs-xa", "police-xb")
        for folder in SHOWN:
            wanted = MailboxFilter(folder=folder)
            for work in (
                lambda wanted=wanted: list_messages(self.group, "police-xb", wanted),
                lambda folder=folder: list_conversations(self.group, "police-xb", folder),
            ):
                for statement, plan in some(self.plans(work)):
                    for step in some(plan):
                        self.assertNotIn("TEMP B-TREE", step, statement)
                        self.assertFalse(step.startswith("SCAN"), (step, statement))

    def test_a_later_page_is_found_by_the_index_alone(self):
        for number in range(4):
            self.send("customs-xa", "police-xb", subject=f"Dhow {number}")
        wanted, pages = MailboxFilter(folder=Folder.INBOX), []

        def read(start, order=NEWEST):
            asked = (self.group, "police-xb", wanted, order, start)
            pages.append(list_messages(*asked, size=2))
            return [line.subject for line in pages[-1].lines]

        self.assertEqual(["Dhow 1", "Dhow 0"], read(2))
        self.assertEqual(["Dhow 3"], read(3, MailboxOrder(descending=False)))
        self.assertEqual([], read(4))
        self.assertEqual([4, 4, 4], [page.total for page in pages])
        passing = [
            plan
            for statement, plan in self.plans(lambda: read(3))
            if "ORDER BY" in statement and "JOIN" not in statement
        ]
        self.assertEqual(1, len(passing))
        ((step,),) = passing
        self.assertIn("COVERING INDEX message_delivery_list", step)
        for _statement, plan in some(self.plans(lambda: read(3))):
            for step in some(plan):
                self.assertNotIn("TEMP B-TREE", step)
                self.assertFalse(step.startswith("SCAN"), step)
