"""Requests for assistance over HTTP."""

from datetime import date, timedelta
from tests.messaging.http import in_json, MessagesHttpCase, MISSING


SOON = (date.today() + timedelta(days=5)).isoformat()


class RequestsCase(MessagesHttpCase):
    def setUp(self):
        super().setUp()
        self.messages = f"{self.group}/@requests"

    def request(self, user="customs-xa", to=("police-xb", "wildlife-xa"), **fields):
        asked = {"kind": "identification", "subject": "EXERCISE: cubs", "body": "Which?"}
        return self.done(user, "POST", "", 201, json={**asked, "to": [*to], **fields})


class RequestsTest(RequestsCase):
    def test_one_asks_another_answers_and_it_is_closed(self):
        made = self.request(due=SOON, attachments=[in_json("cub.txt")])
        self.assertEqual(made["@id"], f"{self.messages}/{made['id']}")
        shown = ("open", SOON, False, "by-me", None)
        names = ("state", "due", "overdue", "asked", "about")
        self.assertEqual(tuple(made[name] for name in names), shown)
        url = made["id"]

        got = self.done("police-xb", "GET", url)
        self.assertIn("Which?", got["body"])
        self.assertEqual((got["asked"], got["answers"]), ("me", []))
        self.assertEqual(len(got["attachments"]), 1)
        file = self.ask("police-xb", "GET", got["attachments"][0]["download"])
        self.assertEqual(file.content, b"found: three cubs\n")

        for nothing in ({}, {"body": ""}, {"body": "<p> </p>"}):
            empty = self.ask("police-xb", "POST", f"{url}/answer", json=nothing)
            self.assertBad(empty, "body")
        self.assertEqual(self.done("police-xb", "GET", url)["state"], "open")

        answer = {"body": "A cheetah.", "attachments": [in_json("key.txt")]}
        after = self.done("police-xb", "POST", f"{url}/answer", 201, json=answer)
        self.assertEqual(after["state"], "answered")
        for user in ("customs-xa", "wildlife-xa"):
            (read,) = self.done(user, "GET", url)["answers"]
            self.assertIn("A cheetah.", read["body"])
            self.assertEqual(read["sender"]["id"], "police-xb")
            self.assertEqual(len(read["attachments"]), 1)

        closed = self.done("customs-xa", "POST", f"{url}/close")
        self.assertEqual(closed["state"], "closed")
        late = self.ask("police-xb", "POST", f"{url}/answer", json={"body": "More."})
        self.assertEqual(late.status_code, 409, late.text)

    def test_nobody_else_learns_that_there_is_one(self):
        key = self.request()["id"]
        for user in ("secretariat", "contact-xa", "igo-unodc", "police-xa"):
            self.assertMissing(user, "GET", key)
            for deed in ("answer", "close", "remind"):
                body = {"body": "x"} if deed == "answer" else {}
                self.assertMissing(user, "POST", f"{key}/{deed}", json=body)
            self.assertEqual(self.listed(user)["items"], [])
        self.assertMissing("customs-xa", "GET", MISSING)

    def test_only_its_asker_closes_and_reminds(self):
        key = self.request()["id"]
        for deed in ("close", "remind"):
            refused = self.ask("police-xb", "POST", f"{key}/{deed}", json={})
            self.assertEqual(refused.status_code, 403, refused.text)
        soon = self.ask("customs-xa", "POST", f"{key}/remind", json={})
        self.assertEqual(soon.status_code, 429, soon.text)
        self.assertIn("Retry-After", soon.headers)

    def test_a_message_that_asks_for_nothing_is_no_request(self):
        letter = {"subject": "EXERCISE", "to": ["police-xb"]}
        url = f"{self.group}/@messages"
        key = self.done("customs-xa", "POST", url, 201, json=letter)["id"]
        self.assertMissing("customs-xa", "GET", key)

    def test_lists_by_who_asked_and_by_state(self):
        first, second = self.request()["id"], self.request(to=["customs-xb"])["id"]
        self.done("customs-xb", "POST", f"{second}/answer", 201, json={"body": "Yes."})
        ids = [second, first]
        self.assertEqual(self.ids("customs-xa"), ids)
        self.assertEqual(self.ids("customs-xa", asked="by-me"), ids)
        self.assertEqual(self.ids("customs-xa", asked="me"), [])
        self.assertEqual(self.ids("customs-xa", state="answered"), [second])
        self.assertEqual(self.ids("police-xb", asked="me", state="open"), [first])
        page = self.listed("customs-xa", b_size=1)
        self.assertEqual((page["items_total"], len(page["items"])), (2, 1))
        self.assertIn("next", page["batching"])
        self.assertBad(self.ask("customs-xa", "GET", "?state=lost"), "state")
        self.assertBad(self.ask("customs-xa", "GET", "?asked=you"), "asked")

    def test_what_is_wrong_is_named(self):
        asked = {"kind": "other", "subject": "EXERCISE", "to": ["police-xb"]}
        for field, wrong in (
            ("kind", {"kind": "lunch"}),
            ("subject", {"subject": ""}),
            ("to", {"to": []}),
            ("to[0]", {"to": ["nobody"]}),
            ("organisations[0]", {"organisations": ["Nobody's"]}),
            ("due", {"due": "2020-01-01"}),
            ("due", {"due": "soon"}),
            ("about", {"about": 7}),
            ("about", {"about": f"{self.group}/library/nothing"}),
            ("about.country", {"about": {"country": "QQ", "number": "1"}}),
            ("about.number", {"about": {"country": "XA", "number": "<b>"}}),
            ("igo_confirmed", {"to": ["igo-unodc"], "handling": "amber_strict"}),
            ("handling", {"categories": ["police"], "handling": "red"}),
        ):
            answer = self.ask("customs-xa", "POST", "", json={**asked, **wrong})
            self.assertBad(answer, field)
        self.assertEqual(self.stored()[0], 0)

    def test_all_that_is_wrong_is_named(self):
        asked = {
            "kind": "zz",
            "about": 7,
            "subject": "",
            "due": "2001-01-01",
            "to": ["zz"],
        }
        answer = self.ask("customs-xa", "POST", "", json={**asked, "body": 7})
        self.assertEqual(answer.status_code, 400)
        named = [one["field"] for one in answer.json()["errors"]]
        self.assertCountEqual(named, ["kind", "about", "subject", "due", "to[0]", "body"])
        asked = {"kind": "zz", "subject": "EXERCISE", "body": "Which?", "to": []}
        answer = self.ask("customs-xa", "POST", "", json=asked)
        named = [one["field"] for one in answer.json()["errors"]]
        self.assertEqual(named, ["kind", "to"])
        self.assertEqual(self.done("customs-xa", "GET", "?asked=by-me")["items"], [])

    def test_text_that_names_somebody_is_held_back_in_question_and_answer(self):
        named = {"body": "Call John Fitzgerald Doe, +41 79 123 45 67"}
        answer = self.ask(
            "customs-xa",
            "POST",
            "",
            json={"kind": "other", "subject": "EXERCISE", "to": ["police-xb"], **named},
        )
        self.assertEqual(answer.json()["type"], "NonNominal")
        key = self.request()["id"]
        answer = self.ask("police-xb", "POST", f"{key}/answer", json=named)
        self.assertEqual(answer.json()["type"], "NonNominal")

    def test_a_repeat_asks_and_answers_once(self):
        headers = {"Idempotency-Key": "zq-1"}
        asked = {"kind": "other", "subject": "EXERCISE", "to": ["police-xb"]}
        ids = {
            self.done("customs-xa", "POST", "", 201, json=asked, headers=headers)["id"]
            for _time in range(2)
        }
        (key,) = ids
        for _time in range(2):
            answered = self.done(
                "police-xb",
                "POST",
                f"{key}/answer",
                201,
                json={"body": "Yes."},
                headers=headers,
            )
        self.assertEqual(len(answered["answers"]), 1)

    def test_a_permit_is_shown_with_the_address_of_its_look_up(self):
        about = {"country": "XA", "number": "XA/2026/1"}
        key = self.request(about=about)["id"]
        got = self.done("police-xb", "GET", key)["about"]
        self.assertEqual({name: got[name] for name in about}, about)
        self.assertIn("/permits?country=XA&number=XA%2F2026%2F1", got["@id"])

    def test_the_secretariat_counts_and_nobody_else(self):
        key = self.request()["id"]
        self.request(kind="other")
        self.done("customs-xa", "POST", f"{key}/close")
        url = f"{self.group}/@request-counts"
        items = self.done("secretariat", "GET", url)["items"]
        numbers = {one["kind"]: (one["open"], one["closed"]) for one in items}
        self.assertEqual(numbers, {"identification": (0, 1), "other": (1, 0)})
        refused = self.ask("customs-xa", "GET", url)
        self.assertEqual(refused.status_code, 403)
