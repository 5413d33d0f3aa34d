"""Tokens for programs open what their scopes name, as long as their owner may."""

import requests
from cites.cug.login import accounts
from cites.cug.login.models import ApiToken
from cites.cug.login.scopes import Scope
from cites.cug.testing import PASSWORD
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lxml import html
from tests.login.case import LoginCase
from tests.login.case import MEMBER
from tests.login.case import WRONG


BASIC = (MEMBER, PASSWORD)


class TokensCase(LoginCase):
    def make(self, *scopes, status=201, basic=BASIC, **more):
        body = {"name": "exchange", "scopes": list(scopes), **more}
        answer = self.rest("@tokens", None, "POST", basic, json=body)
        self.assertEqual(status, answer.status_code, answer.text)
        return answer.json()

    def tokens(self):
        return self.rest("@tokens", basic=BASIC).json()["items"]


class TokenTest(TokensCase):
    def test_it_is_shown_once_and_kept_as_a_digest(self):
        made = self.make("read:library")
        self.assertTrue(made["token"].startswith("cug_api_"))
        (kept,) = self.tokens()
        self.assertNotIn("token", kept)
        self.assertEqual(made["id"], kept["id"])
        self.assertNotIn(made["token"], str(self.kept(ApiToken.__table__)))

    def test_it_opens_what_it_is_for(self):
        token = self.make("read:library")["token"]
        for path in ("cheetahs/@library", "cheetahs/library"):
            self.assertEqual(200, self.rest(path, token).status_code, path)
        (kept,) = self.tokens()
        self.assertIsNotNone(kept["last_used"])
        self.assertEqual([("token.add", MEMBER), ("token.use", MEMBER)], self.trail("to"))

    def test_it_opens_nothing_else(self):
        token = self.make("read:library")["token"]
        body = {"@type": "Alert", "title": "EXERCISE", "alert_type": "seizure"}
        for method, path in (
            ("GET", ""),
            ("GET", "cheetahs"),
            ("GET", "@tokens"),
            ("POST", "@tokens"),
            ("POST", "@login-renew"),
            ("GET", "@users/customs-xa"),
            ("GET", "@search"),
            ("GET", "cheetahs/@messages"),
            ("GET", "cheetahs/@recipients"),
            ("POST", "cheetahs/@messages"),
            ("POST", "cheetahs/library"),
            ("PATCH", "cheetahs/library"),
        ):
            answer = self.rest(
                path, token, method, json=body if method != "GET" else None
            )
            self.assertEqual(403, answer.status_code, f"{method} {path}")

    def test_it_opens_no_pages(self):
        token = self.make(*Scope)["token"]
        for path in ("cheetahs/library", "account", "api-tokens", "cheetahs"):
            browser = self.browser(Authorization=f"Bearer {token}")
            answer = browser.get(
                f"{self.portal}/{path}", allow_redirects=False, timeout=30
            )
            self.assertEqual(403, answer.status_code, path)

    def test_reading_messages_is_not_sending_them(self):
        token = self.make("read:messages")["token"]
        self.assertEqual(200, self.rest("cheetahs/@messages", token).status_code)
        body = {
            "to": ["police-xa"],
            "subject": "EXERCISE",
            "body": "x",
            "handling": "green",
        }
        refused = self.rest("cheetahs/@messages", token, "POST", json=body)
        self.assertEqual(403, refused.status_code)
        sender = self.make("send:messages")["token"]
        sent = self.rest("cheetahs/@messages", sender, "POST", json=body)
        self.assertEqual(201, sent.status_code, sent.text)
        self.assertEqual(403, self.rest("cheetahs/@messages", sender).status_code)

    def test_looking_up_permits_is_not_handing_them_in(self):
        keeper = ("contact-xa", PASSWORD)
        permit = {"country": "XA", "number": "1", "type": "E"}
        question = "@permits?country=XA&number=1"
        reader = self.make("read:permits", basic=keeper)["token"]
        self.assertEqual(200, self.rest(question, reader).status_code)
        refused = self.rest("@permits", reader, "POST", json=permit)
        self.assertEqual(403, refused.status_code)
        writer = self.make("write:permits", basic=keeper)["token"]
        sent = self.rest("@permits", writer, "POST", json=permit)
        self.assertEqual(201, sent.status_code, sent.text)
        self.assertEqual(403, self.rest(question, writer).status_code)

    def test_writing_is_answered_by_what_was_done(self):
        """And not by what is there, which is for tokens that may read."""
        letter = {
            "to": [MEMBER],
            "subject": "EXERCISE zqsubject",
            "body": "zqbody",
            "handling": "green",
        }
        other = ("police-xa", PASSWORD)
        self.rest("cheetahs/@messages", None, "POST", other, json=letter)
        (got,) = self.rest("cheetahs/@messages", basic=BASIC).json()["items"]
        report = f"cheetahs/@messages/{got['id']}/report"
        sender = self.make("send:messages")["token"]
        both = self.make("send:messages", "read:messages")["token"]
        answer = self.rest(report, sender, "POST", json={"reason": "EXERCISE"})
        self.assertEqual(201, answer.status_code, answer.text)
        self.assertEqual({"@id", "id"}, set(answer.json()))
        self.assertNotIn("zqbody", answer.text)
        answer = self.rest(report, both, "POST", json={"reason": "EXERCISE"})
        self.assertIn("zqbody", answer.text)

    def test_of_what_a_program_sends_it_is_told_the_id(self):
        sender = self.make("send:messages")["token"]
        everyone = {
            "everyone": True,
            "subject": "EXERCISE",
            "body": "x",
            "handling": "green",
            "draft": True,
        }
        made = self.rest("cheetahs/@messages", sender, "POST", json=everyone)
        self.assertEqual({"@id", "id"}, set(made.json()))
        path = f"cheetahs/@messages/{made.json()['id']}"
        sent = self.rest(f"{path}/send", sender, "POST", json={})
        self.assertEqual(200, sent.status_code, sent.text)
        self.assertEqual({"@id", "id"}, set(sent.json()))
        recalled = self.rest(f"{path}/recall", sender, "POST", json={})
        self.assertEqual({"recalled"}, set(recalled.json()))
        found = self.rest(
            "cheetahs/@non-nominal", sender, "POST", json={"text": "a@b.example"}
        )
        self.assertTrue(found.json()["findings"])
        wrong = self.rest("cheetahs/@messages", sender, "POST", json={"to": 7})
        self.assertEqual(400, wrong.status_code)
        self.assertIn("message", wrong.json())

    def test_of_what_a_program_writes_into_the_library_too(self):
        writer = self.make("write:library")["token"]
        body = {
            "@type": "Alert",
            "title": "EXERCISE: zqcubs",
            "alert_type": "seizure",
            "handling": "green",
        }
        made = self.rest("cheetahs/library", writer, "POST", json=body)
        told = {"@id", "@type", "UID", "created", "id", "review_state"}
        self.assertEqual(told, set(made.json()))
        path = made.json()["@id"].removeprefix(f"{self.portal}/")
        session = requests.Session()
        changed = session.patch(
            f"{self.portal}/{path}",
            json={"description": "x"},
            headers={
                "Accept": "application/json",
                "Authorization": f"Bearer {writer}",
                "Prefer": "return=representation",
            },
            timeout=30,
        )
        self.assertEqual(200, changed.status_code, changed.text)
        self.assertEqual(told, set(changed.json()))
        moved = self.rest(f"{path}/@workflow/submit", writer, "POST", json={})
        self.assertEqual({"review_state"}, set(moved.json()))

    def test_writing_the_library(self):
        token = self.make("write:library")["token"]
        body = {
            "@type": "Alert",
            "title": "EXERCISE: cubs",
            "alert_type": "seizure",
            "handling": "green",
        }
        made = self.rest("cheetahs/library", token, "POST", json=body)
        self.assertEqual(201, made.status_code, made.text)
        self.assertEqual(403, self.rest("cheetahs/@library", token).status_code)

    def test_it_opens_no_more_than_its_owner_may(self):
        token = self.make("read:library", basic=("outsider", PASSWORD))["token"]
        self.assertEqual(404, self.rest("cheetahs/@library", token).status_code)

    def test_it_is_no_cookie(self):
        browser = self.browser()
        browser.cookies.set("cug-session", self.make("read:library")["token"])
        self.assertFalse(self.is_in(browser))


