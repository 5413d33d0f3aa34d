"""The desk over HTTP: who sees what, and what the buttons do."""

import transaction
from cites.cug.membership.access_requests.models import RequestState
from collective.workspace.interfaces import IWorkspace
from lxml import html
from tests.membership.access_requests.browser.case import FormCase


class DeskTest(FormCase):
    def test_who_reaches_it(self):
        self.pending()
        for path in ("requests", "requests-import", "requests-letters", "requests-rules"):
            for user, status in (
                ("secretariat", 200),
                ("contact-xa", 200 if path == "requests" else 403),
                ("police-xa", 403),
                ("outsider", 404),
            ):
                answer = self.browser(user).get(f"{self.url}/{path}", timeout=120)
                self.assertEqual(status, answer.status_code, (path, user))

    def test_each_country_sees_its_own(self):
        mine = self.pending(last_name="Mine")
        other = self.pending(last_name="Others", country="XB", email="b@x.example")
        secretariat, contact = self.browser("secretariat"), self.browser("contact-xa")
        for browser, names in ((secretariat, ["Mine", "Others"]), (contact, ["Mine"])):
            page = self.page(browser, "requests")
            found = page.xpath("//tbody//th//text()")
            self.assertEqual(names, [name.split()[-1] for name in found])
            tab = page.xpath("string(//main//a[@aria-current])")
            self.assertIn(str(len(names)), tab)
        path = f"{self.url}/requests-one?id="
        self.assertEqual(200, contact.get(path + mine, timeout=120).status_code)
        self.assertEqual(404, contact.get(path + other, timeout=120).status_code)
        self.assertEqual(404, contact.get(path + "x", timeout=120).status_code)

    def test_what_is_endorsed_waits_for_the_secretariat_alone(self):
        self.pending(last_name="Later")
        endorsed = self.pending(last_name="Endorsed", email="e@x.example")
        contact, secretariat = self.browser("contact-xa"), self.browser("secretariat")
        page = self.page(contact, f"requests-one?id={endorsed}")
        self.send(contact, page, "endorse", "endorse")
        for browser, tab, names in (
            (secretariat, "Waiting: 2", ["Later", "Endorsed"]),
            (contact, "Waiting: 1", ["Later"]),
        ):
            page = self.page(browser, "requests")
            self.assertEqual(tab, page.xpath("string(//main//a[@aria-current])").strip())
            found = page.xpath("//tbody//th//text()")
            self.assertEqual(names, [name.split()[-1] for name in found])
            marked = page.xpath("//tbody//span[contains(@class, 'tag')]")
            self.assertEqual(names.count("Endorsed"), len(marked))
        page = self.page(contact, "requests?state=endorsed")
        current = page.xpath("string(//main//a[@aria-current])").strip()
        self.assertEqual("Endorsed: 1", current)

    def test_a_state_that_is_none_is_said(self):
        self.pending()
        for query, said in (("state=zz", "State"), ("b_start=x", "Enter a number from")):
            browser = self.browser("secretariat")
            answer = browser.get(f"{self.url}/requests?{query}", timeout=120)
            self.assertEqual(400, answer.status_code)
            self.assertIn(said, self.shown(answer, "//*[@role='alert']"))
            self.assertFalse(html.fromstring(answer.text).xpath("//tbody"))

    def test_what_is_known(self):
        self.pending(email="twin@customs.example", last_name="Twin")
        request_id = self.pending(telephone="+41 22 917 81 39", country="XA")
        text = self.page(
            self.browser("secretariat"), f"requests-one?id={request_id}"
        ).text_content()
        for words in (
            "Twin",
            "No official domains are listed",
            "belongs to another country",
            "National contact point, XA (exercise)",
        ):
            self.assertIn(words, text)

    def test_endorse_and_approve(self):
        request_id = self.pending()
        path = f"requests-one?id={request_id}"
        contact, secretariat = self.browser("contact-xa"), self.browser("secretariat")
        page = self.page(contact, path)
        self.assertEqual(["endorse"], page.xpath("//main//form//button/@name"))
        self.send(contact, page, "endorse", "endorse")
        self.assertEqual(RequestState.ENDORSED, self.rows()[0].state)
        page = self.page(secretariat, path)
        self.assertIn("National contact point", page.text_content())
        other = self.page(secretariat, path)
        self.send(secretariat, page, "approve", "approve", category="police", sure="1")
        row = self.rows()[0]
        self.assertEqual((RequestState.APPROVED, "police"), (row.state, row.category))
        transaction.begin()
        self.assertIn(row.user_id, IWorkspace(self.layer["portal"].cheetahs).members)
        again = self.send(
            secretariat, page, "approve", "approve", category="police", sure="1"
        )
        self.assertIn("already been done", again.text)
        again = self.send(
            secretariat, other, "approve", "approve", category="police", sure="1"
        )
        self.assertEqual(400, again.status_code)
        self.assertIn("cannot be done in the state", self.shown(again))
        self.assertEqual([], html.fromstring(again.text).xpath("//main//form"))

    def test_approving_in_spite_of_a_red_check_is_asked_about(self):
        request_id = self.pending(telephone="+41 22 917 81 39")
        secretariat = self.browser("secretariat")
        page = self.page(secretariat, f"requests-one?id={request_id}")
        (red,) = page.xpath("//aside//li[@class='bad']")
        self.assertIn("another country", red.text_content())
        asked = self.send(secretariat, page, "approve", "approve", category="police")
        self.assertEqual(RequestState.PENDING, self.rows()[0].state)
        question = html.fromstring(asked.text).xpath("//form[@id='approve']")[0]
        self.assertIn("another country", question.text_content())
        self.send(secretariat, html.fromstring(asked.text), "approve", "sure")
        row = self.rows()[0]
        self.assertEqual((RequestState.APPROVED, "police"), (row.state, row.category))

    def test_a_reason_and_a_question_must_be_given(self):
        request_id = self.pending()
        secretariat = self.browser("secretariat")
        path = f"requests-one?id={request_id}"
        for press, field in (("decline", "reason"), ("ask", "question")):
            page = self.page(secretariat, path)
            empty = self.send(secretariat, page, press, press)
            self.assertEqual(400, empty.status_code)
            given = self.send(secretariat, page, press, press, **{field: "Why?"})
            self.assertIn("Why?", given.text) if press == "ask" else None
            if press == "decline":
                self.assertEqual(RequestState.DECLINED, self.rows()[0].state)
                request_id = self.pending(email="b@x.example")
                path = f"requests-one?id={request_id}"

    def test_a_contact_point_does_not_decide_by_itself(self):
        request_id = self.pending()
        path = f"requests-one?id={request_id}"
        contact = self.browser("contact-xa")
        page = self.page(contact, path)
        values = {"category": "police", "reason": "x", "question": "x"}
        for press in ("approve", "decline", "ask"):
            answer = self.send(contact, page, "endorse", press, **values)
            self.assertEqual(403, answer.status_code, press)
        self.assertEqual(RequestState.PENDING, self.rows()[0].state)

    def test_no_button_works_without_its_token(self):
        request_id = self.pending()
        url = f"{self.url}/requests-one?id={request_id}"
        data = {"approve": "1", "category": "police"}
        answer = self.browser("secretariat").post(url, data=data, timeout=120)
        self.assertEqual(403, answer.status_code)
        self.assertEqual(RequestState.PENDING, self.rows()[0].state)
