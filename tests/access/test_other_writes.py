"""Who may do what about a whole group, the portal or an account: a table, tried.

Copies and moves too: what they are about is named in the body, not by the address.
"""

import transaction
import unittest
from App.config import getConfiguration
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import SECTION
from cites.cug.library.tools.follows.actions import follow
from cites.cug.library.tools.follows.fields import Field
from cites.cug.login import api_tokens
from cites.cug.login.feed_keys import make_key
from cites.cug.login.scopes import Scope
from cites.cug.login.user_folders import path_of
from cites.cug.login.web_hooks import keep_hook
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.service_accounts import make_service_account
from cites.cug.web.confirmation.learned_words import allow_words
from datetime import datetime, timedelta, UTC
from plone.app.testing import TEST_USER_ID
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting, newest_event, told_since
from tests.access.matrix import CALLERS, may_see, read_table
from tests.access.nonsense import senseless
from tests.access.probe import Answer, Caller, told_of
from unittest.mock import patch


#: ``x``: it is done. What is ``foreign`` lies in the group ``ivory``. One row after the
#: other: what content becomes, it stays; what is kept beside it is as it was made.
WRITES = read_table(
    """
                             an ou ic is ig au cu po wi co se ma sv
    copy alert draft         .  .  .  .  .  x  .  .  .  .  x  .  .
    copy alert pending       .  .  .  .  .  .  .  .  .  .  x  .  .
    copy alert enforcement   .  .  .  .  .  .  .  .  .  .  x  .  .
    copy alert shared        .  .  .  .  .  .  .  .  .  .  x  .  .
    copy alert archived      .  .  .  .  .  .  .  .  .  .  .  .  .
    copy alert reported      .  .  .  .  .  .  .  .  .  .  .  .  .
    copy alert foreign       .  .  .  .  .  .  .  .  .  .  .  .  .
    copy document draft      .  .  .  .  .  x  .  .  .  .  x  .  .
    copy document shared     .  .  .  .  .  .  .  .  .  .  x  .  .
    copy folder enforcement  .  .  .  .  .  .  .  .  .  .  .  .  .
    copy workspace closed    .  .  .  .  .  .  .  .  .  .  .  .  .
    copy topic closed        .  .  .  .  .  .  .  .  .  .  .  .  .
    move alert draft         .  .  .  .  .  .  .  .  .  .  x  .  .
    move alert shared        .  .  .  .  .  .  .  .  .  .  x  .  .
    move alert archived      .  .  .  .  .  .  .  .  .  .  x  .  .
    move alert reported      .  .  .  .  .  .  .  .  .  .  x  .  .
    move alert foreign       .  .  .  .  .  .  .  .  .  .  .  .  .
    move document draft      .  .  .  .  .  .  .  .  .  .  x  .  .
    move workspace closed    .  .  .  .  .  .  .  .  .  .  .  .  .
    move topic closed        .  .  .  .  .  .  .  .  .  .  .  .  .
    add-space in cheetahs    .  .  .  .  .  x  x  x  x  x  x  .  .
    add-space in ivory       .  .  x  x  .  .  .  .  .  .  x  .  .
    read-all in cheetahs     .  .  .  .  x  x  .  x  x  x  .  .  .
    read-all in ivory        .  .  x  .  .  .  .  .  .  .  .  .  .
    retry in cheetahs        .  .  .  .  .  .  .  .  .  .  x  x  .
    retry in ivory           .  .  .  x  .  .  .  .  .  .  x  x  .
    pass-on in cheetahs      .  .  .  .  .  .  .  .  .  x  x  .  .
    pass-on in ivory         .  .  .  x  .  .  .  .  .  .  x  .  .
    bulletin in cheetahs     .  .  .  .  .  .  .  .  .  .  x  .  .
    bulletin in ivory        .  .  .  x  .  .  .  .  .  .  x  .  .
    follow in cheetahs       .  .  .  .  x  x  x  x  x  x  x  .  .
    follow in ivory          .  .  x  x  .  .  .  .  .  .  x  .  .
    unfollow own cheetahs    .  .  .  .  x  x  x  x  x  x  x  .  .
    unfollow another cheetahs .  .  .  .  .  .  .  .  .  .  .  .  .
    feed in cheetahs         .  .  .  .  x  x  x  x  x  x  x  .  .
    feed in ivory            .  .  x  x  .  .  .  .  .  .  x  .  .
    unfeed own cheetahs      .  .  .  .  x  x  x  x  x  x  x  .  .
    unfeed another cheetahs  .  .  .  .  .  .  .  .  .  .  .  .  .
    view in cheetahs         .  .  .  .  .  .  .  .  .  .  x  .  .
    view in ivory            .  .  .  x  .  .  .  .  .  .  x  .  .
    allow in cheetahs        .  .  .  .  .  .  .  .  .  .  x  .  .
    allow in ivory           .  .  .  x  .  .  .  .  .  .  x  .  .
    refind in cheetahs       .  .  .  .  .  .  .  .  .  .  x  .  .
    refind in ivory          .  .  .  x  .  .  .  .  .  .  x  .  .
    disallow in cheetahs     .  .  .  .  .  .  .  .  .  .  x  .  .
    disallow in ivory        .  .  .  x  .  .  .  .  .  .  x  .  .
    hook in cheetahs         .  .  .  .  .  .  .  .  .  .  x  .  .
    hook in ivory            .  .  .  x  .  .  .  .  .  .  x  .  .
    unhook in cheetahs       .  .  .  .  .  .  .  .  .  .  x  .  .
    unhook in ivory          .  .  .  x  .  .  .  .  .  .  x  .  .
    test-hook in cheetahs    .  .  .  .  .  .  .  .  .  .  x  .  .
    test-hook in ivory       .  .  .  x  .  .  .  .  .  .  x  .  .
    choose own notices       .  x  x  x  x  x  x  x  x  x  x  x  .
    choose another notices   .  .  .  .  .  .  .  .  .  .  .  .  .
    end own token            .  x  x  x  x  x  x  x  x  x  x  x  .
    end another token        .  .  .  .  .  .  .  .  .  .  .  .  .
    renew own session        .  x  x  x  x  x  x  x  x  x  x  x  .
    leave own session        .  x  x  x  x  x  x  x  x  x  x  x  .
    reset own password       .  x  x  x  x  x  x  x  x  x  x  x  .
    reset another password   .  .  .  .  .  .  .  .  .  .  .  x  .
    rename own account       .  .  .  .  .  .  .  .  .  .  .  x  .
    rename another account   .  .  .  .  .  .  .  .  .  .  .  x  .
    drop another account     .  .  .  .  .  .  .  .  .  .  .  .  .
    drop loose account       .  .  .  .  .  .  .  .  .  .  .  x  .
    add new account          .  .  .  .  .  .  .  .  .  .  .  x  .
    """
)
#: ``x``: it is answered as if it were done, and there is nothing to do.
IDLE = read_table(
    """
                             an ou ic is ig au cu po wi co se ma sv
    check in cheetahs        .  .  .  .  x  x  x  x  x  x  x  x  x
    check in ivory           .  .  x  x  .  .  .  .  .  .  x  x  .
    read-all in cheetahs     .  .  .  .  .  .  x  .  .  .  x  x  .
    read-all in ivory        .  .  .  x  .  .  .  .  .  .  x  x  .
    """
)
NOBODY: frozenset[str] = frozenset()
SOURCE = {"source": "{uid}"}
SPACE = {"@type": "Workspace", "title": "New"}
FOLLOWED = {"field": "country", "value": "XC"}
BULLETIN = {
    "items": ["{uid}"],
    "title": "New",
    "language": "en",
    "handling": "amber_strict",
}
HOOK = {"account": "{account}", "address": "https://risk.xb.example/in"}
TEXT = {"text": "Seen by Ann Example"}
PASSED_ON = "{group}/@illegal-trade-report?country=XA&year=2025"
NEW = {
    "username": "new",
    "email": "new@customs.example",
}
WORDS = {"words": "Zebra Quay"}
VIEW = {"name": "EXERCISE", "filters": {"result": "refused"}}
#: Where a thing is no part of a library, or of this place in one.
BELONGS_NOT = {400}
#: Action → how it is asked for, and the answers where it is done and where one who sees
#: the place may not.
ACTIONS = {
    "copy": ("POST", "cheetahs/library/@copy", SOURCE, 200, BELONGS_NOT | {403}),
    "move": ("POST", "{folder}/@move", SOURCE, 200, BELONGS_NOT | {403}),
    "add-space": ("POST", "{group}/workspaces", SPACE, 201, {403}),
    "bulletin": ("POST", "{group}/@bulletins", BULLETIN, 201, {403}),
    "check": ("POST", "{group}/@non-nominal", TEXT, 200, {403}),
    "read-all": ("POST", "{group}/@topics", {"read": True}, 204, {403}),
    "pass-on": ("PATCH", PASSED_ON, {"share_iccwc": False}, 204, {403}),
    "retry": ("POST", "{group}/@notices", {}, 200, {403}),
    "follow": ("POST", "{group}/@follows", FOLLOWED, 201, {403, 404}),
    "unfollow": ("DELETE", "{group}/@follows/{follow}", None, 204, {403, 404}),
    "feed": ("POST", "{group}/@feed-key", {}, 201, {403, 404}),
    "unfeed": ("DELETE", "{group}/@feed-key", None, 204, {403, 404}),
    "hook": ("POST", "{group}/@hooks", HOOK, 201, {403, 404}),
    "unhook": ("DELETE", "{group}/@hooks/{hook}", None, 204, {403, 404}),
    "test-hook": ("POST", "{group}/@hooks/{hook}/test", {}, 204, {403, 404}),
    "view": ("POST", "{group}/@audit/views", VIEW, 201, {403, 404}),
    "allow": ("POST", "{group}/@allowed-words", WORDS, 201, {403, 404}),
    "refind": ("POST", "{group}/@allowed-words/forget", WORDS, 204, {403, 404}),
    "disallow": ("DELETE", "{group}/@allowed-words/{words}", None, 204, {403, 404}),
    "choose": ("PATCH", "@notifications", {"choice": "off"}, 200, {400}),
    "end": ("DELETE", "@tokens/{token}", None, 204, {404}),
    "renew": ("POST", "@login-renew", {}, 200, set()),
    "leave": ("POST", "@logout", {}, 204, set()),
    "reset": ("POST", "@users/{user}/reset-password", {}, 202, {403}),
    "rename": ("PATCH", "@users/{user}", {"fullname": "New"}, 204, {403}),
    "drop": ("DELETE", "@users/{user}", None, 204, {400, 403}),
    "add": ("POST", "@users", NEW, 201, {403}),
}
#: What leaves no record in the trail: marks of what one has read, when one's own mails
#: come, and the next token of a session.
SILENT = frozenset({"choose", "read-all", "renew"})
PASTES = frozenset({"copy", "move"})
WITH_SESSION = frozenset({"renew", "leave"})
#: About a group itself, which site managers see.
OF_GROUPS = frozenset(
    {
        *("bulletin", "follow", "unfollow", "pass-on", "feed", "unfeed"),
        *("hook", "unhook", "test-hook", "view"),
        *("allow", "refind", "disallow"),
    }
)
ABOUT_HOOKS = frozenset({"hook", "unhook", "test-hook"})
ABOUT_ALLOWED = frozenset({"refind", "disallow"})
#: For these something is made first.
MADE = WITH_SESSION | ABOUT_HOOKS | ABOUT_ALLOWED | {"retry", "end", "unfollow", "unfeed"}
GROUPS = frozenset({"cheetahs", "ivory"})
#: Whose account is another's; no caller of the table.
ANOTHER = "police-xb"
#: It is on no roster.
LOOSE = TEST_USER_ID


