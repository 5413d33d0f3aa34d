"""The table of actions names all that the code records; pages leave their record too."""

import ast
import unittest
from cites.cug.trail_desk.actions import (
    ACTIONS,
    CHANGED,
    credential_title,
    title_of,
)
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tests.test_architecture import PACKAGE
from tests.trail_desk.calls import Calls, Function
from zope.i18n import translate


#: Actions whose names are put together, or have no dot.
MADE = {
    *("login", "logout"),
    *("topic.delete", "topic.state", "workspace.delete", "workspace.state"),
}
#: Names that look like actions: kinds of notices, and columns.
OTHERS = {
    *("login.changed", "login.first", "login.new-device", "login.reset"),
    *("login.wrong-codes", "report.decided", "report.hidden", "report.told"),
    *("assistance.overdue-in-country", "assistance.reminder"),
    *(
        "library.share_asked",
        "library.share_decided",
        "library.share_offered",
        "library.related",
    ),
    *("library.correction_decided", "message.id", "permit.id", "audit.checkpoint"),
}
#: What writes an event.
RECORD = {Function("core.trail.trail", name) for name in ("record", "record_at_once")}
#: Modules by which a page tells the trail itself what it does.
TELL = ("core.trail.trail", "login.audit_records")
#: What else changes something: of content, members and settings.
CHANGES = frozenset(
    {
        *("moveObjectsByDelta", "setMemberProperties", "set_registry_record"),
        *("doActionFor", "_setObject", "userFolderDelUsers"),
    }
)
OWN_MAILBOX = (
    "where one keeps one's own messages, and which one has read: no service says"
)
OWN_CHOICE = "how one's own pages and mails are"
TYPED = "what is typed and not sent yet, which is nobody else's"
TOLD_BY_EVENT = "who listens to its event tells the trail"
OF_A_LOG_IN = "a step of a log-in or of a confirmation, which is told when it is whole"
#: What pages have done without a record, and why.
UNTOLD = {
    "access.transitions:do_transition": TOLD_BY_EVENT,
    **dict.fromkeys(
        ["core.sql.session:_write_journal", "core.sql.replay:_mark_applied"],
        "it repeats what is written",
    ),
    **dict.fromkeys(
        [
            f"web.forms.drafts:{name}"
            for name in ("_forget", "forget_group", "forget_old")
        ],
        TYPED,
    ),
    **dict.fromkeys(
        [
            f"codelist_editor.taxon_lists.storing:{name}"
            for name in ("store_list", "_insert_names")
        ],
        "a list that counts for nothing before somebody says so, which is told",
    ),
    "core.sql.proofs:_store": "by whoever calls it, who tells it",
    "library.items.file_texts:_write": "the words of a file, kept to be found",
    "login.factors:_asked_since": "since when the portal demands a second factor",
    "login.login_tokens:_keep": OF_A_LOG_IN,
    "login.login_tokens:use_login_token": OF_A_LOG_IN,
    "login.recovery:new_codes": "the first ones are made with the factor, which is told",
    "login.recovery:remove_recovery_codes": "of those that are new, which is told",
    "login.sessions:keep_seen": "when a session was used last",
    "mailing.outbox:queue_account_notice": "of a new account, which is told",
    "mailing.preferences:_reschedule": OWN_CHOICE,
    "mailing.preferences:choose_language": OWN_CHOICE,
    "membership.browser.profile:ProfilePage.handle": OWN_CHOICE,
    **dict.fromkeys(
        [
            f"messaging.actions.filing:{name}"
            for name in ("_move", "discard", "file_messages", "refile_deliveries")
        ],
        OWN_MAILBOX,
    ),
    "workspaces.read_marks:set_seen": "which comments one has seen",
    "workspaces.topic_records:_change": "which topics one has read",
}
RECORD_AT_ONCE = Function("core.trail.trail", "record_at_once")
TELL_AT_ONCE = Function("login.audit_records", "tell_at_once")
LOGS_IN = "who logs in writes nothing else, and is on record whatever becomes of that"
#: What does not record by the session of the request, and in which transaction it does.
BY_CONNECTION = {
    "core.trail.removal:remove_contents": "the one that removes",
    "trail_desk.events:record_reading": "one before the answer: nothing else is written",
    "trail_desk.witnessing:_sign": "the one that keeps what was signed",
    "login.audit_records:tell_at_once": "one of its own: what calls it stands below",
    "login.audit_records:tell_basic": LOGS_IN,
    "login.audit_records:tell_failure": "a refusal undoes all else",
    "login.authentication:by_api_token": LOGS_IN,
    "login.authentication:by_feed_key": LOGS_IN,
    "messaging.untrusted:refuse_untrusted": "a refusal undoes all else",
    "permits.audit_records:record_permit_event": "the request's, whose connection it is",
}
KINDS = {action.partition(".")[0] for action in ACTIONS}


