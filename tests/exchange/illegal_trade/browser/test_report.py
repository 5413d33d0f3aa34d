"""The page of the illegal trade report."""

from tests.library.case import LibraryCase, text_of


SEIZURE = {
    "incident_date": "2025-03-04",
    "incident_country": "XA",
    "location": "Port of XA",
    "location_type": "seaport",
    "specimens": [{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2}],
}


class ReportPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.report = f"{self.group}/illegal-trade-report"

    def shown(self, user, status=200, **query):
        return self.page(user, self.report, status, year="2025", **query)

    def test_it_says_what_is_missing_and_who_can_mend_it(self):
        item = self.published(**SEIZURE)
        page = self.shown("secretariat", country="XA")
        (row,) = page.xpath("//section[@aria-labelledby='incomplete']//li")
        self.assertIn("Detecting agency", text_of(row))
        self.assertEqual(row.xpath(".//a/@href"), [item, f"{item}/edit"])
        page = self.shown("contact-xa")
        (row,) = page.xpath("//section[@aria-labelledby='incomplete']//li")
        self.assertEqual(row.xpath(".//a/@href"), [item])

    def test_of_two_kinds_of_file_at_once_neither_is_one(self):
        page = self.shown("contact-xa", download=["csv", "xlsx"])
        self.assertIn("No file of this report", text_of(page))

    def test_a_file_is_taken_and_told_of(self):
        self.published(**SEIZURE)
        page = self.shown("contact-xa")
        self.assertIn("No file of this report", text_of(page))
        (url,) = page.xpath("//a[contains(@href, 'download=xlsx')]/@href")
        answer = self.ask("contact-xa", "GET", url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("tlp-green.xlsx", answer.headers["Content-Disposition"])
        page = self.shown("contact-xa")
        (row,) = page.xpath("//section[@aria-labelledby='files']//tbody/tr")
        self.assertEqual(text_of(row.xpath("td")[-1]), "1")
        self.assertIn("Nothing has changed.", text_of(page))

    def test_the_choice_of_the_party_is_kept(self):
        self.published(**SEIZURE, share_iccwc=False)
        page = self.shown("contact-xa")
        self.assertIn("Seizures that are not passed on", text_of(page))
        (form,) = [one for one in page.forms if one.method == "POST"]
        fields = {**dict(form.form_values()), "share_iccwc": "no"}
        answer = self.ask("contact-xa", "POST", form.action, data=fields)
        self.assertEqual(answer.status_code, 302, answer.text)
        page = self.page("contact-xa", answer.headers["Location"])
        (chosen,) = page.xpath("//input[@name='share_iccwc'][@checked]/@value")
        self.assertEqual(chosen, "no")
        self.assertNotIn("Seizures that are not passed on", text_of(page))

    def test_it_is_for_who_acts_for_a_country(self):
        self.assertEqual(self.ask("customs-xa", "GET", self.report).status_code, 403)
        self.assertIn("Please choose", text_of(self.shown("secretariat")))
        self.shown("contact-xa", 403, country="XB")
        self.shown("secretariat", 400, country="QQ")
