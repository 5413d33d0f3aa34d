"""Texts of content are held back, each of them."""

from tests.web.confirmation.case import (
    CONFIRMED,
    decisions,
    NAMED,
    NominalCase,
    REASON,
)


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
        before = decisions()
        self.assertHeldBack(self.add(description=NAMED), "description")
        empty = self.add(description=NAMED, **{CONFIRMED: " "})
        self.assertHeldBack(empty, "description")
        self.assertEqual(decisions(), before)
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
