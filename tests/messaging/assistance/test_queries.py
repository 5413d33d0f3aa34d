"""Lists of requests: what they take in a long mailbox, and how many they count."""

from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import list_requests, ME, open_for
from tests.messaging.assistance.case import AssistanceCase
from tests.some import some


class CostTest(AssistanceCase):
    def test_open_requests_are_not_looked_for_in_the_whole_mailbox(self):
        self.ask("customs-xa", "police-xb")
        asked = {"asked": ME, "state": State.OPEN.value, "size": 1}
        for work in (
            lambda: open_for(self.group, "police-xb"),
            lambda: list_requests(self.group, "police-xb", **asked),
        ):
            plans = self.plans(work)
            for statement, plan in some(p for p in plans if "assistance_request" in p[0]):
                steps = "\n".join(plan)
                self.assertNotIn("message_delivery_list", steps, statement)
                self.assertIn("assistance_request_state", steps, statement)


class PageTest(AssistanceCase):
    def test_all_are_counted_whatever_the_page_shows(self):
        sent = [self.ask("customs-xa", "police-xb") for _number in range(3)]
        asked = {"asked": ME, "state": State.OPEN.value}
        for page in ({"size": 2}, {"size": 3}, {"size": 5}, {"start": 3, "size": 2}):
            with self.subTest(page):
                lines, total = list_requests(self.group, "police-xb", **asked, **page)
                self.assertEqual(3, total)
                start = page.get("start", 0)
                expected = sent[::-1][start : start + page["size"]]
                self.assertEqual(expected, [one.line.id for one in lines])
        self.answer("police-xb", sent[0])
        self.assertEqual(2, list_requests(self.group, "police-xb", **asked)[1])
        self.assertEqual(2, open_for(self.group, "police-xb"))
