"""REST: permits are searched and counted."""

from dataclasses import replace
from tests.permits.rest import CURRENT, ENFORCEMENT, PermitsHttpCase


class TestSearch(PermitsHttpCase):
    def setUp(self):
        super().setUp()
        self.store(*(replace(CURRENT, number=f"XA-{one}") for one in range(3)))

    def test_by_enforcement_and_secretariat(self):
        for user in ENFORCEMENT:
            query = {"species": "acinonyx", "country": "xa", "b_size": 2}
            found = self.done(user, path="/search", params=query)
            self.assertEqual(3, found["items_total"])
            self.assertEqual(["XA-2", "XA-1"], [one["number"] for one in found["items"]])
            self.assertIn("b_start=2", found["batching"]["next"])
            self.assertEqual(["Acinonyx jubatus"], found["items"][0]["species"])
            counts = self.done(user, path="/statistics", params=query)
            self.assertEqual(3, counts["permits_total"])
            self.assertEqual([{"value": "XA", "permits": 3}], counts["country"])
        self.assertNotIn("Road", str(found))

    def test_never_by_intergovernmental_organisations(self):
        for path in ("/search", "/statistics", "/search?country=XA"):
            self.assertEqual(403, self.ask("igo-interpol", path=path).status_code)
        self.assertEqual([], self.events("search"))

    def test_each_part_of_the_question(self):
        for query, total in (
            ({"status": "issued"}, 3),
            ({"status": "used"}, 0),
            ({"valid_on": CURRENT.valid_until.isoformat()}, 3),
            ({"valid_on": "2020-01-01"}, 0),
            ({"origin_country": "XA"}, 3),
            ({"origin_country": "XB"}, 0),
        ):
            found = self.done("police-xb", path="/search", params=query)
            self.assertEqual(total, found["items_total"], query)

    def test_questions_that_make_no_sense(self):
        for query, field in (
            ("country=QQ", "country"),
            ("origin_country=7", "origin_country"),
            ("status=lost", "status"),
            ("valid_on=tomorrow", "valid_on"),
            ("species=a&species=b", "species"),
            ("b_size=101", "b_size"),
            ("b_start=-1", "b_start"),
        ):
            for path in ("search", "statistics"):
                self.assertBad(self.ask("police-xb", path=f"/{path}?{query}"), field)
