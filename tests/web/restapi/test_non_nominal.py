"""``POST {cug}/@non-nominal``: a text is checked and nothing kept."""

from tests.web.confirmation.case import NominalCase


class TestCheck(NominalCase):
    """``POST {cug}/@non-nominal``"""

    def check(self, text, user=None, **kw):
        url = f"{self.group}/@non-nominal"
        return self.ask("POST", url, user, json={"text": text}, **kw)

    def test_findings(self):
        text = "Écrire à rare.cats@example.org, dit Chinedu Okonkwo"
        answer = self.check(text)
        self.assertEqual(answer.status_code, 200, answer.text)
        found = answer.json()["findings"]
        self.assertEqual([one["kind"] for one in found], ["email", "person"])
        for one in found:
            self.assertEqual(text[one["start"] : one["end"]], one["text"])
        self.assertEqual(found[1]["neutral"], "person 1")

    def test_neutral_words_in_the_readers_language(self):
        text = "Chinedu Okonkwo, Blue Nile Freight Ltd, Chinedu Okonkwo, Kofi Boateng"
        words = {}
        for language in ("en", "fr", "es"):
            answer = self.check(text, headers={"Accept-Language": language})
            words[language] = [one["neutral"] for one in answer.json()["findings"]]
        self.assertEqual(words["en"], ["person 1", "company A", "person 1", "person 2"])
        self.assertEqual(words["fr"][:2], ["personne 1", "société A"])
        self.assertEqual(words["es"][:2], ["persona 1", "empresa A"])

    def test_a_script_without_names_is_said(self):
        answer = self.check("გამარჯობა, ნავი პარასკევს მიდის").json()
        self.assertIn("script", answer["unchecked"])
        self.assertNotIn("unchecked", self.check("Лодка уходит в пятницу").json())

    def test_members_are_no_findings(self):
        self.assertEqual(self.check("Thanks to @customs-xa").json()["findings"], [])

    def test_nobody_can_try_out_what_the_directory_hides(self):
        answer = self.check("See customs-xa@example.org")
        self.assertEqual(len(answer.json()["findings"]), 1)

    def test_bad_input(self):
        for body in ({}, {"text": 3}, {"text": "x" * 200_001}, {"texts": "x"}, []):
            url = f"{self.group}/@non-nominal"
            answer = self.ask("POST", url, json=body)
            self.assertEqual(answer.status_code, 400, body)

    def test_only_for_members(self):
        self.assertEqual(self.check("x", "outsider").status_code, 404)