def of_others(account: str, kept: dict) -> dict:
    """What is kept, but for what is the account's own."""
    return {
        name: [row for row in rows if row.get("user_id") != account]
        for name, rows in kept.items()
    }


@for_each(CALLERS)
class TestOtherWrites(unittest.TestCase):
    """One test for each kind of caller, made from the table."""

    layer = CANARY_HTTP
    maxDiff = 2000

    def setUp(self):
        self.portal = self.layer["portal"]
        self.objects = {(one.group, one.name): one for one in self.layer["objects"]}

    def condition(self):
        """The last change of content, and all that is kept beside it."""
        transaction.abort()
        kept = lasting()
        return self.layer["app"]._p_jar.db().lastTransaction(), kept

    def try_all(self, kind: str) -> None:
        for row in WRITES | IDLE:
            with self.subTest(row):
                self.attempt(kind, row)
            if kind in WRITES.get(row, NOBODY) or row.split()[0] in MADE:
                self.layer.restore()

    def attempt(self, kind: str, row: str) -> None:
        account = CALLERS[kind]
        about = self.prepare(row, account)
        caller = self.caller(row, account)
        before, newest = self.condition(), newest_event()
        answer = self.ask(caller, row, about)
        after = self.condition()
        if kind in WRITES.get(row, NOBODY):
            is_told = row.split()[0] not in SILENT
            self.assertEqual(is_told, told_since(newest) != [], row)
            self.assertEqual(ACTIONS[row.split()[0]][3], answer.status, answer.text)
            self.assertNotEqual(before, after)
            if row.split()[1] == "own" and kind != "manager":
                theirs = [of_others(account, kept) for _last, kept in (before, after)]
                self.assertEqual(*theirs)
            return
        expected = self.refusal(kind, row)
        if kind in IDLE.get(row, NOBODY):
            expected = {ACTIONS[row.split()[0]][3]}
        self.assertIn(answer.status, expected, answer.text)
        self.assertEqual(before, after)
        if answer.status in (401, 403, 404) and not self.is_in_question(row):
            # Who may not is told the same, whatever is sent.
            again = self.ask(caller, row, about, makes_sense=False)
            self.assertEqual(told_of(answer), told_of(again))

    def is_in_question(self, row: str) -> bool:
        """Whether what is sent says what it is about, or it is not there for anybody but
        the caller.
        """
        action, whose, _what = row.split()
        return action in PASTES or whose == "another"

    def source(self, row: str) -> tuple[str, str]:
        """Group and name of what is copied or moved."""
        _action, what, state = row.split()
        foreign = ("ivory", f"{what} shared")
        return foreign if state == "foreign" else ("cheetahs", f"{what} {state}")

    def prepare(self, row: str, account: str | None) -> dict[str, str]:
        """Make what the row is about; what is asked about."""
        action, whose, what = row.split()
        others = {"another": ANOTHER, "loose": LOOSE}
        user = others.get(whose) or account or ANOTHER
        folder = self.objects["cheetahs", "folder enforcement"].path
        about = {"group": what, "user": user, "folder": folder}
        now = datetime.now(UTC)
        if action in PASTES:
            about["uid"] = self.objects[self.source(row)].uid
        elif action == "bulletin":
            about["uid"] = self.objects[what, "document shared"].uid
        elif action == "retry":
            group, late = self.portal[what].UID(), now - timedelta(hours=1)
            queue_notices("tests.parcel", "x", group, [ANOTHER], at=late)
        elif action == "unfollow":
            group, field = self.portal[what], Field(FOLLOWED["field"])
            value = FOLLOWED["value"]
            about["follow"], _new = follow(group, field, value, acting_user=user)
        elif action == "unfeed":
            folder = path_of(self.portal.acl_users)
            make_key(user, folder, self.portal[what].UID())
        elif action in ABOUT_ALLOWED:
            group, office = self.portal[what], {"acting_user": "secretariat"}
            about["words"] = allow_words(group, WORDS["words"], **office)
        elif action in ABOUT_HOOKS:
            about["account"], about["hook"] = self.make_hook(self.portal[what])
        elif action == "end":
            terms = "x", [Scope.READ_LIBRARY], now + timedelta(days=1)
            folder = path_of(self.portal.acl_users)
            about["token"], _secret = api_tokens.make(user, folder, *terms)
        transaction.commit()
        return about

    def make_hook(self, group) -> tuple[str, str]:
        """A service account of the group, and its web hook."""
        more = {"country": "XB", "organisation": "Customs", "acting_user": "secretariat"}
        user = make_service_account(group, "Risk system", Category.CUSTOMS, **more)
        told, who = (Scope.READ_LIBRARY,), {"acting_user": "secretariat"}
        return user, keep_hook(user, group.UID(), HOOK["address"], told, **who)[0]

    def caller(self, row: str, account: str | None) -> Caller:
        caller = Caller(account, self.portal.absolute_url())
        if row.split()[0] in WITH_SESSION and caller.session.auth:
            self.log_in(Caller(ANOTHER, caller.portal_url))
            self.log_in(caller)
        return caller

    def log_in(self, caller: Caller) -> None:
        """From here on it shows a token."""
        login, password = caller.session.auth
        body = {"login": login, "password": password}
        way = Channel("@login", json=True, method="POST", body=body)
        token = caller.ask(way).response.json()["token"]
        caller.session.auth = None
        caller.session.headers["Authorization"] = f"Bearer {token}"

    def ask(
        self, caller: Caller, row: str, about: dict[str, str], makes_sense: bool = True
    ) -> Answer:
        action, whose, _what = row.split()
        method, path, body, *_answers = ACTIONS[action]
        if action == "choose" and whose == "another":
            body = {**body, "user": ANOTHER}
        body = body if makes_sense else senseless(body)
        way = Channel(path, json=True, method=method, body=body)
        section = getConfiguration().product_config[SECTION]
        with patch.dict(section, {"hook-addresses": HOOK["address"]}):
            return caller.ask(way, about)

    def refusal(self, kind: str, row: str) -> set[int]:
        action, _what, place = row.split()
        refused = ACTIONS[action][-1]
        if kind == "anonymous":
            return {401}
        if place in GROUPS:
            refused = {403} if kind == "service" else refused
            # Site managers see a group and nothing in it.
            seen = "group" if action in OF_GROUPS else "library"
            return refused if may_see(kind, place, seen) else {404}
        if kind == "service":  # its token is for none of these, wherever it looks
            return {403}
        if action not in PASTES:
            return refused
        target = "folder enforcement" if action == "move" else "library"
        if not may_see(kind, "cheetahs", target):
            return {404}
        # What is not found belongs nowhere.
        return refused if may_see(kind, *self.source(row)) else BELONGS_NOT
