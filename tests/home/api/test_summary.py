"""``@summary``: a week or a month, over REST."""

from datetime import date, timedelta
from tests.library.case import LibraryCase


REQUEST = {
    **{"subject": "EXERCISE: whose?", "kind": "other", "due": "2999-12-31"},
    **{"to": ["wildlife-xc"], "body": "EXERCISE", "handling": "green"},
}


class SummaryTest(LibraryCase):
    def summary(self, user="wildlife-xc", status=200, **query):
        url = f"{self.group}/@summary"
        return self.rest(user, "GET", url, status, params=query)

    def now(self, user="wildlife-xc"):
        numbers = self.summary(user, **{"from": date.today().isoformat()})["numbers"]
        return {name: one["now"] for name, one in numbers.items()}

    def test_without_more_it_is_of_the_last_week_that_is_over(self):
        found = self.summary()
        monday = date.today() - timedelta(days=date.today().weekday() + 7)
        self.assertEqual(found["period"], "week")
        self.assertEqual(found["from"], monday.isoformat())
        self.assertEqual(found["until"], (monday + timedelta(days=6)).isoformat())
        before = (monday - timedelta(days=7)).isoformat()
        self.assertEqual(found["before"]["from"], before)
        found = self.summary(period="month", **{"from": "2026-02-03"})
        self.assertEqual((found["from"], found["until"]), ("2026-02-01", "2026-02-28"))

    def test_requests_are_one_s_own(self):
        before, others = self.now(), self.now("customs-xb")
        url = f"{self.group}/@requests"
        asked = self.rest("police-xa", "POST", url, 201, json=REQUEST)["@id"]
        self.assertEqual(self.now()["requests_asked"], before["requests_asked"] + 1)
        answer = {"body": "Ours."}
        self.rest("wildlife-xc", "POST", f"{asked}/answer", 201, json=answer)
        for name in ("requests_answered", "requests_answered_in_time"):
            self.assertEqual(self.now()[name], before[name] + 1, name)
        self.assertEqual(self.now("customs-xb"), others)

    def test_items_and_topics_are_those_of_the_lists(self):
        alert = self.published()
        found = self.summary(**{"from": date.today().isoformat()})
        self.assertIn(alert, [one["@id"] for one in found["alerts"]["items"]])
        total = found["alerts"]["items_total"]
        self.assertEqual(found["numbers"]["alerts"]["now"], total)
        topics = self.rest("wildlife-xc", "GET", f"{self.group}/@topics", 200)
        known = {one["@id"] for one in topics["items"]}
        self.assertLessEqual({one["@id"] for one in found["topics"]["items"]}, known)

    def test_what_is_no_period_is_refused_by_its_name(self):
        for query, field in (
            ({"period": "year"}, "period"),
            ({"from": "yesterday"}, "from"),
            ({"from": "2999-01-01"}, "from"),
            ({"from": "1960-01-01"}, "from"),
            ({"until": "2026-01-01"}, "until"),
        ):
            answer = self.summary(status=400, **query)
            self.assertEqual([one["field"] for one in answer["errors"]], [field], query)
