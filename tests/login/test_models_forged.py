"""Whoever can write to the database gives nobody a session, a token or a second factor.

Each test writes as somebody would who has the database and not the message keys.
"""

import os
from cites.cug.core.encryption.keys import ENVIRONMENT
from cites.cug.core.settings.deployment import message_keys_file
from cites.cug.core.sql.proofs import proven
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.login import (
    api_tokens,
    devices,
    login_tokens,
    passkeys,
    recovery,
    sessions,
)
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.models import (
    ApiToken,
    Attempt,
    Device,
    LoginSession,
    Passkey,
    RecoveryCode,
    Step,
)
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.reset import first_password_link
from cites.cug.login.secrets import digest, new_id
from cites.cug.login.sessions import SessionKind
from datetime import datetime, timedelta, UTC
from plone.keyring.interfaces import IKeyManager
from sqlalchemy import insert, select, update
from tests.login.case import LoginCase, MEMBER, WRONG
from tests.some import some
from types import SimpleNamespace
from unittest import mock
from zope.component import getUtility


OTHER = "police-xb"
FOLDER = "/plone/acl_users"
VISITOR = SimpleNamespace(block="192.0.2.0/24", device="Browser")
NOW = datetime.now(UTC)
LATER = NOW + timedelta(hours=2)
#: For which proofs of rows of others may be taken.
COLUMNS = {
    LoginSession: {
        "digest": digest("forged"),
        "id": new_id(),
        "user_id": MEMBER,
        "folder": FOLDER,
        "kind": "browser",
        "epoch": 0,
        "created": NOW,
        "seen": NOW,
        "ends": LATER,
        "block": VISITOR.block,
        "device": VISITOR.device,
    },
    ApiToken: {
        "digest": digest(f"{api_tokens.PREFIX}forged"),
        "id": new_id(),
        "user_id": MEMBER,
        "folder": FOLDER,
        "epoch": 0,
        "name": "forged",
        "scopes": ["read:library"],
        "created": NOW,
        "ends": LATER,
    },
    Step: {
        "digest": digest("forged"),
        "user_id": MEMBER,
        "folder": FOLDER,
        "purpose": Purpose.RESET.value,
        "epoch": 0,
        "ends": LATER,
        "detail": None,
    },
    RecoveryCode: {"user_id": MEMBER, "digest": digest("forged")},
    Device: {"user_id": MEMBER, "digest": digest("forged"), "used": NOW},
}


def find(table):
    """What a row of that table would open."""
    return {
        LoginSession: lambda: sessions.find_session("forged"),
        ApiToken: lambda: api_tokens.find_token(f"{api_tokens.PREFIX}forged"),
        Step: lambda: login_tokens.find_login_token("forged", Purpose.RESET),
        RecoveryCode: lambda: recovery.check_recovery_code(MEMBER, "forged"),
        Device: lambda: devices.is_known(MEMBER, "forged"),
    }[table]()


class ForgedCase(LoginCase):
    def insert(self, table, **values):
        # The module may have been loaded longer ago than a session lasts unused.
        now = datetime.now(UTC)
        values = {name: now if one is NOW else one for name, one in values.items()}
        with autonomous_transaction() as connection:
            connection.execute(insert(table.__table__), {"proof": None, **values})

    def set(self, table, **values):
        with autonomous_transaction() as connection:
            connection.execute(update(table.__table__).values(values))

    def made(self, work, *arguments, **options):
        result = []
        self.change(lambda: result.append(work(*arguments, **options)))
        return result[0]

    def proof(self, table):
        with autonomous_transaction() as connection:
            return connection.scalar(select(table.proof))


class InsertedTest(ForgedCase):
    """A row that is written into the database."""

    def test_without_proof(self):
        for table, values in COLUMNS.items():
            with self.subTest(table.__tablename__):
                self.insert(table, **values)
                self.assertFalse(find(table))

    def test_with_the_proof_of_another(self):
        for table, proof in some(self.proofs().items()):
            with self.subTest(table.__tablename__):
                self.insert(table, **COLUMNS[table], proof=proof)
                self.assertFalse(find(table))

    def proofs(self):
        """Of rows that the portal has made, for the same account."""
        start = (MEMBER, FOLDER, SessionKind.BROWSER, VISITOR)
        self.made(sessions.start, *start)
        self.made(api_tokens.make, MEMBER, FOLDER, "own", ["read:library"], LATER)
        self.made(login_tokens.begin_login_token, MEMBER, FOLDER, Purpose.RESET)
        self.made(recovery.new_codes, MEMBER)
        self.made(devices.remember, MEMBER, "own", NOW)
        return {table: self.proof(table) for table in COLUMNS}

    def test_the_same_rows_count_with_a_proof(self):
        """Or the tests above would notice nothing."""
        for table, values in COLUMNS.items():
            with self.subTest(table.__tablename__):
                self.insert(table, **values)
                self.shift(table)
                self.assertTrue(find(table))

    def test_a_session_over_http(self):
        path = f"/{'/'.join(self.layer['portal'].acl_users.getPhysicalPath()[1:])}"
        values = COLUMNS[LoginSession] | {"folder": path}
        self.insert(LoginSession, **values)
        browser = self.browser()
        browser.cookies.set("cug-session", "forged")
        self.assertFalse(self.is_in(browser))
        self.shift(LoginSession)
        self.assertTrue(self.is_in(browser))