class EndTest(TokensCase):
    def status(self, token):
        return self.rest("cheetahs/@library", token).status_code

    def test_it_can_be_revoked(self):
        made = self.make("read:library")
        url = f"@tokens/{made['id']}"
        other = self.rest(url, None, "DELETE", ("police-xa", PASSWORD))
        self.assertEqual(404, other.status_code)
        self.assertEqual(200, self.status(made["token"]))
        self.assertEqual(204, self.rest(url, None, "DELETE", BASIC).status_code)
        self.assertEqual(401, self.status(made["token"]))
        self.assertEqual(404, self.rest(url, None, "DELETE", BASIC).status_code)
        self.assertEqual([], self.tokens())

    def test_it_ends_on_its_day(self):
        token = self.make("read:library")["token"]
        self.shift(ApiToken, ends=datetime.now(UTC))
        self.assertEqual(401, self.status(token))

    def test_it_ends_with_all_sessions_and_with_its_account(self):
        for action in (
            accounts.end_sessions,
            accounts.disable,
            accounts.delete_account_records,
        ):
            token = self.make("read:library")["token"]
            self.assertEqual(200, self.status(token))
            self.change(action, MEMBER)
            self.assertEqual(401, self.status(token), action)
            self.change(accounts.enable, MEMBER)
            self.assertEqual(401, self.status(token), action)


