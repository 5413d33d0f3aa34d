"""The page of the search over everything."""

from tests.library.case import LibraryCase, text_of


class SearchPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/search-all"

    def test_every_page_of_the_group_has_the_form(self):
        page = self.page("customs-xa", self.library)
        (form,) = page.xpath("//header//form[@role='search']")
        self.assertEqual(self.url, form.action)

    def test_results_stand_below_their_kind(self):
        alert = self.published(title="EXERCISE: bilby <i>in a crate</i>")
        page = self.page("customs-xa", self.url, q="bilby")
        (section,) = page.xpath("//section[@aria-labelledby='found-library']")
        (link,) = section.xpath(".//li//a")
        self.assertEqual(alert, link.get("href"))
        self.assertEqual("EXERCISE: bilby <i>in a crate</i>", link.text_content())
        self.assertFalse(page.xpath("//section[@aria-labelledby='found-members']"))

    def test_more_than_is_shown_is_linked(self):
        for number in range(7):
            self.published(title=f"EXERCISE: potoroo {number}")
        page = self.page("customs-xa", self.url, q="potoroo")
        (link,) = page.xpath("//section[@aria-labelledby='found-library']/p/a/@href")
        self.assertEqual(f"{self.group}/library?q=potoroo", link)
        self.assertEqual(7, len(self.page("customs-xa", link).xpath("//li//p/a")))

    def test_nothing_found_says_what_to_try(self):
        page = self.page("customs-xa", self.url, q="zyzzyva")
        self.assertIn("Nothing was found", text_of(page))

    def test_the_empty_page_only_asks(self):
        page = self.page("customs-xa", self.url)
        self.assertNotIn("Nothing was found", text_of(page))

    def test_what_was_typed_stays_when_it_is_refused(self):
        page = self.page("customs-xa", self.url, 400, q="–")
        (box,) = page.xpath("//input[@id='search-text']")
        self.assertEqual("–", box.get("value"))
        self.assertEqual("true", box.get("aria-invalid"))
        self.assertIn("at least one word", text_of(page))

    def test_it_is_closed_to_others(self):
        self.page("outsider", self.url, 404, q="cheetah")