class ChangedTest(ForgedCase):
    """A row of the portal's that is made to say something else."""

    def assertEnds(self, table, find, **changes):
        self.assertTrue(find())
        before = {
            name: value
            for name, value in self.kept(table.__table__)[0]._asdict().items()
            if name in changes
        }
        for name, value in changes.items():
            with self.subTest(name):
                self.set(table, **{name: value})
                self.assertFalse(find())
                self.set(table, **{name: before[name]})
                self.assertTrue(find())

    def test_a_session(self):
        secret = self.made(sessions.start, MEMBER, FOLDER, SessionKind.BROWSER, VISITOR)
        self.assertEqual(MEMBER, sessions.find_session(secret).user_id)
        self.assertEnds(
            LoginSession,
            lambda: sessions.find_session(secret),
            user_id=OTHER,
            folder="/acl_users",
            kind="token",
            epoch=3,
            created=NOW + timedelta(hours=9),
            ends=NOW + timedelta(days=9),
            proof=None,
        )

    def test_a_session_of_an_account_that_ended_it(self):
        secret = self.made(sessions.start, MEMBER, FOLDER, SessionKind.BROWSER, VISITOR)
        self.set(LoginSession, user_id=OTHER)
        self.assertIsNone(sessions.find_session(secret))
        self.assertEqual([], sessions.sessions_of(OTHER))

    def test_a_token(self):
        _id, secret = self.made(
            api_tokens.make, MEMBER, FOLDER, "own", ["read:library"], LATER
        )
        self.assertEnds(
            ApiToken,
            lambda: api_tokens.find_token(secret),
            user_id=OTHER,
            scopes=["read:library", "read:messages"],
            ends=NOW + timedelta(days=999),
            folder="/acl_users",
            proof=None,
        )

    def test_a_step(self):
        secret = self.made(login_tokens.begin_login_token, MEMBER, FOLDER, Purpose.RESET)
        self.assertEnds(
            Step,
            lambda: login_tokens.find_login_token(secret, Purpose.RESET),
            user_id=OTHER,
            ends=NOW + timedelta(days=9),
            detail=b"challenge",
            proof=None,
        )
        self.set(Step, purpose=Purpose.FACTOR.value)
        self.assertIsNone(login_tokens.find_login_token(secret, Purpose.FACTOR))

    def test_a_link_to_a_first_password(self):
        link = self.made(first_password_link, MEMBER)
        secret = link.rpartition("=")[2]
        self.assertEnds(
            Step,
            lambda: login_tokens.find_login_token(secret, Purpose.FIRST),
            user_id=OTHER,
            ends=NOW + timedelta(days=99),
            proof=None,
        )

    def test_codes_for_recovery(self):
        code, *_others = self.made(recovery.new_codes, MEMBER)
        self.assertTrue(recovery.check_recovery_code(MEMBER, code))
        self.set(RecoveryCode, user_id=OTHER)
        self.assertFalse(recovery.check_recovery_code(OTHER, code))
        self.assertFalse(recovery.use_recovery_code(OTHER, code))

    def test_a_device(self):
        self.made(devices.remember, MEMBER, "own", NOW)
        self.assertTrue(devices.is_known(MEMBER, "own"))
        self.set(Device, user_id=OTHER)
        self.assertFalse(devices.is_known(OTHER, "own"))

    def test_a_passkey(self):
        """Checked before its signature is, which would need a device."""
        row = {
            "credential_id": b"own",
            "user_id": MEMBER,
            "public_key": b"key",
            "sign_count": 0,
            "name": "own",
            "since": NOW,
        }
        shown = {"rawId": "b3du"}
        place = RelyingParty("localhost", "http://localhost")
        name = "cites.cug.login.passkeys.verify_authentication_response"
        with mock.patch(name, return_value="right") as verified:
            self.insert(Passkey, **row)
            self.assertIsNone(passkeys.verify_assertion(MEMBER, b"", shown, place))
            verified.assert_not_called()
            self.set(Passkey, **proven(Passkey, row))
            self.assertEqual(
                "right", passkeys.verify_assertion(MEMBER, b"", shown, place)
            )
            for changes in ({"user_id": OTHER}, {"public_key": b"a thief's"}):
                self.set(Passkey, **changes)
                owner = changes.get("user_id", MEMBER)
                self.assertIsNone(passkeys.verify_assertion(owner, b"", shown, place))
                self.set(Passkey, **row)


class ComputedTest(ForgedCase):
    """What the portal hands out follows from the message keys, and from nothing else."""

    def test_a_link_to_a_first_password(self):
        """The portal's own keys lie in the database of content."""
        link = self.made(first_password_link, MEMBER)
        self.assertEqual(link, self.made(first_password_link, MEMBER))
        getUtility(IKeyManager).rotate()
        self.assertEqual(link, self.made(first_password_link, MEMBER))
        keys = f"{message_keys_file().read_text()} {'A' * 43}="
        with mock.patch.dict(os.environ, {ENVIRONMENT: keys}):
            self.assertNotEqual(link, self.made(first_password_link, MEMBER))

    def test_what_is_typed_cannot_be_guessed_from_its_digest(self):
        self.ask_for_token("what-was-typed", WRONG)
        subjects = {subject for (subject,) in self.kept(Attempt.subject)}
        self.assertTrue(subjects)
        self.assertNotIn(digest("name:what-was-typed"), subjects)
