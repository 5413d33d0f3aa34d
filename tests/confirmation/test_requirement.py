"""What may name somebody is held back, on every way in, until its writer says why."""

import unittest
from cites.cug.audit.trail import AuditEvent
from cites.cug.confirmation.requirement import plain_text
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from sqlalchemy import select
from tests.library.http import Form
from tests.messaging.http import in_json
from tests.workspaces.case import WorkspaceTestCase


NAMED = "The driver, Chinedu Okonkwo, left by car."
NEUTRAL = "The driver left by car."
REASON = "Named in a published judgment."
CONFIRMED = "non_nominal_confirmed"


def confirmations():
    """What the audit trail keeps of decisions, the last at the end."""
    events = select(AuditEvent.actor, AuditEvent.target, AuditEvent.detail).where(
        AuditEvent.action == "nonnominal.confirm"
    )
    with engine(records_url()).connect() as connection:
        return connection.execute(events.order_by(AuditEvent.id)).all()


class NominalCase(WorkspaceTestCase):
    def assertHeldBack(self, answer, *fields):
        self.assertEqual(answer.status_code, 400, answer.text)
        told = answer.json()
        self.assertEqual(told["type"], "NonNominal")
        self.assertTrue(told["message"])
        self.assertEqual([one["field"] for one in told["findings"]], list(fields))
        return told["findings"]

    def assertOneDecision(self, before, kinds):
        (event,) = confirmations()[len(before) :]
        self.assertEqual(event.actor, "customs-xa")
        self.assertEqual(event.detail, {"kinds": kinds, "reason": REASON})
        self.assertNotIn("Okonkwo", str(event))


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


class TestContent(NominalCase):
    def add(self, **fields):
        body = {
            "@type": "Alert",
            "title": "EXERCISE: cubs",
            "alert_type": "seizure",
            "handling": "amber",
            **fields,
        }
        return self.ask("POST", f"{self.group}/library", json=body)

    def test_every_text_of_an_alert(self):
        line = {"species": "Kofi Boateng", "term": "LIV", "quantity": 1}
        answer = self.add(
            title=NAMED,
            description=NAMED,
            body=f"<p>Seen <b>twice</b>.</p><p>{NAMED}</p>",
            location="Seen by Kofi Boateng",
            specimens=[line],
        )
        fields = {one["field"] for one in answer.json()["findings"]}
        expected = {"title", "description", "body", "location", "specimens"}
        self.assertEqual(fields, expected)

    def test_what_a_link_hides(self):
        link = "https://www.facebook.com/exotic.pets.ke"
        answer = self.add(body=f'<p>See <a href="{link}">here</a>.</p>')
        (finding,) = self.assertHeldBack(answer, "body")
        self.assertEqual((finding["kind"], finding["text"]), ("url_profile", link))

    def test_a_reason_is_audited_and_lets_it_pass(self):
        before = confirmations()
        self.assertHeldBack(self.add(description=NAMED), "description")
        empty = self.add(description=NAMED, **{CONFIRMED: " "})
        self.assertHeldBack(empty, "description")
        self.assertEqual(confirmations(), before)
        answer = self.add(description=NAMED, **{CONFIRMED: REASON})
        self.assertEqual(answer.status_code, 201, answer.text)
        self.assertOneDecision(before, {"person": 1})

    def test_what_has_been_decided_is_not_asked_again(self):
        answer = self.add(description=NAMED, **{CONFIRMED: REASON})
        url = answer.json()["@id"]
        kept = {"title": "EXERCISE: more cubs", "description": NAMED}
        self.assertEqual(self.ask("PATCH", url, json=kept).status_code, 204)
        changed = {"description": f"{NAMED} Kofi Boateng followed."}
        self.assertHeldBack(self.ask("PATCH", url, json=changed), *["description"] * 2)
        self.assertEqual(self.ask("GET", url).json()["description"], NAMED)

    def test_workspaces_and_topics(self):
        body = {"@type": "Workspace", "title": "EXERCISE", "description": NAMED}
        self.assertHeldBack(self.ask("POST", self.place, json=body), "description")
        body = {"@type": "Topic", "title": "EXERCISE", "text": f"<p>{NAMED}</p>"}
        self.assertHeldBack(self.ask("POST", self.workspace, json=body), "text")

    def test_a_comment_on_a_change_of_state(self):
        url = self.add().json()["@id"]
        body = {"comment": NAMED}
        answer = self.ask("POST", f"{url}/@workflow/submit", json=body)
        self.assertHeldBack(answer, "comment")
        body[CONFIRMED] = REASON
        answer = self.ask("POST", f"{url}/@workflow/submit", json=body)
        self.assertEqual(answer.status_code, 200, answer.text)


class TestMessages(NominalCase):
    def post(self, url="", **fields):
        body = {"subject": "EXERCISE", "body": NAMED, "to": ["police-xb"], **fields}
        return self.ask("POST", f"{self.group}/@messages{url}", json=body)

    def test_sending(self):
        before = confirmations()
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
        before = confirmations()
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
        before = confirmations()
        form = Form(self, f"{self.group}/library/++add++Alert")
        typed = {"title": "EXERCISE", "alert_type": "seizure", "handling": "amber"}
        refused = form.send(**typed, description=NAMED)
        self.assertEqual(refused.status, 400)
        panel = refused.at("decision")
        self.assertIsNone(panel.get("hidden"))
        self.assertIn("Chinedu Okonkwo", panel.text_content())
        self.assertIn("person 1", panel.text_content())
        self.assertIn(NAMED, refused.text)
        self.assertEqual(confirmations(), before)
        sent = form.send(**typed, description=NAMED, beside={CONFIRMED: REASON})
        self.assertEqual(sent.status, 302)
        self.assertOneDecision(before, {"person": 1})
        # What has been decided is not asked again.
        edit = Form(self, f"{sent.location.removesuffix('/view')}/edit")
        self.assertEqual(edit.send(title="EXERCISE: two").status, 302)

    def test_nothing_to_decide_shows_nothing(self):
        form = Form(self, f"{self.group}/library/++add++Alert")
        self.assertIsNotNone(form.at("decision").get("hidden"))
