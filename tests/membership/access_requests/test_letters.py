"""Letters, as the Secretariat words them."""

from lxml import html
from tests.membership.access_requests.browser.case import FormCase


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
        self.assertIn("Groupe fermé d’utilisateurs sur les guépards", preview)
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
