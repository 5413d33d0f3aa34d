"""L27 to L34: passwords, and how long what one logged in with goes on to count."""

import transaction
from cites.cug.core.sql.proofs import proven
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import passwords, reset
from cites.cug.login.models import LoginSession
from cites.cug.login.sessions import TOKEN_LIFE
from cites.cug.mailing.models import Notice
from datetime import datetime, timedelta, UTC
from sqlalchemy import select, update
from tests.access.known_leaks.keys import KEYS, KnownLeakTest
from tests.access.layer import MEMBERS
from tests.access.matrix import SERVICE
from tests.access.probe import Answer
from unittest.mock import patch
from zExceptions import BadRequest


KNOWN, UNKNOWN = "police-xa", "nobody-at-all"
CAME_FROM = ("http://evil.example", "//evil.example", "/\\evil.example", "javascript:a")


class ForgottenPasswordTest(KnownLeakTest):
    def form(self, key: str, login: str) -> Answer:
        caller = self.callers[key]
        url = f"{self.address}/mail_password"
        sent = {"userid": login}
        return Answer(caller.session.post(url, sent, allow_redirects=False, timeout=60))

    def asked_for(self) -> list[str]:
        """Whom a link is to be sent to; nobody, where there is no such name."""
        with autonomous_transaction() as connection:
            asked = select(Notice.user_id).where(Notice.kind == reset.KIND)
            return list(connection.scalars(asked.order_by(Notice.id)))

    def test_L27_reset_by_service(self):
        statuses, action = "401 403 403 403 403 202", "reset-password"
        asking = {"method": "POST", "body": {}}
        known, unknown = (
            self.expect(statuses, f"@users/{name}/{action}", json=True, **asking)
            for name in (KNOWN, UNKNOWN)
        )
        self.assert_alike(known, unknown)
        self.assertEqual([KNOWN, ""], self.asked_for())

    def test_L27_one_asks_for_oneself(self):
        path = "@users/igo-interpol/reset-password"
        answer = self.ask("igo", path, json=True, method="POST", body={})
        self.assertEqual(202, answer.status)
        self.assertEqual(["igo-interpol"], self.asked_for())

    def test_L28_reset_by_form(self):
        known = {key: self.form(key, KNOWN) for key in KEYS}
        unknown = {key: self.form(key, UNKNOWN) for key in KEYS}
        self.assertEqual({200}, {answer.status for answer in known.values()})
        self.assert_alike(known, unknown)
        # As much is written down for one as for the other.
        asked = self.asked_for()
        self.assertEqual(asked.count(KNOWN), asked.count(""))
        self.assertGreater(asked.count(KNOWN), 3)


class LoginTest(KnownLeakTest):
    def log_in(self, login: str, password: str, key: str = "anonymous") -> Answer:
        body = {"login": login, "password": password}
        return self.ask(key, "@login", json=True, method="POST", body=body)

    def test_L29_a_wrong_password_and_an_unknown_name(self):
        for key in KEYS:
            known, unknown = (self.log_in(n, "wrong", key) for n in (KNOWN, UNKNOWN))
            self.assertEqual((401, 401), (known.status, unknown.status), key)
            self.assertEqual(known.response.text, unknown.response.text, key)

    def test_L29_the_login_form(self):
        answers = []
        for name in (KNOWN, UNKNOWN):
            sent = {"__ac_name": name, "__ac_password": "wrong", "buttons.login": "1"}
            url = f"{self.address}/login"
            answer = self.callers["anonymous"].session.post(url, sent, timeout=60)
            self.assertEqual(200, answer.status_code)
            self.assertFalse(answer.cookies)
            answers.append(answer.text.replace(name, ""))
        self.assertEqual(*answers)

    def test_L30_the_same_work_for_any_name(self):
        tried = {}
        for name in (KNOWN, UNKNOWN):
            with patch.object(
                passwords, "matches", side_effect=passwords.matches
            ) as hash:
                self.log_in(name, "wrong")
            tried[name] = hash.call_count
        self.assertEqual({KNOWN: 1, UNKNOWN: 1}, tried)

    def test_L31_guessing_ends_for_the_right_password_too(self):
        for guess in range(20):
            self.assertEqual(401, self.log_in(KNOWN, f"guess-{guess}").status)
        self.assertEqual(401, self.log_in(KNOWN, PASSWORD).status)

    def test_L32_passwords_are_not_kept_readable(self):
        kept_passwords = self.portal.acl_users.source_users._user_passwords
        # A service account has a token, and no password that fits.
        for name in MEMBERS - {SERVICE}:
            kept = kept_passwords[name]
            self.assertRegex(str(kept), r"\{ARGON2\}\$argon2id\$")
            self.assertNotIn(PASSWORD, str(kept))


