"""The pages on which members ask, answer, remind and close."""

import transaction
from cites.cug.messaging.assistance.actions import ask
from cites.cug.messaging.assistance.queries import list_requests, own_request
from cites.cug.messaging.schema import Addressees, Letter
from io import BytesIO
from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase


SAVE = "buttons.save"


class PagesCase(ScreenCase):
    def setUp(self):
        super().setUp()
        self.place = f"{self.group}/assistance"

    def asked(self, asker="customs-xa", to=("police-xb",), about=None, **fields):
        letter = Letter(**{"subject": "EXERCISE: crate", "body": "Whose?", **fields})
        request = ask(
            self.cug, "other", letter, Addressees(to=to), about, acting_user=asker
        )
        transaction.commit()
        return request

    def submit(self, user, path, status=302, files=None, **form):
        page = self.page(user, f"{self.place}/{path}")
        keys = page.xpath("//form//input[@type='hidden'][@name]")
        hidden = {one.get("name"): one.get("value") for one in keys}
        data = {**hidden, SAVE: "1", **form}
        url = f"{self.place}/{path}".partition("?")[0]
        answer = self.ask(user, "POST", url, data=data, files=files)
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        return answer

    def state(self, user, request):
        transaction.begin()
        return own_request(self.cug, user, request).progress.state


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


class ListsTest(PagesCase):
    def rows(self, user, **query):
        page = self.page(user, self.place, **query)
        return [text_of(row) for row in page.xpath("//li[@class='row']")]

    def test_lists_and_their_empty_states(self):
        self.asked()
        self.assertIn("EXERCISE: crate", self.rows("police-xb")[0])
        self.assertIn("Open", self.rows("customs-xa", asked="by-me")[0])
        self.assertEqual(self.rows("customs-xa", asked="by-me", state="closed"), [])
        self.assertEqual(self.rows("police-xa"), [])
        self.page("police-xb", self.place, status=400, asked="you")
        entry = self.page("police-xb", self.place).xpath("//nav//a[@aria-current]")[0]
        self.assertIn("open requests for assistance", text_of(entry))

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
        self.assertIn("a day after", answer.text)

    def test_the_secretariat_sees_numbers(self):
        self.asked()
        page = self.page("secretariat", f"{self.group}/assistance-counts")
        (row,) = page.xpath("//tbody/tr")
        numbers = [text_of(cell) for cell in row.xpath("td")]
        self.assertEqual(numbers, ["1", "0", "0", "0"])
        self.assertNotIn("crate", text_of(page.xpath("//main")[0]))
        self.page("customs-xa", f"{self.group}/assistance-counts", status=403)
