"""Which rules members overrule: counted by kind, rule and language, without the text."""

from cites.cug.reports.overruled import overruled_rules
from tests.web.confirmation.case import CONFIRMED, NAMED, NominalCase, REASON


class TestOverruled(NominalCase):
    def counts(self):
        """How often an English name was said to be none, and was kept."""
        found = self.do(overruled_rules, self.object_at(self.group))
        named = [one for one in found if (one.kind, one.language) == ("person", "en")]
        return sum(one.not_a_name for one in named), sum(one.kept for one in named)

    def test_the_secretariat_sees_counts(self):
        body = {"subject": "EXERCISE", "body": NAMED, "to": ["police-xb"]}
        said = {"text": "Chinedu Okonkwo", "decision": "not_a_name"}
        before = self.counts()
        for more in ({CONFIRMED: REASON}, {CONFIRMED: REASON}, {"decisions": [said]}):
            answer = self.ask("POST", f"{self.group}/@messages", json={**body, **more})
            self.assertEqual(answer.status_code, 201, answer.text)
        wrong, kept = self.counts()
        self.assertEqual((wrong - before[0], kept - before[1]), (1, 2))
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
