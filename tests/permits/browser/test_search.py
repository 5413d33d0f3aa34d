"""Search and statistics, for enforcement and the Secretariat."""

from cites.cug.permits.permit import Status
from dataclasses import replace
from datetime import timedelta
from tests.permits.browser.case import (
    current,
    ENFORCEMENT,
    IGOS,
    NAMES,
    PermitsCase,
    TODAY,
)
from tests.permits.examples import SOUND_LINE
from urllib.parse import urlencode


SERVAL = replace(SOUND_LINE, scientific_name="Leptailurus serval", origin_country="XC")


class SearchTest(PermitsCase):
    def setUp(self):
        super().setUp()
        self.search = f"{self.permits}/search"
        self.store(
            current(number="A 1"),
            current(number="A 2", lines=(SERVAL, SERVAL)),
            current(number="B 1", country="XB"),
        )
        self.mark(self.known("XB", "B 1"), Status.USED)

    def asked(self, query, status=200):
        return self.page("police-xa", f"{self.search}?{urlencode(query, True)}", status)

    def found(self, **query):
        tree = self.asked(query)
        return tree.xpath("//ul[@class='rows']//p[@class='row-head']/a/text()")

    def test_who_may(self):
        for user in ENFORCEMENT:
            tree = self.page(user, self.search)
            self.assertEqual(3, len(tree.xpath("//ul[@class='rows']/li")))
            for name in NAMES:
                self.assertNotIn(name, self.words(tree))
            self.assertTrue(
                self.page(user, self.permits).xpath("//a[@href=$it]", it=self.search)
            )
        for user in IGOS:
            for query in ({}, {"view": "statistics"}, {"country": "XA"}):
                self.page(user, self.search, status=403, **query)
            self.assertFalse(
                self.page(user, self.permits).xpath("//a[@href=$it]", it=self.search)
            )
        self.page("outsider", self.search, status=404)

    def test_by_what_they_are_about(self):
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        for query, expected in (
            ({"species": "leptailurus"}, ["XA A 2"]),
            ({"species": "serval"}, ["XA A 2"]),
            ({"country": "XB"}, ["XB B 1"]),
            ({"status": "used"}, ["XB B 1"]),
            ({"origin_country": "XC"}, ["XA A 2"]),
            ({"valid_on": tomorrow, "country": "XA"}, ["XA A 2", "XA A 1"]),
            ({"valid_on": "2000-01-01"}, []),
        ):
            self.assertEqual(expected, self.found(**query), query)

    def test_what_was_asked_stays_in_the_form_and_on_the_next_page(self):
        tree = self.page("police-xa", self.search, country="XA", b_size=1)
        (chosen,) = tree.xpath("//select[@name='country']/option[@selected]/@value")
        self.assertEqual("XA", chosen)
        (link,) = tree.xpath("//a[@rel='next']/@href")
        self.assertIn("country=XA", link)
        self.assertFalse(tree.xpath("//a[@rel='prev']"))
        tree = self.page("police-xa", link)
        self.assertTrue(tree.xpath("//a[@rel='prev']"))
        self.assertIn("2–2 of 2", self.words(tree))

    def test_mistakes_are_named(self):
        for query, field in (
            ({"country": "QQ"}, "country"),
            ({"origin_country": "QQ"}, "origin_country"),
            ({"status": "valid"}, "status"),
            ({"valid_on": "tomorrow"}, "valid_on"),
            ({"species": ["a", "b"]}, "species"),
        ):
            tree = self.asked(query, 400)
            (wrong,) = tree.xpath("//main//*[@aria-invalid='true']/@name")
            self.assertEqual(field, wrong)
        tree = self.page("police-xa", self.search, status=400, b_start="x")
        self.assertTrue(tree.xpath("//main//*[@role='alert']"))

    def test_statistics(self):
        tree = self.page("police-xa", self.search, view="statistics")
        counts = {
            table.xpath("string(caption)"): [
                " ".join(row.text_content().split()) for row in table.xpath(".//tr")
            ]
            for table in tree.xpath("//main//table")
        }
        self.assertEqual(["Issued 2", "Used 1"], counts["Status"])
        # Both lines of one permit count once.
        self.assertEqual(
            ["Acinonyx jubatus 2", "Leptailurus serval 1"], counts["Scientific name"]
        )
        (link,) = tree.xpath("//table[caption='Status']//a[text()='Used']/@href")
        self.assertEqual(
            ["XB B 1"],
            self.page("police-xa", link).xpath("//ul[@class='rows']//a/text()"),
        )
        tree = self.page("police-xa", self.search, view="statistics", country="XA")
        self.assertIn("Permits found: 2", self.words(tree))
