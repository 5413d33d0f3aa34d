"""Tokens for programs open what their scopes name, as long as their owner may."""

import requests
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import accounts
from cites.cug.login.models import ApiToken
from cites.cug.login.scopes import Scope
from datetime import datetime, UTC
from tests.login.case import MEMBER
from tests.login.tokens_case import BASIC, TokensCase


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
                f"{self.portal}/{path}", allow_redirects=False, timeout=120
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
            timeout=120,
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
        token = self.make("read:library")["token"]
        self.assertEqual(404, self.rest("ivory/@library", token).status_code)

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
