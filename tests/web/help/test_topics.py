"""The link “Help” of each page leads to the section that fits it."""

from cites.cug.web.help.topics import START, topic_of
from lxml import html
from tests.library.case import LibraryCase


class TopicsTest(LibraryCase):
    def link(self, user, url):
        page = html.fromstring(self.ask(user, "GET", url, allow_redirects=True).text)
        (link,) = page.xpath("//footer//a[1]/@href")
        return link

    def test_pages_of_the_library_have_sections_of_their_own(self):
        self.assertEqual(topic_of("library").members, "search")
        self.assertEqual(topic_of("library/seizures/one").members, "readers")
        self.assertEqual(topic_of("library/seizures/one/edit").members, "alerts")
        self.assertEqual(topic_of("library/++add++Alert").members, "alerts")

    def test_an_address_that_nobody_knows_leads_to_the_start(self):
        self.assertEqual(topic_of("zqmissing/one"), START)

    def test_members_are_led_to_their_part(self):
        for path, section in (
            ("messages", "messages"),
            ("library", "search"),
            ("reports-zqmissing", "home"),
        ):
            with self.subTest(path=path):
                found = self.link("customs-xa", f"{self.group}/{path}")
                self.assertEqual(found, f"{self.group}/help#{section}")
        found = self.link("customs-xa", f"{self.portal}/account")
        self.assertEqual(found, f"{self.group}/help#account")

    def test_the_secretariat_is_led_to_its_part(self):
        found = self.link("secretariat", f"{self.group}/reports")
        self.assertEqual(found, f"{self.group}/help-secretariat#reports")
        # What members do as well is in theirs.
        found = self.link("secretariat", f"{self.group}/messages")
        self.assertEqual(found, f"{self.group}/help#messages")

    def test_whoever_is_in_no_group_has_the_help_of_the_portal(self):
        found = self.link("outsider", f"{self.portal}/account")
        self.assertEqual(found, f"{self.portal}/help#account")

    def test_strangers_have_no_link(self):
        page = self.page(None, f"{self.portal}/login")
        self.assertFalse(page.xpath("//footer//a"))
