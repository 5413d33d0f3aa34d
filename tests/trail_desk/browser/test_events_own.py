"""The page of one's own events."""

from tests.library.case import text_of
from tests.membership.case import MembersCase


class OwnEventsPageTest(MembersCase):
    def test_the_account_leads_to_what_was_done_with_it(self):
        self.ask("secretariat", "POST", "/customs-xb/end-sessions", {"reason": "zq"})
        self.group = self.portal
        links = self.page("customs-xb", "account").xpath("//main//a/@href")
        self.assertIn(f"{self.portal}/own-events", links)
        page = self.page("customs-xb", "own-events?by=others")
        (row,) = page.xpath("//main//tbody/tr[contains(., 'Sessions')]")
        words = " ".join(row.text_content().split())
        self.assertIn("Sessions of a member ended", words)
        self.assertNotIn("zq", words)
        self.assertNotIn("You", words)

    def test_what_is_wrong_is_named(self):
        self.group = self.portal
        page = self.page("customs-xa", "own-events?until=soon", status=400)
        self.assertIn(
            "Enter a date, for example",
            text_of(page.xpath("//main//*[@role='alert']")[0]),
        )
