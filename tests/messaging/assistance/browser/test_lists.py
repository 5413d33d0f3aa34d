"""The lists of requests, and what is done with one of them."""

from cites.cug.web.layout.times import reader_today
from datetime import date, timedelta
from tests.library.case import text_of
from tests.messaging.assistance.browser.case import PagesCase
from unittest.mock import patch


class ListsTest(PagesCase):
    def rows(self, user, **query):
        page = self.page(user, self.place, **query)
        return [text_of(row) for row in page.xpath("//ul[@class='rows']/li")]

    def test_lists_and_their_empty_states(self):
        self.asked()
        self.assertIn("EXERCISE: crate", self.rows("police-xb")[0])
        self.assertIn("Open", self.rows("customs-xa", asked="by-me", state="all")[0])
        self.assertEqual(self.rows("customs-xa", asked="by-me", state="closed"), [])
        self.assertEqual(self.rows("police-xa"), [])
        for query, said in (
            ({"asked": "you"}, "Choose one of these"),
            ({"state": "zz"}, "Choose one of these"),
            ({"b_start": "x"}, "Enter a number"),
        ):
            page = self.page("police-xb", self.place, status=400, **query)
            (summary,) = page.xpath("//*[@role='alert']")
            self.assertIn(said, text_of(summary))
            self.assertFalse(page.xpath("//ul[@class='rows']"))
            self.assertTrue(page.xpath("//nav[@id='asked']/a"))
        entry = self.page("police-xb", self.place).xpath(
            "//nav[@class='tabs']/a[@aria-current]"
        )[0]
        self.assertIn("open requests for assistance", text_of(entry))

    def test_the_soonest_day_comes_first_and_is_counted(self):
        today = reader_today()
        for days in (None, 5, 0, 1):
            due = None if days is None else today + timedelta(days=days)
            self.asked(subject=f"In {days}", answer_by=due)
        answered = self.asked(subject="Done", answer_by=today)
        self.submit("police-xb", answered, body="Ours.")
        with patch(
            "cites.cug.messaging.assistance.browser.page.reader_today",
            return_value=today + timedelta(days=1),
        ):
            page = self.page("police-xb", self.place)
        rows = page.xpath("//ul[@class='rows']/li")
        self.assertEqual(
            [text_of(row.xpath(".//p[@class='row-end']")[0]) for row in rows],
            [
                "1 day late Answer In 0",
                "due today Answer In 1",
                "4 days left Answer In 5",
                "Answer In None",
            ],
        )
        self.assertEqual(rows[0].xpath(".//time[@class='late']/text()"), ["1 day late"])
        states = [text_of(one) for one in page.xpath("//nav[@id='state']/a")]
        self.assertEqual(states, ["Open 4", "Answered 1", "Closed 0", "All 5"])
        self.assertIn("Done", self.rows("police-xb", state="all")[3])
        for row in self.rows("customs-xa", asked="by-me"):
            self.assertNotIn("Answer", row)

    def test_the_mailbox_asks_for_an_answer_until_there_is_one(self):
        request = self.asked(answer_by=date(2099, 1, 31))
        url = f"{self.messages}/{request}"
        due = "//*[contains(@class, 'due')]"
        (row,) = self.list("police-xb").xpath("//*[@data-row]")
        self.assertIn("by 31 Jan 2099", text_of(row))
        self.assertTrue(self.page("police-xb", url).xpath(due))
        for user in ("police-xb", "customs-xa"):
            page = self.page(user, url)
            self.assertEqual(self.main_actions(page), ["Open the request"])

        self.submit("police-xb", request, body="Ours.")
        (row,) = self.list("police-xb").xpath("//*[@data-row]")
        self.assertNotIn("2099", text_of(row))
        page = self.page("police-xb", url)
        self.assertFalse(page.xpath(due))
        self.assertIn("Answered", text_of(page.xpath("//details[@id]")[0]))
        self.assertEqual(self.main_actions(page), ["Open the request"])

    def main_actions(self, page):
        return page.xpath("//article//*[contains(@class, 'primary')]/text()")

    def test_only_its_asker_has_the_buttons(self):
        request = self.asked()
        for user, count in (("customs-xa", 2), ("police-xb", 0)):
            page = self.page(user, f"{self.place}/{request}")
            deeds = [
                link
                for link in page.xpath("//main//a/@href")
                if link.endswith(("/close", "/remind"))
            ]
            self.assertEqual(len(deeds), count)
        for deed in ("close", "remind"):
            self.page("police-xb", f"{self.place}/{request}/{deed}", status=404)
        answer = self.submit("customs-xa", f"{request}/remind", status=429)
        self.assertIn("one day after", answer.text)

    def test_the_secretariat_sees_numbers(self):
        self.asked()
        page = self.page("secretariat", f"{self.group}/assistance-counts")
        (row,) = page.xpath("//tbody/tr")
        numbers = [text_of(cell) for cell in row.xpath("td")]
        self.assertEqual(numbers, ["1", "0", "0", "0"])
        self.assertNotIn("crate", text_of(page.xpath("//main")[0]))
        self.page("customs-xa", f"{self.group}/assistance-counts", status=403)
