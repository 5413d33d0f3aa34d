"""The map of a library's alerts, and that of one alert."""

from tests.library.case import LibraryCase, text_of


MAP = "//figure/*[@role='group'][1]"
DOTS = f"{MAP}//circle"
ARCS = f"{MAP}//*[@class='arc']"


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
        titles = [text_of(one) for one in page.xpath(f"{DOTS}/../../title")]
        self.assertIn("27.3° S 15.5° W (Town or port): 1", titles)
        self.assertIn("Wonderland (exercise): 1", titles, "its country alone is known")
        self.assertEqual(len(titles), 2)
        self.assertEqual(len(page.xpath(ARCS)), 2)
        rows = [text_of(row) for row in page.xpath("//section[h2[@id='legs']]//tr")]
        self.assertEqual(len(rows), 2)
        self.assertTrue(all(row.endswith(" 2") for row in rows), rows)
        self.assertIn("do not imply official endorsement", text_of(page))
        self.assertFalse(page.xpath("//*[@style]"))

    def test_each_mark_and_row_leads_to_the_list_of_its_alerts(self):
        quay = {"latitude": -27.32, "longitude": -15.5, "location": "Blue Quay, hall 3"}
        self.example(**quay)
        self.example(**quay, incident_country="XA", alleged_origin="XB")
        self.example(latitude=12.0, longitude=44.0)
        self.example()
        for query in (
            {},
            {"transport_mode": "rail"},
            {"country": "XB", "incident_from": "2020-01-01"},
            {"leg": "XC-XA"},
            {"leg": ["XC-XA", "XA-XB"]},
            {"area": "country"},
            {"area": ["country", "6.250.658"]},
            {"area": ["1.7.20", "0.6.14"]},
        ):
            page = self.page("police-xb", self.map, **query)
            (head,) = page.xpath("//h2[@id='found']")
            marks = page.xpath(f"{MAP}//a")
            rows = page.xpath("//div[@class='tables']//td/a")
            self.assertGreaterEqual(len(rows), len(marks))
            numbers = []
            for link in (*marks, *rows):
                number = self.check_number(link)
                if link.xpath(".//circle"):
                    numbers.append(number)
                    # The map of the cell has its alerts alone.
                    narrowed = link.get("href").replace("/library?", "/map?")
                    (same,) = self.page("police-xb", narrowed).xpath("//h2[@id='found']")
                    words = f"Alerts on the map: {number} of {number}"
                    self.assertEqual(text_of(same), words)
            shown = f"Alerts on the map: {sum(numbers)} of "
            self.assertTrue(text_of(head).startswith(shown), query)
        page = self.page("police-xb", self.map, transport_mode="rail")
        self.assertIn("Blue Quay: 2", text_of(page))
        self.assertIn("Only the country is known", text_of(page))
        labels = [text_of(one) for one in page.xpath(f"{MAP}//text")]
        self.assertIn("Blue Quay", labels)

    def test_names_and_numbers_are_of_what_one_may_see(self):
        self.example(latitude=-27.32, longitude=-15.5, location="Blue Quay")
        self.assertIn("Blue Quay", self.ask("police-xb", "GET", self.map).text)
        self.assertNotIn("Blue Quay", self.ask("igo-unodc", "GET", self.map).text)

    def test_areas_and_legs_that_are_none_are_refused(self):
        for name, value in (
            *(("area", "9.1.1"), ("area", "1.1"), ("area", "1.1.12345")),
            *(("leg", "XA"), ("leg", "XA-QQ"), ("leg", "xa-xb")),
            *(("area", ["country", "9.1.1"]), ("leg", ["XA-XB", "XA-QQ"])),
        ):
            answer = self.rest(
                "police-xb", "GET", f"{self.group}/@library", 400, params={name: value}
            )
            self.assertEqual([one["field"] for one in answer["errors"]], [name])

    def test_it_shows_what_one_may_see(self):
        before = self.page("igo-unodc", self.map)
        self.example(location="Quay")
        after = self.page("igo-unodc", self.map)
        self.assertEqual(len(before.xpath(DOTS)), len(after.xpath(DOTS)))
        self.assertEqual(self.ask("outsider", "GET", self.map).status_code, 404)

    def test_the_whole_world_and_mistakes(self):
        page = self.page("customs-xa", self.map, view="world")
        (svg,) = page.xpath(MAP)
        (world,) = svg.xpath("image")
        self.assertEqual([world.get(name) for name in ("x", "width")], ["-0.0", "1000.0"])
        self.example()
        page = self.page("customs-xa", self.map, 400, country="QQ")
        (error,) = page.xpath("//*[@role='alert']")
        self.assertIn("“QQ” is not one of the codes.", text_of(error))
        self.assertEqual(page.get_element_by_id("country").get("value"), "QQ")
        self.assertFalse(page.xpath("//figure[@class='map']"))

    def test_an_alert_has_its_own(self):
        """Its marks lead nowhere: the alert is what they stand for."""
        page = self.page("police-xb", self.example(latitude=-27.32, longitude=-15.5))
        self.assertEqual((len(page.xpath(DOTS)), len(page.xpath(ARCS))), (1, 2))
        self.assertFalse(page.xpath("//figure[@class='map']//a"))
        page = self.page("police-xb", self.published(incident_country=None))
        self.assertFalse(page.xpath("//figure[@class='map']"))

    def test_the_library_leads_there(self):
        page = self.page("customs-xa", self.library, country="XB")
        self.assertIn(f"{self.map}?country=XB", page.xpath("//a/@href"))
