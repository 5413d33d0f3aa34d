"""``@use``: numbers of a time, over REST."""

from datetime import date
from tests.library.case import LibraryCase


REQUEST = {
    **{"subject": "EXERCISE: whose?", "kind": "other", "due": "2999-12-31"},
    **{"to": ["wildlife-xc"], "body": "EXERCISE", "handling": "green"},
}


class UseTest(LibraryCase):
    def use(self, user="secretariat", status=200, **query):
        return self.rest(user, "GET", f"{self.group}/@use", status, params=query)

    def test_requests_asked_and_answered_in_time(self):
        def requests():
            found = {one.pop("kind"): one for one in self.use()["requests"]}
            return found.get("other", {"asked": 0, "answered": 0, "in_time": 0})

        before = requests()
        url = f"{self.group}/@requests"
        asked = [self.rest("police-xa", "POST", url, 201, json=REQUEST) for _ in "ab"]
        answer = {"body": "Ours."}
        url = f"{asked[0]['@id']}/answer"
        self.rest("wildlife-xc", "POST", url, 201, json=answer)
        more = {"asked": 2, "answered": 1, "in_time": 1}
        expected = {name: number + more[name] for name, number in before.items()}
        self.assertEqual(requests(), expected)

    def test_it_is_of_this_year_or_of_the_days_asked_for(self):
        year = date.today().year
        found = self.use()
        self.assertEqual(found["from"], f"{year}-01-01")
        self.assertEqual(found["until"], date.today().isoformat())
        self.assertGreater(sum(one["members"] for one in found["members"]), 5)
        found = self.use(**{"from": "2020-03-01"})
        self.assertEqual((found["until"], found["messages_sent"]), ("2020-12-31", 0))
        for query, field in (
            ({"from": "x"}, "from"),
            ({"from": "2026-02-01", "until": "2026-01-01"}, "until"),
            ({"from": "0001-01-01"}, "from"),
            ({"until": "9999-12-31"}, "until"),
            ({"year": "2026"}, "year"),
        ):
            answer = self.use(status=400, **query)
            self.assertEqual([one["field"] for one in answer["errors"]], [field], query)

    def test_it_is_the_secretariat_s(self):
        self.use("customs-xa", 403)
        self.use("outsider", 404)
