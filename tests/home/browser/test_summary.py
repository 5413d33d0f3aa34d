"""The page of a week or month."""

from datetime import date
from tests.library.case import LibraryCase, text_of


class SummaryPageTest(LibraryCase):
    def test_it_shows_numbers_rows_and_leads_on(self):
        self.published(title="EXERCISE: cub in a crate", incident_country="XA")
        url = f"{self.group}/summary"
        page = self.page("wildlife-xc", url, **{"from": date.today().isoformat()})
        alerts = text_of(page.get_element_by_id("alerts"))
        self.assertIn("EXERCISE: cub in a crate", alerts)
        (row,) = page.xpath("//tr[th='New alerts']")
        self.assertGreaterEqual(int(row.xpath("td/b/text()")[0]), 1)
        self.assertTrue(page.xpath("//*[@id='t-by_country']"))
        self.assertFalse(page.xpath("//a[@rel='next']"))
        (earlier,) = page.xpath("//a[@rel='prev']/@href")
        page = self.page("wildlife-xc", earlier)
        self.assertTrue(page.xpath("//a[@rel='next']"))
        page = self.page("wildlife-xc", page.xpath("//nav[@class='actions']/a/@href")[2])
        self.assertNotIn("Week from", text_of(page))

    def test_a_mistake_is_named(self):
        page = self.page("wildlife-xc", f"{self.group}/summary", 400, period="year")
        self.assertIn("period", text_of(page.xpath("//*[@role='alert']")[0]))

    def test_it_is_for_members(self):
        self.page("outsider", f"{self.group}/summary", 404)
        home = self.page("wildlife-xc", f"{self.group}/overview")
        self.assertTrue(home.xpath(f"//a[@href='{self.group}/summary']"))
