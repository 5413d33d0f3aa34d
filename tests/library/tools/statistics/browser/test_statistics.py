"""The page of statistics, and its files."""

import csv
import io
from lxml import etree
from openpyxl import load_workbook
from tests.library.case import LibraryCase, text_of
from urllib.parse import urljoin


class StatisticsPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.statistics = f"{self.group}/statistics"

    def example(self):
        self.published(
            incident_date="2026-02-28",
            incident_country="XB",
            alleged_origin="XC",
            alleged_destination="XA",
            transport_mode=["rail"],
            specimens=[
                {
                    "species": "=HYPERLINK(1)",
                    "term": "SKI",
                    "quantity": 1.5,
                    "unit": "KIL",
                }
            ],
        )

    def test_each_number_leads_to_a_list_of_so_many(self):
        self.example()
        query = {"country": "XB", "alert_type": "seizure", "figures": "all"}
        page = self.page("police-xb", self.statistics, **query)
        links = page.xpath("//section[@class='statistics']//td/a | //h2[@id='found']/a")
        self.assertGreater(len(links), 5)
        for link in links:
            self.check_number(link)

    def test_cells_and_bars_of_each_breakdown_lead_to_their_alerts(self):
        self.example()
        self.published(incident_country="XB", transport_mode=["rail", "road"])
        for query in (
            {"rows": "transport_mode", "columns": "year"},
            {"rows": "country", "columns": "alert_type", "transport_mode": "road"},
            {"rows": "transport_mode", "columns": "country", "transport_mode": "road"},
            {"rows": "transport_mode", "transport_mode": ["road", "rail"]},
        ):
            page = self.page("police-xb", self.statistics, country="XB", **query)
            cells = page.xpath("//table[@class='cross']//td/a | //dl//a")
            bars = page.xpath("//*[local-name()='svg'][@class='breakdown']//a")
            self.assertTrue(cells and bars)
            for link in (*cells, *bars):
                self.check_number(link)

    def test_key_figures_are_compared_with_the_time_before(self):
        line = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 3}
        for day, kind in (
            *(("2026-01-05", "seizure"), ("2026-01-10", "seizure")),
            *(("2026-01-20", "other"), ("2026-02-01", "seizure")),
        ):
            self.published(incident_date=day, alert_type=kind, specimens=[line])
        days = {"incident_from": "2026-01-06", "incident_until": "2026-01-10"}
        before = self.page("police-xb", self.statistics, **days)
        figures = [text_of(one) for one in before.xpath("//dl//dd")]
        self.assertEqual(
            figures[:3],
            ["1 ±0 (before: 1)", "1 ±0 (before: 1)", "3 ±0 (before: 3)"],
        )

    def test_a_breakdown_has_what_the_reader_may_see(self):
        query = {"rows": "species", "columns": "country"}

        def cells(user):
            page = self.page(user, self.statistics, **query)
            return [text_of(one) for one in page.xpath("//table[@class='cross']//tr")]

        before = cells("igo-unodc")
        self.example()
        self.assertIn("=HYPERLINK(1)", " ".join(cells("police-xb")))
        self.assertEqual(cells("igo-unodc"), before)

    def test_the_picture_is_a_file_that_tells_its_mark(self):
        self.example()
        query = {"transport_mode": "rail", "download": "svg", "rows": "species"}
        answer = self.ask("police-xb", "GET", self.statistics, params=query)
        self.assertIn("-tlp-green.svg", answer.headers["Content-Disposition"])
        self.assertIn("TLP:GREEN · ", answer.text)
        drawn = etree.fromstring(answer.content)
        self.assertEqual(drawn.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertNotIn("href", answer.text)

    def test_of_two_kinds_of_file_at_once_neither_is_one(self):
        self.example()
        page = self.page("police-xb", self.statistics, download=["csv", "xlsx"])
        self.assertTrue(page.xpath("//section[@class='statistics']"))

    def test_it_reads_without_scripts_and_without_eyes(self):
        self.example()
        page = self.page("police-xb", self.statistics)
        self.assertFalse(page.xpath("//svg[@role='img']"))
        (onward,) = page.xpath("//a[contains(@href, 'figures=all')]/@href")
        page = self.page("police-xb", urljoin(self.statistics, onward))
        (chart,) = page.xpath("//svg[@role='img']")
        self.assertEqual(
            chart.get("aria-labelledby"), chart.xpath("title/@id")[0], "it has a name"
        )
        months = page.xpath("//table[@class='months']//td/a")
        self.assertTrue(months)
        self.assertFalse(page.xpath("//*[@style]"))
        (quantities,) = page.xpath("//section[h2[@id='quantities']]//tbody")
        self.assertIn("=HYPERLINK(1)", text_of(quantities))

    def test_sightings_are_counted_on_the_page_and_in_files(self):
        alert = self.published(incident_country="XB")
        page = self.page("igo-unodc", self.statistics, figures="all")
        self.assertFalse(page.xpath("//*[@id='t-sightings']"))
        body = {"country": "XC"}
        self.rest("police-xb", "POST", f"{alert}/@sightings", 201, json=body)
        page = self.page("police-xb", self.statistics, figures="all")
        (table,) = page.xpath("//table[@aria-labelledby='t-sightings']")
        (country, number), bars = table.xpath(".//th | .//td")[:2], table.xpath(".//a")
        self.assertEqual((text_of(number), bars), ("1", []))
        query = {"country": "XB", "download": "csv"}
        answer = self.ask("police-xb", "GET", self.statistics, params=query)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertIn(["Sightings", "1"], rows)
        self.assertIn([text_of(country), "XC", "1"], rows)
        page = self.page("igo-unodc", self.statistics, figures="all")
        self.assertFalse(page.xpath("//*[@id='t-sightings']"))

    def test_the_library_leads_there_with_its_filters(self):
        page = self.page("customs-xa", self.library, country="XB", sort_on="title")
        (link,) = page.xpath("//a[contains(@href, '/statistics')]/@href")
        self.assertEqual(link, f"{self.statistics}?country=XB")

    def test_filters_that_are_wrong_are_named(self):
        page = self.page("customs-xa", self.statistics, 400, incident_from="soon")
        (error,) = page.xpath("//*[@role='alert']")
        self.assertIn("Incident from", text_of(error))
        self.assertEqual(page.get_element_by_id("incident_from").get("value"), "soon")
        self.assertFalse(page.xpath("//section[@class='statistics']"))
        query = {"incident_from": "soon", "download": "csv"}
        answer = self.ask("customs-xa", "GET", self.statistics, params=query)
        self.assertEqual(answer.status_code, 400)

    def test_others_do_not_find_it(self):
        self.assertEqual(self.ask("outsider", "GET", self.statistics).status_code, 404)

    def test_nothing_to_count(self):
        page = self.page("customs-xa", self.statistics, q="zqnothing")
        self.assertTrue(page.xpath("//p[@class='empty']"))
        self.assertFalse(page.xpath("//svg[@role='img']"))

    def test_the_files_tell_filters_and_marks_and_run_nothing(self):
        self.example()
        query = {"transport_mode": "rail", "download": "csv"}
        answer = self.ask("police-xb", "GET", self.statistics, params=query)
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("-tlp-green.csv", answer.headers["Content-Disposition"])
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertIn(["Means of transport", "Rail"], rows)
        self.assertIn(["Handling code", "TLP:GREEN", "1"], rows)
        self.assertIn(["2026-02", "1"], rows)
        quantity = [row for row in rows if row and row[0] == "'=HYPERLINK(1)"]
        self.assertIn("1.5", quantity[-1])
        self.assertIn(["XC", "", "XA", "1"], rows)
        query["download"] = "xlsx"
        answer = self.ask("police-xb", "GET", self.statistics, params=query)
        book = load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.assertIn("'=HYPERLINK(1)", [cell.value for cell in cells])
        self.assertNotIn("f", {cell.data_type for cell in cells})
        trail = f"{self.group}/@audit?action=library.statistics"
        taken = self.rest("secretariat", "GET", trail, 200)["items"]
        told = [(one["actor"], one["detail"]) for one in taken]
        self.assertEqual(told, [("police-xb", {"items": 1})] * 2)
