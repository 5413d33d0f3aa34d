"""``@statistics``: what the alerts of a library add up to."""

from tests.library.case import LibraryCase


KEYS = {
    *("@id", "incidents", "by_month", "by_country", "by_species", "by_taxon", "by_term"),
    *("by_transport_mode", "by_concealment", "by_detection_method", "by_agency"),
    *("by_handling", "by_alert_type", "quantities", "routes", "places"),
    *("sightings", "sightings_by_country"),
}
LINE = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 3}
SKIN = {"species": "Acinonyx jubatus", "term": "SKI", "quantity": 1.5, "unit": "KIL"}


class StatisticsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.statistics = f"{self.group}/@statistics"

    def numbers(self, user, status=200, **query):
        return self.rest(user, "GET", self.statistics, status, params=query)

    def test_it_adds_up_what_the_caller_may_see(self):
        before = self.numbers("police-xb")
        self.published(
            incident_date="2026-02-28",
            incident_country="XA",
            alleged_origin="XC",
            transit_countries=["XA"],
            alleged_destination="XB",
            latitude=-27.31,
            longitude=-15.5,
            position_precision="place",
            specimens=[LINE, LINE, SKIN],
        )
        found = self.numbers("police-xb")
        self.assertEqual(found.keys(), KEYS)
        self.assertEqual(found["incidents"], before["incidents"] + 1)
        self.assertEqual(self.numbers("igo-unodc"), before, "it is not shared")
        found = self.numbers("police-xb", **{"from": "2026-02-28", "until": "2026-02-28"})
        self.assertEqual(found["incidents"], 1)
        self.assertEqual(found["by_month"], {"2026-02": 1})
        self.assertEqual(found["by_country"], {"XA": 1})
        self.assertEqual(
            found["quantities"],
            [
                {"species": LINE["species"], "term": "LIV", "unit": None, "quantity": 6},
                {**SKIN, "unit": "KIL", "quantity": 1.5},
            ],
        )
        self.assertEqual(
            found["routes"],
            [{"origin": "XC", "transit": ["XA"], "destination": "XB", "incidents": 1}],
        )
        place = {"latitude": -27.3, "longitude": -15.5, "precision": "place"}
        self.assertEqual(found["places"], [{**place, "incidents": 1}])

    def test_sightings_are_those_of_the_alerts_that_are_counted(self):
        def sighted(user, **query):
            found = self.numbers(user, **query)
            return found["sightings"], found["sightings_by_country"]

        alert = self.published(incident_country="XA", handling="green")
        shared = self.published("share", incident_country="XB")
        for item, countries in ((alert, ("XB", "XC", "XC")), (shared, ("XA",))):
            for country in countries:
                body = {"country": country}
                self.rest("police-xb", "POST", f"{item}/@sightings", 201, json=body)
        every = (4, {"XC": 2, "XA": 1, "XB": 1})
        self.assertEqual(sighted("customs-xa"), every)
        self.assertEqual(sighted("customs-xa", country="XA"), (3, {"XC": 2, "XB": 1}))
        self.assertEqual(sighted("igo-unodc"), (1, {"XA": 1}), "only what is shared")
        self.assertEqual(sighted("customs-xa", type="LibraryDocument"), (0, {}))
        heads = {"Accept": "application/json"}
        tag = self.ask("customs-xa", "GET", self.statistics, headers=heads).headers
        known = {**heads, "If-None-Match": tag["ETag"]}
        same = self.ask("customs-xa", "GET", self.statistics, headers=known)
        self.assertEqual(same.status_code, 304)
        body = {"country": "XA"}
        self.rest("police-xb", "POST", f"{alert}/@sightings", 201, json=body)
        self.assertEqual(
            self.ask("customs-xa", "GET", self.statistics, headers=known).status_code, 200
        )

    def test_filters_are_those_of_the_library(self):
        self.published(incident_country="XA", specimens=[LINE])
        self.published(incident_country="XB", incident_date="2026-01-31")
        for query in (
            {"country": "XA"},
            {"taxon": "Felidae"},
            {"species": "guépard"},
            {"q": "crate", "country": "XB"},
            {"state": "draft"},
        ):
            listed = self.rest(
                "customs-xa",
                "GET",
                f"{self.group}/@library",
                200,
                params={**query, "type": "Alert"},
            )
            found = self.numbers("customs-xa", **query)
            self.assertEqual(found["incidents"], listed["items_total"], query)
        self.assertEqual(
            self.numbers("customs-xa", type="LibraryDocument")["incidents"], 0
        )

    def test_mistakes_are_named(self):
        for query, field in (
            ({"from": "soon"}, "from"),
            ({"from": "2026-02-01", "until": "2026-01-01"}, "until"),
            ({"country": "QQ"}, "country"),
            ({"since": "2026-01-01"}, "since"),
            ({"incident_from": "2026-01-01"}, "incident_from"),
        ):
            answer = self.numbers("customs-xa", 400, **query)
            self.assertEqual([one["field"] for one in answer["errors"]], [field])

    def test_the_list_takes_the_period_of_incidents_too(self):
        self.published(incident_date="2026-01-31")
        query = {"incident_from": "2026-01-31", "incident_until": "2026-02-01"}
        listed = self.rest(
            "customs-xa", "GET", f"{self.group}/@library", 200, params=query
        )
        self.assertEqual(
            [row["incident_date"] for row in listed["items"]], ["2026-01-31"]
        )

    def test_what_has_not_changed_is_not_sent_again(self):
        first = self.ask(
            "customs-xa", "GET", self.statistics, headers={"Accept": "application/json"}
        )
        headers = {"Accept": "application/json", "If-None-Match": first.headers["ETag"]}
        again = self.ask("customs-xa", "GET", self.statistics, headers=headers)
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.published()
        again = self.ask("customs-xa", "GET", self.statistics, headers=headers)
        self.assertEqual(again.status_code, 200)
