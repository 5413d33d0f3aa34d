"""Rules and letters, as the Secretariat sets them."""

from lxml import html
from tests.membership.access_requests.browser.case import FormCase
from tests.membership.access_requests.case import person


class RulesTest(FormCase):
    def setUp(self):
        super().setUp()
        self.secretariat = self.browser("secretariat")

    def save(self, **values):
        page = self.page(self.secretariat, "requests-rules")
        return self.send(self.secretariat, page, "rules", **values)

    def test_they_hold_at_once(self):
        self.save(free_mail="1", official_domains="XA: customs.example\n")
        stranger = self.browser()
        page = self.page(stranger, "request-access")
        answer = self.send(
            stranger, page, "request-access", **person(email="a@gmail.com")
        )
        self.assertIn("Thank you", answer.text)
        request_id = self.pending()
        page = self.page(self.secretariat, f"requests-one?id={request_id}")
        self.assertIn("is on the list of this country", page.text_content())

    def test_what_makes_no_sense_is_refused(self):
        for field, text in (
            ("official_domains", "QQ: customs.example"),
            ("official_domains", "XA customs.example"),
            ("official_domains", "XA: no_domain"),
            ("refused_domains", "x y"),
        ):
            answer = self.save(**{field: text})
            self.assertEqual(400, answer.status_code, text)
            self.assertIn(text.split("\n")[0], answer.text)
        page = self.page(self.secretariat, "requests-rules")
        self.assertEqual("", page.xpath("string(//*[@name='official_domains'])"))


class LettersTest(FormCase):
    path = "requests-letters?letter=declined&language=fr"

    def setUp(self):
        super().setUp()
        self.secretariat = self.browser("secretariat")

    def press(self, button, **values):
        page = self.page(self.secretariat, self.path)
        return self.send(self.secretariat, page, "letter", button, **values)

    def words(self):
        page = self.page(self.secretariat, self.path)
        return page.xpath("string(//textarea[@name='text'])")

    def test_own_words_and_back(self):
        shipped = self.words()
        self.press("save", subject="Non", text="Non : ${reason}")
        self.assertEqual("Non : ${reason}", self.words())
        self.press("back")
        self.assertEqual(shipped, self.words())

    def test_a_preview_keeps_nothing(self):
        shipped = self.words()
        text = "${first_name}: ${reason}"
        answer = self.press("preview", subject="${group}", text=text)
        preview = html.fromstring(answer.text).xpath("string(//*[@id='preview'])")
        self.assertIn("Closed User Group on Cheetahs", preview)
        self.assertIn("Officer: ", preview)
        self.assertEqual(shipped, self.words())

    def test_unknown_and_missing_variables_are_refused(self):
        for text, said in (
            ("${reason} ${password}", "password"),
            ("Nothing.", "reason"),
            ("", "must be filled in"),
        ):
            for button in ("save", "preview"):
                answer = self.press(button, subject="S", text=text)
                self.assertEqual(400, answer.status_code, text)
                self.assertIn(said, answer.text)
