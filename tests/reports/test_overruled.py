"""Which rules members overrule: counted by kind, rule and language, without the text."""

from tests.web.confirmation.case import CONFIRMED, NAMED, NominalCase, REASON


class TestOverruled(NominalCase):
    def test_the_secretariat_sees_counts(self):
        body = {"subject": "EXERCISE", "body": NAMED, "to": ["police-xb"]}
        sent = {**body, CONFIRMED: REASON}
        for _twice in range(2):
            answer = self.ask("POST", f"{self.group}/@messages", json=sent)
            self.assertEqual(answer.status_code, 201, answer.text)
        url = f"{self.group}/overruled-rules"
        page = self.ask("GET", url, "secretariat", headers={"Accept": "text/html"})
        self.assertEqual(page.status_code, 200, page.text)
        self.assertIn("Names in Latin letters", page.text)
        self.assertIn("<td>English</td>", page.text)
        self.assertNotIn("Okonkwo", page.text)
        self.assertNotIn(REASON, page.text)

    def test_nobody_else_does(self):
        url = f"{self.group}/overruled-rules"
        for user in ("police-xb", "outsider"):
            answer = self.ask("GET", url, user, headers={"Accept": "text/html"})
            self.assertNotEqual(answer.status_code, 200, user)