@cache
def all_calls() -> Calls:
    return Calls()


def names_in(path: Path) -> Iterator[str]:
    """What looks like the name of an action in a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            given = [text for argument in node.args if (text := _text(argument))]
            if _name(node.func) in {"record", "record_at_once"}:
                yield from given
            of_permits = "permits" in path.parts and _name(node.func) == "_tell"
            if of_permits or _name(node.func) == "record_permit_event":
                yield from (f"permit.{one}" for one in given)
        text = _text(node)
        kind, dot, name = text.partition(".")
        is_file = name in {"css", "js"}
        is_word = name.replace("-", "").replace("_", "").isalpha()
        if dot and kind in KINDS and is_word and not is_file:
            yield text


def _text(node: ast.AST) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def writes(node: ast.AST) -> bool:
    """Whether a function itself changes what is kept: rows, or one of ``CHANGES``."""
    for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
        name, place = _name(call.func), getattr(call.func, "value", None)
        if name in CHANGES:
            return True
        if name in {"insert", "update", "delete"}:
            # As a function, or of a table, whose name is a constant.
            of = "" if place is None else ast.unparse(place)
            if place is None or of.isupper() or of.endswith("__table__"):
                return True
        of_session = isinstance(place, ast.Call) and _name(place.func) == "session"
        if name in {"add", "add_all", "delete", "merge"} and of_session:
            return True
    return False


def is_page(one: Function) -> bool:
    parts = one.module.split(".")
    bases = {"own_page", "site_accounts", "token_form"}
    return "browser" in parts or parts[:2] == ["web", "forms"] or parts[-1] in bases


class PagesTest(unittest.TestCase):
    def test_what_a_page_changes_is_recorded(self):
        """From each form of a page on, whatever writes is behind something that records.

        Or stands above with a reason. The tables of ``tests/access`` have the services.
        """
        calls = all_calls()
        telling = calls.reaching(RECORD)
        itself = {one for one in telling if one.module in TELL}
        pages = {one for one in calls.nodes if is_page(one)}
        self.assertGreater(len(pages), 1000)
        found = {one for one in pages if not calls.edges[one] & itself}
        todo = list(found)
        while todo:
            new = calls.edges[todo.pop()] - found - telling - pages
            found |= new
            todo.extend(new)
        untold = {str(one) for one in found if writes(calls.nodes[one])}
        self.assertEqual(set(), untold - UNTOLD.keys(), "without a record or a reason")
        self.assertEqual(set(), UNTOLD.keys() - untold, "reasons for nothing")


class TransactionsTest(unittest.TestCase):
    def test_what_is_done_and_its_record_are_kept_or_undone_together(self):
        """``record`` writes by the session of the request; others are in the table."""
        calls = all_calls()
        found = {
            str(one)
            for one, called in calls.edges.items()
            if called & {RECORD_AT_ONCE, TELL_AT_ONCE}
        }
        self.assertEqual(set(BY_CONNECTION), found)


class ActionsTest(unittest.TestCase):
    def test_the_table_has_all_actions_of_the_code(self):
        modules = set(PACKAGE.rglob("*.py")) - {PACKAGE / "trail_desk" / "actions.py"}
        found = {name for path in modules for name in names_in(path)}
        self.assertEqual(set(ACTIONS), found - OTHERS | MADE)

    def test_an_action_in_words(self):
        self.assertEqual("Member suspended", title_of("member.suspend").default)
        self.assertEqual(CHANGED, title_of("limits.settings"))
        self.assertEqual("old.one", title_of("old.one"))

    def test_what_somebody_was_let_in_by_in_words(self):
        for credential, words in (
            ("api-token 0123456789ab", "by token 01234567"),
            ("feed-key 0123456789ab", "by the address of a news feed"),
            ("basic", "by name and password"),
            ("session", ""),
            ("session 0123456789ab", ""),
            (None, ""),
        ):
            self.assertEqual(words, translate(credential_title(credential)), credential)
