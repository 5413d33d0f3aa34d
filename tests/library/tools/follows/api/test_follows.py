"""REST: what a member follows is the member's own."""

from cites.cug.demo.accounts import ACCOUNTS
from cites.cug.library.tools.follows import actions
from tests.library.case import LibraryCase
from unittest import mock


class FollowsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/@follows"

    def post(self, user="police-xb", status=201, **body):
        return self.rest(user, "POST", self.url, status, json=body)

    def listed(self, user="police-xb"):
        return self.rest(user, "GET", self.url, 200)["items"]

    def test_a_member_follows_and_stops(self):
        made = self.post(field="species", value="cheetah")
        self.assertEqual(("species", "Acinonyx jubatus"), (made["field"], made["value"]))
        self.assertEqual(
            (0, "Acinonyx jubatus (Cheetah)"), (made["unread"], made["title"])
        )
        again = self.post(field="species", value="Acinonyx jubatus", status=200)
        self.assertEqual(made, again)
        self.assertEqual([made], self.listed())
        self.rest("police-xb", "DELETE", made["@id"], 204)
        self.assertEqual([], self.listed())
        self.rest("police-xb", "DELETE", made["@id"], 404)

    def test_a_search_names_no_account_from_elsewhere(self):
        names = {"outsider": "outsider", "nobody-at-all": "nobody-at-all"}
        names["customs-xa"] = ACCOUNTS["customs-xa"].fullname
        for user_id, name in names.items():
            made = self.post(field="search", value=f"author={user_id}")
            self.assertEqual(f"Author: {name}", made["title"])

    def test_the_trail_keeps_that_one_follows_and_not_what(self):
        made = self.post(field="country", value="XC")
        self.post(field="country", value="XC", status=200)
        self.rest("police-xb", "DELETE", made["@id"], 204)
        self.rest("police-xb", "DELETE", made["@id"], 404)
        url = f"{self.group}/@audit?actor=police-xb"
        found = self.rest("secretariat", "GET", url, 200)["items"]
        told = [(one["action"], one["detail"]) for one in found]
        detail = {"follow": made["id"], "field": "country"}
        self.assertEqual(
            [one for one in told if "follow" in one[0]],
            [("library.unfollow", detail), ("library.follow", detail)],
        )

    def test_others_neither_see_nor_stop_it(self):
        made = self.post(field="country", value="XC")
        for user in ("customs-xa", "secretariat"):
            self.assertEqual([], self.listed(user))
            self.rest(user, "DELETE", made["@id"], 404)
        self.rest("outsider", "GET", self.url, 404)
        self.rest("outsider", "POST", self.url, 404, json={})
        self.assertEqual([made], self.listed())

    def test_bad_input_names_the_field(self):
        for body, field in (
            ({"field": "title", "value": "x"}, "field"),
            ({"value": "XA"}, "field"),
            ({"field": "country"}, "value"),
            ({"field": "country", "value": "QQ"}, "value"),
            ({"field": "search", "value": "handling=white"}, "value"),
            ({"field": "country", "value": "XA", "owner": "x"}, "owner"),
        ):
            errors = self.post(status=400, **body)["errors"]
            self.assertEqual([field], [error["field"] for error in errors], body)
        self.assertEqual([], self.listed())

    def test_a_repeat_with_its_key_is_done_once(self):
        answers = [
            self.ask(
                "police-xb",
                "POST",
                self.url,
                json={"field": "route", "value": "XC-XB"},
                headers={"Accept": "application/json", "Idempotency-Key": "follow-1"},
            )
            for _time in range(2)
        ]
        self.assertEqual([201, 201], [answer.status_code for answer in answers])
        self.assertEqual(*(answer.json() for answer in answers))
        self.assertEqual(1, len(self.listed()))

    def test_there_is_an_end(self):
        with mock.patch.object(actions, "MOST_FOLLOWS", 1):
            self.post(field="country", value="XC")
            self.post(field="country", value="XB", status=409)
