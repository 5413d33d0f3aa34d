"""The map of a library's alerts, and that of one alert."""

from tests.library.case import LibraryCase, text_of


DOTS, ARCS = "//*[@class='dot']", "//*[@class='arc']"


class MapTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.map = f"{self.group}/map"

    def example(self, **fields):
        fields = {
            "incident_country": "XB",
            "alleged_origin": "XC",
            "transit_countries": ["XA"],
            "alleged_destination": "XB",
            "transport_mode": ["rail"],
            **fields,
        }
        return self.published(**fields)

    def test_places_and_ways_are_drawn_and_told(self):
        place = {"latitude": -27.32, "longitude": -15.5, "position_precision": "place"}
        self.example(**place)
        self.example()
        page = self.page("police-xb", self.map, transport_mode="rail")
        (head,) = page.xpath("//h2[@id='found']")
        self.assertEqual(text_of(head), "Alerts on the map: 2 of 2")
        titles = [text_of(one) for one in page.xpath(f"{DOTS}/title")]
        self.assertIn("27.3° S 15.5° W (Town or port): 1", titles)
        self.assertEqual(len(titles), 2, "the other is in the middle of its country")
        self.assertEqual(len(page.xpath(ARCS)), 2)
        rows = [text_of(row) for row in page.xpath("//section[h2[@id='legs']]//tr")]
        self.assertEqual(len(rows), 2)
        self.assertTrue(all(row.endswith(" 2") for row in rows), rows)
        self.assertIn("do not imply official endorsement", text_of(page))
        self.assertFalse(page.xpath("//*[@style]"))

    def test_it_shows_what_one_may_see(self):
        before = self.page("igo-unodc", self.map)
        self.example(location="Quay")
        after = self.page("igo-unodc", self.map)
        self.assertEqual(len(before.xpath(DOTS)), len(after.xpath(DOTS)))
        self.assertEqual(self.ask("outsider", "GET", self.map).status_code, 404)

    def test_the_whole_world_and_mistakes(self):
        page = self.page("customs-xa", self.map, view="world")
        (svg,) = page.xpath("//figure//svg")
        self.assertTrue(svg.get("viewbox").startswith("0.0 0.0 1000.0"))
        self.example()
        page = self.page("customs-xa", self.map, 400, country="QQ")
        (error,) = page.xpath("//*[@role='alert']")
        self.assertIn("“QQ” is not one of the codes.", text_of(error))
        self.assertEqual(page.get_element_by_id("country").get("value"), "QQ")
        self.assertFalse(page.xpath("//figure[@class='map']"))

    def test_an_alert_has_its_own(self):
        page = self.page("police-xb", self.example(latitude=-27.32, longitude=-15.5))
        self.assertEqual((len(page.xpath(DOTS)), len(page.xpath(ARCS))), (1, 2))
        page = self.page("police-xb", self.published(incident_country="XB"))
        self.assertFalse(page.xpath("//figure[@class='map']"))

    def test_the_library_leads_there(self):
        page = self.page("customs-xa", self.library, country="XB")
        self.assertIn(f"{self.map}?country=XB", page.xpath("//a/@href"))