class SessionTest(KnownLeakTest):
    account = "igo-unodc"

    def test_L33_the_cookie_of_a_session(self):
        sent = {"__ac_name": self.account, "__ac_password": PASSWORD, "buttons.login": 1}
        caller = self.callers["anonymous"]
        answer = caller.session.post(
            f"{self.address}/login", sent, allow_redirects=False, timeout=60
        )
        cookies = answer.raw.headers.getlist("Set-Cookie")
        (cookie,) = (one for one in cookies if one.startswith("cug-session="))
        for mark in ("HttpOnly", "SameSite=Lax"):
            self.assertIn(mark, cookie)
        self.assertNotIn(PASSWORD, cookie)
        cookie = {"Cookie": cookie.partition(";")[0]}
        self.assertEqual(200, self.get("cheetahs/library", cookie))
        self.delete_account()
        self.assertEqual(302, self.get("cheetahs/library", cookie))

    def test_L33_a_copy_of_the_cookie_ends_when_one_logs_out(self):
        sent = {"__ac_name": self.account, "__ac_password": PASSWORD}
        session = self.callers["anonymous"].session
        answer = session.post(
            f"{self.address}/login", sent, allow_redirects=False, timeout=60
        )
        cookies = answer.raw.headers.getlist("Set-Cookie")
        (cookie,) = (one for one in cookies if one.startswith("cug-session="))
        cookie = {"Cookie": cookie.partition(";")[0]}
        self.assertEqual(200, self.get("cheetahs/library", cookie))
        self.get("logout", cookie)
        self.assertEqual(302, self.get("cheetahs/library", cookie))

    def delete_account(self) -> None:
        transaction.begin()
        self.portal.acl_users.userFolderDelUsers([self.account])
        transaction.commit()

    def get(self, path: str, headers: dict[str, str]) -> int:
        return (
            self.callers["anonymous"]
            .session.get(
                f"{self.address}/{path}",
                headers=headers,
                allow_redirects=False,
                timeout=60,
            )
            .status_code
        )

    def token(self) -> dict[str, str]:
        body = {"login": self.account, "password": PASSWORD}
        answer = self.ask("anonymous", "@login", json=True, method="POST", body=body)
        token = answer.response.json()["token"]
        bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self.assertEqual(200, self.get("cheetahs", bearer))
        return bearer

    def test_L34_a_token_ends_when_one_logs_out(self):
        bearer = self.token()
        other = self.token()
        session = self.callers["anonymous"].session
        answer = session.post(f"{self.address}/@logout", headers=bearer, timeout=60)
        self.assertEqual(204, answer.status_code)
        self.assertEqual(401, self.get("cheetahs", bearer))
        self.assertEqual(200, self.get("cheetahs", other))

    def test_L34_a_token_ends_with_its_account(self):
        bearer = self.token()
        self.delete_account()
        self.assertEqual(401, self.get("cheetahs", bearer))
        with self.assertRaises(BadRequest, msg="an id is not given twice"):
            self.portal.acl_users.userFolderAddUser(
                self.account, "another-one", ["Member"], []
            )

    def test_L34_a_token_ends_with_its_password(self):
        bearer = self.token()
        transaction.begin()
        self.portal.acl_users.userSetPassword(self.account, "a-new-password")
        transaction.commit()
        self.assertEqual(401, self.get("cheetahs", bearer))

    def test_L34_a_token_does_not_last(self):
        self.assertLessEqual(TOKEN_LIFE, timedelta(minutes=30))
        bearer = self.token()
        with autonomous_transaction() as connection:
            for row in connection.execute(select(LoginSession.__table__)).all():
                over = proven(LoginSession, row._asdict() | {"ends": datetime.now(UTC)})
                here = LoginSession.id == row.id
                connection.execute(update(LoginSession).where(here).values(over))
        self.assertEqual(401, self.get("cheetahs", bearer))
