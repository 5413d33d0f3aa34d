"""What a stranger sees, without an account and without scripts."""

import transaction
from cites.cug.membership.access_requests import decision_actions, settings
from cites.cug.membership.access_requests.links import link_to
from cites.cug.membership.access_requests.models import RequestState
from datetime import datetime, UTC
from lxml import html
from tests.membership.access_requests.browser.case import FormCase
from tests.membership.access_requests.case import key_of, person


ODD_VALUES = ("x:int=1", "x:record=1", "id:int=1&key:record=1")


class RequestAccessTest(FormCase):
    def setUp(self):
        super().setUp()
        self.stranger = self.browser()

    def ask(self, **values):
        page = self.page(self.stranger, "request-access")
        return self.send(self.stranger, page, "request-access", **values)

    def test_the_page_says_what_the_group_says_of_itself_and_no_more(self):
        answer = self.stranger.get(f"{self.url}/request-access", timeout=120)
        self.assertEqual(200, answer.status_code)
        group = self.layer["portal"].cheetahs
        for text in (group.title, group.user_profile, group.group_owner):
            self.assertIn(text, answer.text)
        for word in ("secretariat", "customs-xa", "library", "roster"):
            self.assertNotIn(f"/{word}", answer.text)

    def test_it_speaks_the_readers_language(self):
        for language, word in (("fr", "Douanes"), ("es", "Aduanas")):
            head = {"Accept-Language": language}
            page = self.page(self.stranger, "request-access", headers=head)
            self.assertIn(word, page.text_content())

    def test_a_request_is_kept_and_always_thanked_for(self):
        answers = [self.ask(**person(email=f"{name}@x.example")) for name in "aab"]
        self.assertEqual({200}, {answer.status_code for answer in answers})
        self.assertEqual(1, len({answer.content for answer in answers}))
        self.assertIn("Thank you", answers[0].text)
        states = [row.state for row in self.rows()]
        self.assertEqual([RequestState.UNCONFIRMED] * 3, states)

    def test_the_request_is_written_to_in_the_language_of_the_page(self):
        self.stranger.headers["Accept-Language"] = "es"
        self.ask(**person())
        self.assertEqual(["es"], [row.language for row in self.rows()])

    def test_mistakes_are_marked_and_what_was_typed_is_kept(self):
        answer = self.ask(**person(telephone="12", email="x@gmail.com", category=""))
        self.assertEqual(400, answer.status_code)
        page = html.fromstring(answer.text)
        (form,) = page.xpath("//form[@id='request-access']")
        wrong = form.xpath(".//*[@aria-invalid='true']/@name")
        self.assertEqual(["telephone", "email", "category"], wrong)
        kept = dict(form.form_values())
        self.assertEqual(("12", "XA"), (kept["telephone"], kept["country"]))
        for control in form.xpath(".//*[@aria-describedby]"):
            for name in control.get("aria-describedby").split():
                self.assertEqual(1, len(page.xpath("//*[@id=$id]", id=name)), name)
        self.assertEqual([], self.rows())

    def test_who_fills_in_what_nobody_sees_is_thanked_for_nothing(self):
        honest, trapped = self.ask(**person()), self.ask(**person(), website="x")
        self.assertEqual(honest.content, trapped.content)
        self.assertEqual(1, len(self.rows()))

    def test_too_many_requests(self):
        answers = [self.ask(**person()) for _number in range(11)]
        self.assertEqual(429, answers[-1].status_code)
        self.assertIn("Retry-After", answers[-1].headers)
        self.assertEqual(10, len(self.rows()))

    def test_it_can_be_switched_off(self):
        off = settings.AccessRequestRules(accepts=False)
        settings.set_rules(self.layer["portal"].cheetahs, off, acting_user="secretariat")
        transaction.commit()
        paths = ("request-access", "confirm-request?id=x&key=y", "answer-question")
        for path in (*paths, "nothing"):
            for browser, status in (
                (self.stranger, 302),
                (self.browser("outsider"), 404),
            ):
                answer = browser.get(
                    f"{self.url}/{path}", timeout=120, allow_redirects=False
                )
                self.assertEqual(status, answer.status_code, path)

    def test_switched_off_the_group_looks_missing(self):
        """Whatever is sent: no check of a public page is made before."""
        off = settings.AccessRequestRules(accepts=False)
        settings.set_rules(self.layer["portal"].cheetahs, off, acting_user="secretariat")
        transaction.commit()
        pages = ("request-access", "confirm-request", "answer-question")
        asked = [
            *(("GET", f"{page}?{odd}", {}) for page in pages for odd in ODD_VALUES),
            *(("POST", page, {"data": {"x:record": "1"}}) for page in pages),
            *(
                ("POST", "@access-requests", {"json": {}, "headers": {"Accept": kind}})
                for kind in ("text/html", "application/json", "image/png")
            ),
        ]
        outsider = self.browser("outsider")
        for browser, status in ((self.stranger, (302, 401)), (outsider, (404,))):
            for method, path, sent in asked:
                with self.subTest(method=method, path=path, sent=sent):
                    closed = self.answer_of(browser, method, "cheetahs", path, sent)
                    missing = self.answer_of(browser, method, "cheetahx", path, sent)
                    self.assertEqual(missing, closed)
                    self.assertIn(closed[0], status)

    def answer_of(self, browser, method, group, path, sent):
        """Status, headers and body without what differs between any two requests."""
        url = f"{self.layer['portal'].absolute_url()}/{group}/{path}"
        answer = browser.request(method, url, allow_redirects=False, timeout=120, **sent)
        headers = {
            name: value.replace(group, "")
            for name, value in answer.headers.items()
            if name not in ("Date", "X-Request-Id")
        }
        return answer.status_code, headers, answer.text.replace(group, "")

    def test_nothing_else_of_the_group_is_open(self):
        for path in (
            "",
            "requests",
            "requests-one",
            "library/request-access",
            "request-access/library",
            "library/confirm-request",
            "@@requests-rules",
        ):
            answer = self.stranger.get(
                f"{self.url}/{path}", timeout=120, allow_redirects=False
            )
            self.assertEqual(302, answer.status_code, path)
            self.assertIn("require_login", answer.headers["Location"], path)


