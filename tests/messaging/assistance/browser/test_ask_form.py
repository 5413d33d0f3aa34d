"""The forms by which members ask and answer."""

import transaction
from cites.cug.messaging.assistance.queries import list_requests
from io import BytesIO
from tests.library.case import text_of
from tests.messaging.assistance.browser.case import PagesCase


class AskingTest(PagesCase):
    values = {
        "kind": "identification",
        "to": "member:police-xb",
        "subject": "EXERCISE: skins",
        "handling": "amber",
        "body": "Which?",
    }

    def test_asked_answered_and_closed(self):
        file = {"files": ("skin.txt", BytesIO(b"found"), "text/plain")}
        self.submit("customs-xa", "ask", files=file, **self.values)
        transaction.begin()
        (line,), _total = list_requests(self.cug, "police-xb", asked="me")
        request = line.line.id
        page = self.page("police-xb", f"{self.place}/{request}")
        said = text_of(page.xpath("//main")[0])
        for words in ("Identification of a species", "Which?", "skin.txt", "no answer"):
            self.assertIn(words, said)
        self.submit("police-xb", request, body="A serval.")
        self.assertEqual(self.state("customs-xa", request), "answered")
        page = self.page("customs-xa", f"{self.place}/{request}")
        self.assertIn("A serval.", text_of(page.xpath("//main")[0]))
        self.submit("customs-xa", f"{request}/close")
        self.assertEqual(self.state("customs-xa", request), "closed")
        page = self.page("police-xb", f"{self.place}/{request}")
        self.assertEqual(page.xpath("//form[@id='answer']"), [])

    def test_mistakes_stand_at_their_fields_and_nothing_is_sent(self):
        wrong = {**self.values, "to": "", "handling": "amber"}
        answer = self.submit("customs-xa", "ask", status=400, **wrong)
        self.assertIn("Choose at least one recipient", answer.text)
        wrong = {**self.values, "body": "Call John Fitzgerald Doe, +41 79 123 45 67"}
        answer = self.submit("customs-xa", "ask", status=400, **wrong)
        self.assertIn("John Fitzgerald Doe", answer.text)
        transaction.begin()
        self.assertEqual(list_requests(self.cug, "police-xb")[1], 0)

    def test_an_alert_tells_its_title_only_to_whom_it_is_open(self):
        alert = self.make("customs-xa", title="EXERCISE: zqtitle")
        path = alert.removeprefix(f"{self.group}/")
        values = {**self.values, "about_token": path}
        self.submit("customs-xa", f"ask?about={path}", **values)
        transaction.begin()
        (line,), _total = list_requests(self.cug, "police-xb")
        url = f"{self.place}/{line.line.id}"
        own = self.ask("customs-xa", "GET", url).text
        self.assertIn("zqtitle", own)
        others = self.ask("police-xb", "GET", url).text
        self.assertNotIn("zqtitle", others)
        self.assertIn("not open to you", others)
        rest = f"{self.group}/@requests/{line.line.id}"
        answer = self.rest("police-xb", "GET", rest, 200)
        self.assertEqual((answer["about"], answer["about_hidden"]), (None, True))
        self.assertNotIn("zqtitle", str(answer))

    def test_who_may_not_see_an_alert_cannot_ask_about_it(self):
        alert = self.make("customs-xa")
        path = alert.removeprefix(f"{self.group}/")
        page = self.page("police-xb", f"{self.place}/ask", about=path)
        self.assertNotIn("About", text_of(page.xpath("//main")[0]))
        values = {**self.values, "to": "member:customs-xb", "about_token": path}
        self.submit("police-xb", "ask", status=400, **values)
        body = {"kind": "other", "subject": "EXERCISE", "to": ["customs-xb"]}
        url = f"{self.group}/@requests"
        self.rest("police-xb", "POST", url, 400, json={**body, "about": alert})

    def test_alerts_and_permits_lead_to_the_form(self):
        page = self.page("customs-xa", self.make("customs-xa"))
        links = page.xpath("//a[contains(@href, '/assistance/ask?')]/@href")
        self.assertEqual(len(links), 2)
        form = self.page("customs-xa", links[1])
        (token,) = form.xpath("//*[@id='chosen']/li/@data-token")
        self.assertEqual(token, "category:wildlife")
