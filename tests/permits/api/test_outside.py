"""REST: permits are asked for outside, and kept by the Secretariat."""

from tests.permits.outside import Hub
from tests.permits.rest import PermitsHttpCase


ENFORCEMENT = ("customs-xa", "police-xb", "wildlife-xc", "contact-xa", "secretariat")
NAMES = ("Zqexporter Trading", "Zqharbour")
HEADER = "X-Permit-Token"


class OutsideCase(Hub, PermitsHttpCase):
    def setUp(self):
        super().setUp()
        self.configure()

    def look(self, user, number="gives.1", status=200, token=None, **query):
        query = {"country": "XA", "number": number, **query}
        headers = {HEADER: token} if token else {}
        return self.done(user, "GET", "/outside", status, params=query, headers=headers)

    def keep(self, user, number="gives.1", status=201, **body):
        body = {"country": "XA", "number": number, **body}
        return self.done(user, "POST", "/outside", status, json=body)


class TestLooking(OutsideCase):
    def test_a_permit_is_foreign_and_judged_and_not_kept(self):
        with self.hub():
            answer = self.look("customs-xa", stamp="S 7")
        (found,) = answer["items"]
        self.assertTrue(found["foreign"])
        self.assertTrue(found["final"])
        self.assertEqual(("XA", "gives.1"), (found["country"], found["number"]))
        self.assertEqual("expired", found["verdict"])
        codes = [warning["code"] for warning in found["warnings"]]
        self.assertEqual("stamp_mismatch", codes[0])
        self.assertIn("expired", codes)
        self.assertIsNone(answer["refusal"])
        self.assertEqual(0, self.stored())

    def test_names_and_addresses_only_for_enforcement(self):
        with self.hub():
            for user in (*ENFORCEMENT, "igo-interpol"):
                (found,) = self.look(user)["items"]
                for name in NAMES:
                    shown = name in str(found)
                    self.assertEqual(user in ENFORCEMENT, shown, (user, name))
                self.assertEqual("XB", found["importer"]["country"])

    def test_a_code_comes_in_a_header(self):
        with self.hub():
            (found,) = self.look("customs-xa", "protected.1", token="zqtoken")["items"]
            self.assertEqual("protected.1", found["number"])
            query = {"country": "XA", "number": "protected.1", "token": "zqtoken"}
            self.assertBad(
                self.ask("customs-xa", "GET", "/outside", params=query), "token"
            )
        # Both kinds of certificate, of the one question that was let through.
        self.assertEqual(2, len(self.asked()))

    def test_refusals(self):
        refusals = {
            "nothing.1": ("missing", 200),
            "fault.CalleeNotFound.1": ("not_available", 200),
            "wordy.1": ("refused", 200),
            "fault.CallerNotFound.1": ("caller_unknown", 502),
            "words.1": ("unreachable", 502),
        }
        with self.hub():
            for number, (kind, status) in refusals.items():
                answer = self.look("customs-xa", number, status)
                self.assertEqual([], answer["items"])
                self.assertEqual(kind, answer["refusal"]["type"])
                self.assertTrue(answer["refusal"]["message"])
                if kind == "refused":
                    self.assertIn("<b>Ask again", answer["refusal"]["said"])

    def test_a_hub_that_fails_is_left_in_peace(self):
        for _time in range(3):
            self.look("customs-xa", status=502)
        query = {"country": "XA", "number": "gives.1"}
        with self.hub():
            answer = self.ask("police-xb", "GET", "/outside", params=query)
            self.assertEqual(503, answer.status_code)
            self.assertEqual("resting", answer.json()["refusal"]["type"])
            self.assertEqual("60", answer.headers["Retry-After"])
        self.assertEqual([], self.asked())

    def test_the_patience_ends(self):
        self.configure(**{"epix-patience": "1"})
        with self.hub():
            answer = self.look("customs-xa", "slow.1", 504)
        self.assertEqual("time_out", answer["refusal"]["type"])
        (event,) = self.events("outside")
        self.assertEqual("time_out", event.detail["result"])

    def test_questions_that_make_no_sense(self):
        for query, field in (
            ({"number": "1"}, "country"),
            ({"country": "QQ", "number": "1"}, "country"),
            ({"country": "XA"}, "number"),
            ({"country": "XA", "number": " - "}, "number"),
            ({"country": "XA", "number": "1" * 71}, "number"),
            ({"country": "XA", "number": ["1", "2"]}, "number"),
            ({"country": "XA", "number": "1", "stamp": "1" * 71}, "stamp"),
        ):
            self.assertBad(self.ask("customs-xa", "GET", "/outside", params=query), field)
        self.assertEqual([], self.events("outside"))

    def test_the_state(self):
        with self.hub():
            path, query = "/outside/state", {"country": "XA"}
            answer = self.done("secretariat", "GET", path, params=query)
            self.assertIsNone(answer["refusal"])
            self.assertBad(self.ask("secretariat", "GET", path), "country")
        answer = self.done("secretariat", "GET", path, 502, params=query)
        self.assertEqual("unreachable", answer["refusal"]["type"])

    def test_without_a_source(self):
        self.configure(**{"epix-url": ""})
        query = {"country": "XA", "number": "1"}
        for method, path, more in (
            ("GET", "/outside", {"params": query}),
            ("GET", "/outside/state", {"params": {"country": "XA"}}),
            ("POST", "/outside", {"json": query}),
        ):
            answer = self.ask("secretariat", method, path, **more)
            self.assertEqual(404, answer.status_code, (method, path))


class TestKeeping(OutsideCase):
    def test_kept_as_from_another_system(self):
        with self.hub():
            answer = self.keep("secretariat", "protected.1", token="zqtoken")
            self.assertEqual((1, 0, 0), self.counts(answer))
            found = self.done("igo-interpol", "GET", f"/{answer['id']}")
            self.assertEqual(answer["@id"], found["@id"])
            self.assertEqual("external", found["source"])
            again = self.keep("secretariat", "protected.1", token="zqtoken")
            self.assertEqual((0, 0, 1), self.counts(again))
        self.assertEqual(1, self.stored())

    def counts(self, answer):
        return tuple(answer[name] for name in ("created", "changed", "unchanged"))

    def test_nothing_to_keep(self):
        with self.hub():
            answer = self.keep("secretariat", "nothing.1", 200)
        self.assertEqual("missing", answer["refusal"]["type"])
        self.assertEqual(0, self.stored())

    def test_not_what_was_not_read_whole(self):
        with self.hub():
            answer = self.keep("secretariat", "odd.1", 400)
        self.assertIn("purpose", answer["message"])
        self.assertEqual(0, self.stored())
        self.assertEqual(1, len(self.events("outside")))

    def test_bodies_that_make_no_sense(self):
        for body in ({"x": 1}, [], {"country": 1, "number": {}}, {"number": "1"}):
            answer = self.ask("secretariat", "POST", "/outside", json=body)
            self.assertEqual(400, answer.status_code, answer.text[:500])
        self.assertEqual([], self.asked())