class InputTest(TokensCase):
    def test_what_makes_no_sense_is_refused(self):
        far = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
        for wrong in (
            {"name": ""},
            {"name": "x" * 101},
            {"name": 1},
            {"scopes": []},
            {"scopes": ["admin"]},
            {"scopes": "read:library"},
            {"scopes": [1]},
            {"expires": "soon"},
            {"expires": "2001-01-01"},
            {"expires": far},
            {"expires": 5},
            {"user_id": "secretariat"},
        ):
            body = {"name": "x", "scopes": ["read:library"], **wrong}
            answer = self.rest("@tokens", None, "POST", BASIC, json=body)
            self.assertEqual(400, answer.status_code, wrong)
        self.assertEqual([], self.tokens())

    def test_the_day_is_the_last_one(self):
        day = (datetime.now(UTC) + timedelta(days=30)).date()
        made = self.make("read:library", expires=day.isoformat())
        self.assertTrue(made["expires"].startswith((day + timedelta(days=1)).isoformat()))


class PageTest(TokensCase):
    def send(self, browser, **values):
        url = f"{self.portal}/api-tokens"
        page = html.fromstring(browser.get(url, timeout=30).text)
        (form,) = [f for f in page.forms if "expires" in f.fields]
        data = {**dict(form.form_values()), **values}
        return browser.post(url, data=data, timeout=30)

    def test_a_token_is_made_and_ended_there(self):
        browser = self.logged_in()
        values = {"name": "statistics", "scopes:list": ["read:library", "read:messages"]}
        answer = self.send(browser, current=PASSWORD, **values)
        (secret,) = html.fromstring(answer.text).xpath("//code[@class='secret']/text()")
        self.assertEqual(200, self.rest("cheetahs/@library", secret).status_code)
        self.assertNotIn(secret, browser.get(answer.url, timeout=30).text)
        page = html.fromstring(browser.get(answer.url, timeout=30).text)
        (form,) = [f for f in page.forms if f.xpath(".//button[@name='revoke']")]
        (button,) = form.xpath(".//button/@value")
        data = {**dict(form.form_values()), "revoke": button}
        browser.post(answer.url, data=data, timeout=30)
        self.assertEqual(401, self.rest("cheetahs/@library", secret).status_code)

    def test_it_asks_for_the_password_and_for_all_that_is_needed(self):
        browser = self.logged_in()
        good = {"name": "x", "scopes:list": ["read:library"], "current": PASSWORD}
        wrongs = ({"current": WRONG}, {"name": " "}, {"expires": ""}, {"scopes:list": []})
        for wrong in wrongs:
            answer = self.send(browser, **{**good, **wrong})
            self.assertEqual(400, answer.status_code, wrong)
        self.assertEqual([], self.tokens())

    def test_each_mistake_is_at_its_field_and_the_rest_is_kept(self):
        browser = self.logged_in()
        soon = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
        good = {
            "name": "zq & statistics",
            "scopes:list": ["read:library"],
            "expires": soon,
            "current": PASSWORD,
        }
        wrongs = {
            "name": {"name": ""},
            "scopes": {"scopes:list": []},
            "expires": {"expires": "2020-01-01"},
            "current": {"current": WRONG},
        }
        for field, wrong in wrongs.items():
            page = html.fromstring(self.send(browser, **{**good, **wrong}).text)
            found = page.xpath("//*[contains(@class, 'field-error')]/@id")
            self.assertEqual([f"{field}-error"], found)
            shown = {
                name: page.xpath(f"string(//input[@name='{name}']/@value)")
                for name in ("name", "expires", "current")
            }
            shown["scopes:list"] = page.xpath("//input[@checked]/@value")
            self.assertEqual({**good, **wrong, "current": ""}, shown)