class LinkCase(FormCase):
    purpose = ""

    def open(self, reference: str, **changes):
        """The page of a letter's link, and what it carries."""
        browser = self.browser()
        query = {**key_of(link_to(self.url, self.purpose, reference)), **changes}
        answer = browser.get(f"{self.url}/{self.path}", params=query, timeout=120)
        return browser, answer, html.fromstring(answer.text)


class ConfirmTest(LinkCase):
    purpose, path = "confirm", "confirm-request"

    def setUp(self):
        super().setUp()
        browser = self.browser()
        page = self.page(browser, "request-access")
        self.send(browser, page, "request-access", **person())
        self.request_id = self.rows()[0].id

    def state(self):
        return self.rows()[0].state

    def test_looking_confirms_nothing(self):
        browser, answer, page = self.open(self.request_id)
        self.assertEqual(200, answer.status_code)
        self.assertEqual(RequestState.UNCONFIRMED, self.state())
        browser.head(answer.url, timeout=120)
        self.assertEqual(RequestState.UNCONFIRMED, self.state())
        answer = self.send(browser, page, "confirm-request")
        self.assertEqual((200, RequestState.PENDING), (answer.status_code, self.state()))
        again = self.send(browser, page, "confirm-request")
        self.assertEqual(400, again.status_code)
        self.assertIn("does not work", again.text)

    def test_a_letter_is_followed_though_the_group_takes_no_more_requests(self):
        off = settings.AccessRequestRules(accepts=False)
        settings.set_rules(self.layer["portal"].cheetahs, off, acting_user="secretariat")
        transaction.commit()
        browser, answer, page = self.open(self.request_id)
        self.assertEqual(200, answer.status_code)
        answer = self.send(browser, page, "confirm-request")
        self.assertEqual((200, RequestState.PENDING), (answer.status_code, self.state()))

    def test_a_wrong_key_tells_nothing(self):
        answers = [
            self.open(self.request_id, key="wrong")[1],
            self.open("0" * 32)[1],
            self.open(self.request_id, id="")[1],
        ]
        self.assertEqual({400}, {answer.status_code for answer in answers})
        self.assertEqual(1, len({self.shown(answer) for answer in answers}))
        self.assertNotIn("Cheetahs</strong>", answers[0].text)


class AnswerTest(LinkCase):
    purpose, path = "question", "answer-question"

    def test_an_answer_is_given_once(self):
        request_id = self.pending()
        question = decision_actions.ask_applicant(
            self.layer["portal"].cheetahs,
            request_id,
            "Which\noffice?",
            acting_user="secretariat",
            at=datetime.now(UTC),
        )
        question_id = question.id
        transaction.commit()
        browser, answer, page = self.open(question_id)
        self.assertIn("Which\noffice?", page.text_content())
        empty = self.send(browser, page, "answer-question", answer=" ")
        self.assertEqual(400, empty.status_code)
        answer = self.send(browser, page, "answer-question", answer="The port.")
        self.assertEqual(200, answer.status_code)
        again = self.send(browser, page, "answer-question", answer="The airport.")
        self.assertEqual(400, again.status_code)
        desk = self.page(self.browser("secretariat"), f"requests-one?id={request_id}")
        self.assertIn("The port.", desk.text_content())
