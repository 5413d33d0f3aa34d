"""Corrections over REST: who proposes and decides, and what becomes of the alert."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.library.tools.corrections.fields import CORRECTABLE
from cites.cug.library.tools.corrections.models import Correction
from sqlalchemy import select
from tests.library.case import LibraryCase


READER, AUTHOR, OFFICE, OTHER = "police-xb", "customs-xa", "secretariat", "customs-xb"
FIELDS = {"location": "Port of Nowhere", "incident_country": "XA"}
RIGHT = {"field": "location", "value": "Port of Somewhere"}
MISSING = "0" * 32
HEADS = {"Accept": "application/json"}
LINE = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2.0}


class CorrectionsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.alert = self.published(**FIELDS)

    def propose(self, user=READER, status=201, headers=None, **body):
        answer = self.ask(
            user,
            "POST",
            f"{self.alert}/@corrections",
            headers={**HEADS, **(headers or {})},
            json={**RIGHT, **body},
        )
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def decide(self, made, way, user=AUTHOR, status=200, headers=None, **body):
        answer = self.ask(
            user,
            "POST",
            f"{made['@id']}/{way}",
            headers={**HEADS, **(headers or {})},
            json=body,
        )
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def listed(self, user):
        url = f"{self.alert}/@corrections"
        return [one["id"] for one in self.rest(user, "GET", url, 200)["items"]]

    def says(self, name="location"):
        return self.rest(OFFICE, "GET", self.alert, 200)[name]

    def trail(self):
        found = self.rest(OFFICE, "GET", f"{self.group}/@audit", 200)["items"]
        told = [(one["action"], one["actor"], one["detail"]) for one in found][::-1]
        return [one for one in told if one[0].startswith("library.correction")]

    def test_the_author_takes_it_and_the_secretariat_confirms(self):
        made = self.propose(note="It was on the papers.")
        expected = {
            "author": READER,
            "field": "location",
            "before": "Port of Nowhere",
            "now": "Port of Nowhere",
            "value": "Port of Somewhere",
            "note": "It was on the papers.",
            "state": "open",
            "decided_by": None,
            "may_decide": False,
        }
        self.assertEqual({name: made[name] for name in expected}, expected)
        self.assertEqual(self.says(), "Port of Nowhere")
        agreed = self.decide(made, "accept")
        self.assertEqual((agreed["state"], agreed["decided_by"]), ("agreed", AUTHOR))
        self.assertEqual(self.decide(made, "accept"), agreed, "once more changes nothing")
        self.assertFalse(agreed["may_decide"])
        self.decide(made, "decline", status=409)
        self.assertEqual(self.says(), "Port of Nowhere")
        self.assertTrue(self.rest(OFFICE, "GET", made["@id"], 200)["may_decide"])
        done = self.decide(made, "accept", OFFICE)
        self.assertEqual((done["state"], done["decided_by"]), ("accepted", OFFICE))
        self.assertEqual(self.says(), "Port of Somewhere")
        found = self.rest(OTHER, "GET", f"{self.group}/@library?q=Somewhere", 200)
        self.assertEqual(found["items_total"], 1)
        versions = self.rest(OFFICE, "GET", f"{self.alert}/@history", 200)
        last = next(one for one in versions if one["type"] == "versioning")
        self.assertEqual(last["actor"]["id"], OFFICE)
        self.assertEqual(last["comments"], "Correction proposed by a reader")
        url = f"{self.group}/@audit?action=library.edit"
        edited = self.rest(OFFICE, "GET", url, 200)["items"]
        self.assertEqual(edited[0]["actor"], OFFICE)
        detail = {"correction": made["id"], "field": "location"}
        told = [
            ("library.correction", READER, detail),
            ("library.correction_agree", AUTHOR, detail),
            ("library.correction_accept", OFFICE, detail),
        ]
        self.assertEqual(self.trail(), told)
        self.assertEqual(self.decide(made, "accept"), done, "once more changes nothing")
        self.assertEqual(self.trail(), told)
        self.decide(made, "decline", status=409)

    def test_what_the_author_took_can_still_be_declined_by_the_secretariat(self):
        made = self.propose()
        self.decide(made, "accept")
        done = self.decide(made, "decline", OFFICE)
        self.assertEqual((done["state"], self.says()), ("declined", "Port of Nowhere"))
        self.decide(made, "accept", status=409)

    def test_it_is_not_taken(self):
        made = self.propose()
        done = self.decide(made, "decline", OFFICE, answer="The papers were false.")
        self.assertEqual((done["state"], done["decided_by"]), ("declined", OFFICE))
        shown = self.rest(READER, "GET", made["@id"], 200)
        self.assertEqual(shown["answer"], "The papers were false.")
        self.assertEqual(self.says(), "Port of Nowhere")
        self.assertEqual(self.decide(made, "decline", OFFICE), done)
        self.decide(made, "accept", OFFICE, 409)

    def test_who_reads_and_who_decides(self):
        made = self.propose()
        for user in (READER, AUTHOR, OFFICE):
            self.assertEqual(self.listed(user), [made["id"]], user)
        self.assertEqual(self.listed(OTHER), [])
        self.rest(OTHER, "GET", made["@id"], 404)
        for way in ("accept", "decline"):
            self.decide(made, way, OTHER, 404)
            self.decide(made, way, READER, 403)
            self.decide(made, way, "igo-unodc", 404)
            self.decide(made, way, "outsider", 404)
        for user in ("igo-unodc", "outsider"):
            self.rest(user, "GET", f"{self.alert}/@corrections", 404)
            self.propose(user, 404)
        own = self.propose(AUTHOR)
        self.decide(own, "accept", AUTHOR, 403)
        self.decide(own, "accept", OFFICE)
        self.assertEqual(self.says(), "Port of Somewhere")

    def test_what_was_changed_meanwhile_is_not_overwritten_unseen(self):
        made = self.propose()
        tag = self.ask(AUTHOR, "GET", made["@id"], headers=HEADS).headers["ETag"]
        self.rest(OFFICE, "PATCH", self.alert, 204, json={"location": "Airport"})
        self.decide(made, "accept", status=409)
        self.decide(made, "accept", status=412, headers={"If-Match": tag})
        self.assertEqual(self.says(), "Airport")
        seen = self.ask(AUTHOR, "GET", made["@id"], headers=HEADS)
        self.assertEqual(seen.json()["now"], "Airport")
        seen = {"If-Match": seen.headers["ETag"]}
        self.decide(made, "accept", headers=seen)
        self.decide(made, "accept", OFFICE, 409)
        tag = self.ask(OFFICE, "GET", made["@id"], headers=HEADS).headers["ETag"]
        self.decide(made, "accept", OFFICE, headers={"If-Match": tag})
        self.assertEqual(self.says(), "Port of Somewhere")

    def test_every_field_that_can_be_corrected_takes_a_value_of_its_kind(self):
        values = {
            "title": "EXERCISE: other",
            "incident_date": "2026-01-02",
            "incident_country": "XB",
            "specimens": [LINE],
            "permits": [{"country": "XB", "number": "XB-1"}],
            "body": "<p>Another text.</p>",
            "transit_countries": ["XC", "XB"],
            "latitude": 12.5,
            "offender_count": 2,
            "source_grade": "B",
            "description": None,
            "location": "",
        }
        self.assertLess(set(values), set(CORRECTABLE))
        self.rest(OFFICE, "PATCH", self.alert, 204, json={"description": "a"})
        for name, value in values.items():
            made = self.propose(field=name, value=value)
            self.decide(made, "accept", OFFICE)
            again = self.propose(field=name, value=value, status=400)
            self.assertEqual(again["errors"][0]["field"], "value", name)
        shown = self.rest(READER, "GET", self.alert, 200)
        self.assertEqual(shown["body"]["data"], values["body"])
        self.assertEqual(shown["specimens"][0]["quantity"], 2.0)
        self.assertEqual([shown["location"], shown["description"]], [None, ""])

    def test_a_text_keeps_its_structure_and_no_more(self):
        for bad in ("<p onclick='x()'>a</p>", "<p>a<script>b</script></p>"):
            errors = self.propose(field="body", value=bad, status=400)["errors"]
            self.assertEqual([one["field"] for one in errors], ["value"])

    def test_mistakes_name_their_fields(self):
        for body, field in (
            ({"field": "handling", "value": "green"}, "field"),
            ({"field": "hide_country", "value": True}, "field"),
            ({"field": "seizure_id", "value": "x"}, "field"),
            ({"field": "creators", "value": "x"}, "field"),
            ({"field": None}, "field"),
            ({"field": ["title"]}, "field"),
            ({"field": "title", "value": None}, "value"),
            ({"field": "location", "value": 3}, "value"),
            ({"field": "location", "value": "x" * 201}, "value"),
            ({"field": "incident_date", "value": "2999-01-01"}, "value"),
            ({"field": "incident_country", "value": "QQ"}, "value"),
            ({"value": "Port of Nowhere"}, "value"),
            ({"note": "x" * 1001}, "note"),
            ({"reason": "x"}, "reason"),
        ):
            errors = self.propose(status=400, **body)["errors"]
            self.assertEqual([one["field"] for one in errors], [field], body)
        # Not even a missing value empties a field.
        url = f"{self.alert}/@corrections"
        for body, field in (({"field": "location"}, "value"), ({}, "field")):
            answer = self.ask(READER, "POST", url, headers=HEADS, json=body)
            self.assertEqual(answer.status_code, 400, answer.text)
            (error,) = answer.json()["errors"]
            self.assertEqual(error["field"], field)
            self.assertNotIn("None", error["message"])
        self.assertEqual(self.listed(OFFICE), [])

    def test_texts_are_checked_for_names(self):
        named = "Seen by Chinedu Okonkwo."
        for field, body in (("value", {"value": named}), ("note", {"note": named})):
            answer = self.propose(status=400, **body)
            self.assertEqual(answer["type"], "NonNominal")
            self.assertEqual([one["field"] for one in answer["errors"]], [field])
        made = self.propose(value=named, non_nominal_confirmed="A ship")
        answer = self.decide(made, "decline", status=400, answer=named)
        self.assertEqual(answer["type"], "NonNominal")

    def test_only_of_what_is_published(self):
        made = self.propose()
        self.move(self.alert, "archive")
        self.propose(status=403)
        self.decide(made, "accept", OFFICE, 403)
        self.assertEqual(self.listed(READER), [made["id"]])
        draft = self.make()
        self.rest(AUTHOR, "POST", f"{draft}/@corrections", 403, json=RIGHT)

    def test_what_is_sent_twice_is_proposed_once(self):
        key = {"Idempotency-Key": "k" * 20}
        first, second = self.propose(headers=key), self.propose(headers=key)
        self.assertEqual(first, second)
        self.assertEqual(self.listed(OFFICE), [first["id"]])

    def test_of_another_alert_it_is_none_of_this(self):
        made, other = self.propose(), self.published()
        for key in (made["id"], MISSING):
            self.rest(READER, "GET", f"{other}/@corrections/{key}", 404)
            url = f"{other}/@corrections/{key}/accept"
            self.rest(OFFICE, "POST", url, 404, json={})

    def test_an_unnamed_author_is_not_told_by_the_decision(self):
        self.rest(OFFICE, "PATCH", self.alert, 204, json={"hide_country": True})
        made = self.propose()
        self.decide(made, "accept")
        answer = self.ask(READER, "GET", f"{self.alert}/@corrections", headers=HEADS)
        self.assertNotIn(AUTHOR, answer.text)
        self.assertIn("agreed", answer.text)
        self.assertNotIn(
            AUTHOR, self.ask(READER, "GET", f"{self.alert}/corrections").text
        )
        shown = self.rest(OFFICE, "GET", made["@id"], 200)
        self.assertEqual(shown["decided_by"], AUTHOR)

    def test_what_waits_is_on_the_start_page_of_who_decides(self):
        self.propose()

        def waiting(user):
            found = self.rest(user, "GET", f"{self.group}/@home", 200).get("tasks") or []
            return [one["items_total"] for one in found if one["task"] == "corrections"]

        self.assertEqual([waiting(user) for user in (AUTHOR, OFFICE)], [[1], [1]])
        self.assertEqual([waiting(user) for user in (READER, OTHER)], [[], []])
        (made,) = self.listed(OFFICE)
        self.decide({"@id": f"{self.alert}/@corrections/{made}"}, "accept")
        self.assertEqual([waiting(user) for user in (AUTHOR, OFFICE)], [[], [1]])
        self.move(self.alert, "archive")
        self.assertEqual([waiting(user) for user in (AUTHOR, OFFICE)], [[], []])

    def test_they_go_with_the_alert_and_not_into_a_copy(self):
        self.propose()
        source = {"source": self.alert}
        url = f"{self.library}/@copy"
        copy = self.rest(OFFICE, "POST", url, 200, json=source)[0]["target"]
        self.assertEqual(
            self.rest(OFFICE, "GET", f"{copy}/@corrections", 200)["items_total"], 0
        )
        self.rest(OFFICE, "DELETE", self.alert, 204)
        with engine(records_url()).connect() as connection:
            self.assertEqual(connection.execute(select(Correction.id)).all(), [])

    def test_what_somebody_else_is_editing_is_not_changed(self):
        made = self.propose()
        self.rest(OFFICE, "POST", f"{self.alert}/@lock", 200, json={"timeout": 600})
        promoted = {"category": "secretariat"}
        url = f"{self.group}/@members/wildlife-xa"
        self.rest(OFFICE, "PATCH", url, 204, json=promoted)
        self.decide(made, "accept", "wildlife-xa", 403)
        self.assertEqual(self.says(), "Port of Nowhere")
