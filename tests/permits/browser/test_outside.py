"""The part of the look-up page that asks outside, as a browser without scripts has it."""

from cites.cug.permits.outside import RATE
from tests.permits.browser.case import ENFORCEMENT, IGOS, PermitsCase
from tests.permits.outside import Hub


NAMES = ("Zqexporter Trading", "Zqharbour")
TOKEN = "zqtoken"


class OutsideCase(Hub, PermitsCase):
    def setUp(self):
        super().setUp()
        self.configure()

    def outside(self, user, number="gives.1", status=200, page=None, **form):
        """What the page answers to the form."""
        form = {"country": "XA", "number": number, "token": "", **form}
        return self.post(user, "outside", status, page, **form)

    def told(self, user, number="gives.1", **form):
        tree = self.parse(self.outside(user, number, **form))
        return self.words(tree, "//*[@data-outside='told']")


class TestThePart(OutsideCase):
    def test_the_look_up_asks_nobody_itself(self):
        tree = self.looked_up("customs-xb", "gives.1")
        (form,) = tree.xpath("//*[@data-outside='untold']//form[@data-ask-outside]")
        self.assertEqual(f"{self.permits}/outside", form.get("action"))
        sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        self.assertEqual(("XA", "gives.1"), (sent["country"], sent["number"]))
        self.assertEqual([], self.asked())

    def test_a_permit_from_outside(self):
        with self.hub():
            for user in (*ENFORCEMENT, *IGOS):
                words = self.told(user)
                self.assertIn("Expired", words, user)
                self.assertIn("not kept here", words, user)
                self.assertIn("Acinonyx jubatus", words, user)
                for name in NAMES:
                    self.assertEqual(user in ENFORCEMENT, name in words, (user, name))
        self.assertIsNone(self.known(number="gives.1"))

    def test_the_stamp_is_compared(self):
        with self.hub():
            self.assertIn("stamp", self.told("customs-xb", stamp="S 7").lower())
            self.assertNotIn("stamp", self.told("customs-xb").lower())

    def test_what_it_does_not_say(self):
        with self.hub():
            self.assertIn("Purpose", self.told("customs-xb", "odd.1"))
            self.assertIn("As issued", self.told("customs-xb", "issued.1"))

    def test_refusals_are_explained_and_the_code_can_be_typed(self):
        with self.hub():
            tree = self.parse(self.outside("customs-xb", "protected.1", token="wrong"))
            self.assertIn("knows no permit", self.words(tree))
            (code,) = tree.xpath("//input[@name='token']")
            self.assertEqual("wrong", code.get("value"))
            words = self.told("customs-xb", "protected.1", token=TOKEN)
            self.assertIn("Acinonyx jubatus", words)
            words = self.told("customs-xb", "wordy.1")
            self.assertIn("refused", words)
            self.assertIn("<b>Ask again", words)
        self.assertIn("cannot be reached", self.told("customs-xb", "gives.2"))

    def test_not_for_ever(self):
        with self.hub():
            page = self.page("customs-xb", f"{self.portal}/notifications")
            for _time in range(RATE.limit):
                self.outside("customs-xb", "nothing.1", page=page)
            refused = self.outside("customs-xb", "gives.1", status=429, page=page)
            self.assertIn("too often", self.words(self.parse(refused)))


class TestKeeping(OutsideCase):
    def keep_buttons(self, user, number="gives.1"):
        tree = self.parse(self.outside(user, number))
        return tree.xpath("//button[@name='keep']")

    def test_the_secretariat_keeps_what_was_read_whole(self):
        with self.hub():
            self.assertTrue(self.keep_buttons("secretariat"))
            self.assertFalse(self.keep_buttons("secretariat", "odd.1"))
            self.assertFalse(self.keep_buttons("contact-xa"))
            answer = self.outside("secretariat", status=302, keep="1")
        found = self.known(number="gives.1")
        self.assertEqual(f"{self.permits}/{found.id}", answer.headers["Location"])

    def test_nobody_else_does(self):
        with self.hub():
            for user in ("contact-xa", "customs-xb", "igo-unodc"):
                self.outside(user, status=404, keep="1")
        self.assertEqual([], self.asked())
        self.assertIsNone(self.known(number="gives.1"))


class TestWhatIsNotThere(OutsideCase):
    def test_without_a_source(self):
        self.configure(**{"epix-url": ""})
        tree = self.looked_up("customs-xb", "gives.1")
        self.assertEqual([], tree.xpath("//*[@data-outside]"))
        self.outside("customs-xb", status=404)

    def test_a_link_to_environet_alone(self):
        url = "https://environet.example.org/"
        self.configure(**{"epix-url": "", "environet-url": url})
        tree = self.looked_up("customs-xb", "gives.1")
        (link,) = tree.xpath("//*[@data-outside]//a/@href")
        self.assertEqual(url, link)
        self.assertEqual([], tree.xpath("//form[@data-ask-outside]"))

    def test_neither_by_address_nor_without_a_token_of_ours(self):
        url = f"{self.permits}/outside"
        query = {"country": "XA", "number": "gives.1"}
        answer = self.ask("customs-xb", "GET", url, params=query)
        self.assertEqual(404, answer.status_code)
        answer = self.ask("customs-xb", "POST", url, data=query)
        self.assertEqual(403, answer.status_code)
        self.assertEqual([], self.asked())

    def test_questions_that_make_no_sense(self):
        for form in ({"country": "QQ"}, {"number": " - "}):
            self.outside("customs-xb", status=404, **form)
        code = "x" * 71
        tree = self.parse(self.outside("customs-xb", status=400, token=code))
        (typed,) = tree.xpath("//input[@name='token'][@aria-invalid]")
        self.assertEqual(code, typed.get("value"))
        self.assertIn("longer than 70", self.words(tree, "//*[@id='token-error']"))
        self.assertEqual([], self.asked())

    def test_outsiders(self):
        for user in ("outsider", None):
            answer = self.ask(user, "POST", f"{self.permits}/outside", data={})
            self.assertIn(answer.status_code, (302, 401, 404), user)
        self.assertEqual([], self.asked())
