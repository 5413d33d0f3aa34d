"""What may name somebody is held back, on every way in, until its writer says why."""

import unittest
from cites.cug.web.confirmation.requirement import plain_text
from cites.nonnominal.check import check
from cites.nonnominal.findings import FindingKind
from tests.library.http import Form
from tests.messaging.http import in_json
from tests.web.confirmation.case import (
    CONFIRMED,
    decisions,
    NAMED,
    NominalCase,
    REASON,
)


NEUTRAL = "The driver left by car."


class TestPlain(unittest.TestCase):
    """What of rich text is checked."""

    def test_blocks_are_apart(self):
        for markup in (
            "seen by<p>Kofi</p>Boateng",
            "<div>seen by<div>Kofi</div>Boateng</div>",
            "<table><tr><td>seen by</td><td>Kofi</td><td>Boateng</td></tr></table>",
            "seen by<br>Kofi<br/>Boateng",
        ):
            lines = [line for line in plain_text(markup).split("\n") if line]
            self.assertEqual(lines, ["seen by", "Kofi", "Boateng"], markup)

    def test_words_stay_whole(self):
        markup = "<p>Ko<b>f</b>i&nbsp;Boa<!-- x --><wbr>teng</p>"
        self.assertEqual(plain_text(markup).strip(), "Kofi\xa0Boateng")

    def test_links_and_tooltips(self):
        markup = (
            '<p>Ask <a href="mailto:rare.cats%40example.org">him</a>,'
            ' <span title="Kofi Boateng">who</span></p>'
        )
        lines = ["Ask him, who", "mailto:rare.cats@example.org", "Kofi Boateng"]
        self.assertEqual(plain_text(markup).split(), " ".join(lines).split())

    def test_an_id_of_content_in_a_link_is_no_account(self):
        number = "1caa684a74bc482987447aceb987fe32"
        link = f'<a href="%s/{number}">a bitcoin wallet</a>'
        self.assertEqual([], check(plain_text(link % "../resolveuid")))
        for other in ("https://example.org/btc", "resolveuid/x"):
            found = [one.kind for one in check(plain_text(link % other))]
            self.assertEqual([FindingKind.IBAN], found, other)


class TestMessages(NominalCase):
    def post(self, url="", **fields):
        body = {"subject": "EXERCISE", "body": NAMED, "to": ["police-xb"], **fields}
        return self.ask("POST", f"{self.group}/@messages{url}", json=body)

    def test_sending(self):
        before = decisions()
        files = [in_json("Chinedu Okonkwo.txt")]
        answer = self.post(subject=NAMED, attachments=files)
        self.assertHeldBack(answer, "subject", "body", "attachments")
        answer = self.post(**{CONFIRMED: REASON})
        self.assertEqual(answer.status_code, 201, answer.text)
        self.assertOneDecision(before, {"person": 1})

    def test_a_draft_may_hold_anything_until_it_is_sent(self):
        draft = self.post(draft=True)
        self.assertEqual(draft.status_code, 201, draft.text)
        send = f"{draft.json()['@id']}/send"
        self.assertHeldBack(self.ask("POST", send, json={}), "body")
        answer = self.ask("POST", send, json={CONFIRMED: REASON})
        self.assertEqual(answer.status_code, 200, answer.text)

    def test_a_report_may_hold_what_it_reports(self):
        sent = self.post(**{CONFIRMED: REASON}).json()["id"]
        url = f"{self.group}/@messages/{sent}/report"
        answer = self.ask("POST", url, "police-xb", json={"reason": NAMED})
        self.assertIn(answer.status_code, (200, 201, 204), answer.text)


class TestComments(NominalCase):
    def test_writing_and_changing(self):
        comments = f"{self.make_topic()}/@comments"
        before = decisions()
        self.assertHeldBack(self.ask("POST", comments, json={"text": NAMED}), "text")
        self.assertEqual(self.ask("GET", comments).json()["items_total"], 0)
        body = {"text": NAMED, CONFIRMED: REASON}
        self.assertEqual(self.status("POST", comments, json=body), 204)
        self.assertOneDecision(before, {"person": 1})
        (item,) = self.ask("GET", comments).json()["items"]
        text = "Kofi Boateng it was."
        url = f"{comments}/{item['comment_id']}"
        answer = self.ask("PATCH", url, json={"text": text})
        self.assertHeldBack(answer, "text")

    def test_names_of_files(self):
        comments = f"{self.make_topic()}/@comments"
        body = {"text": NEUTRAL, "attachments": [in_json("Kofi Boateng.txt")]}
        self.assertHeldBack(self.ask("POST", comments, json=body), "attachments")
        self.assertEqual(self.ask("GET", comments).json()["items_total"], 0)


class TestForms(NominalCase):
    """Without scripts: the refused form keeps what was typed and asks for the reason."""

    def test_a_form_of_content(self):
        before = decisions()
        form = Form(self, f"{self.group}/library/++add++Alert")
        typed = {"title": "EXERCISE", "alert_type": "seizure", "handling": "amber"}
        refused = form.send(**typed, description=NAMED)
        self.assertEqual(refused.status, 400)
        panel = refused.at("decision")
        self.assertIsNone(panel.get("hidden"))
        self.assertIn("Chinedu Okonkwo", panel.text_content())
        self.assertIn("person 1", panel.text_content())
        self.assertIn(NAMED, refused.text)
        self.assertEqual(decisions(), before)
        sent = form.send(**typed, description=NAMED, beside={CONFIRMED: REASON})
        self.assertEqual(sent.status, 302)
        self.assertOneDecision(before, {"person": 1})
        # What has been decided is not asked again.
        edit = Form(self, f"{sent.location.removesuffix('/view')}/edit")
        self.assertEqual(edit.send(title="EXERCISE: two").status, 302)

    def test_nothing_to_decide_shows_nothing(self):
        form = Form(self, f"{self.group}/library/++add++Alert")
        self.assertIsNotNone(form.at("decision").get("hidden"))
