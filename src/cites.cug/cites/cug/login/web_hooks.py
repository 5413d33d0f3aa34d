"""Web hooks of service accounts: where a program is told that something has changed.

Address and secret are sealed together with whose hook it is and the epoch of the account:
a row that was changed in the database sends nothing anywhere, and what ends the tokens of
an account ends its hooks.
"""

import json
from base64 import b64encode
from cites.cug import _
from cites.cug.core.encryption.sealing import Untrusted, unwrap, wrap, Wrapped
from cites.cug.core.sql.session import count_changed, session, write_session
from cites.cug.login import accounts
from cites.cug.login.models import hook_place, HookState, WebHook
from cites.cug.login.scopes import Scope
from cites.cug.login.secrets import new_id
from collections.abc import Collection
from datetime import datetime, UTC
from operator import attrgetter
from secrets import token_bytes
from sqlalchemy import delete, insert, select, update
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


#: So begin the secrets of the Standard Webhooks, and tools that look for secrets in files
#: find them by it.
PREFIX = "whsec_"
SECRET_BYTES = 32
ID_LENGTH = 32
#: At most for one account.
MOST = 10
#: What a web hook may be told of, as tokens have it.
SCOPES = (Scope.READ_LIBRARY, Scope.READ_WORKSPACES, Scope.READ_PERMITS)
NOT_ALLOWED, GONE, TIME_OUT, UNREACHABLE = "not_allowed", "410", "time_out", "unreachable"
PROBLEMS = {
    NOT_ALLOWED: _("login_web_hooks_operator_allow_address_any_text"),
    GONE: _("login_web_hooks_program_answered_wants_no_text"),
    TIME_OUT: _("login_web_hooks_no_answer_came_time"),
    UNREACHABLE: _("login_web_hooks_reached_certificate_trusted_text"),
}
TABLE = WebHook.__table__


class HookSecrets(NamedTuple):
    """What is sealed in the row of a hook."""

    user_id: str
    group_uid: str
    epoch: int
    address: str
    secret: str
    #: Of what it is told. Those that are older than this are told of the library.
    scopes: tuple[str, ...] = (Scope.READ_LIBRARY.value,)
    #: Who has made it; empty of older ones.
    keeper: str = ""


class HookLine(NamedTuple):
    """A hook as the Secretariat sees it, without its secret."""

    id: str
    user_id: str
    address: str
    scopes: tuple[str, ...]
    created: datetime
    has_failed: bool
    delivered: datetime | None
    #: When it is tried again; None where nothing waits for that.
    next_try: datetime | None
    problem: str | None


def keep_hook(
    user_id: str,
    group_uid: str,
    address: str,
    scopes: Collection[Scope],
    *,
    acting_user: str,
) -> tuple[str, str]:
    """Store a new hook. Returns its id and its secret, which is shown once."""
    hook_id = new_id()[:ID_LENGTH]
    secret = PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()
    epoch = accounts.account_status(user_id).epoch
    told = tuple(one.value for one in SCOPES if one in scopes)
    whose = user_id, group_uid, epoch
    kept = HookSecrets(*whose, address, secret, told, acting_user)
    sealed = wrap(hook_place(hook_id), json.dumps(kept).encode())
    now = datetime.now(UTC)
    row = {
        "id": hook_id,
        "user_id": user_id,
        "group_uid": group_uid,
        "key_id": sealed.key_id,
        "sealed": sealed.key,
        "created": now,
        "state": HookState.ACTIVE.value,
        "due": now,
        "attempts": 0,
    }
    write_session().execute(insert(TABLE).values(row))
    return hook_id, secret


def open_hook(row: Any) -> HookSecrets | None:
    """What is sealed in a row; None if that has ended, or the portal did not write it."""
    try:
        text = unwrap(hook_place(row.id), Wrapped(row.key_id, row.sealed))
    except Untrusted:
        return None
    kept = HookSecrets(*json.loads(text))
    status = accounts.account_status(row.user_id)
    is_same = (kept.user_id, kept.group_uid) == (row.user_id, row.group_uid)
    if not is_same or status.disabled or status.epoch != kept.epoch:
        return None
    return kept


def list_hooks(group_uid: str, user_id: str | None = None) -> list[HookLine]:
    """The hooks of a group or of one account in it that have not ended, oldest first."""
    query = select(TABLE).where(*_of(group_uid, user_id))
    rows = session().execute(query.order_by(TABLE.c.created, TABLE.c.id))
    opened = ((row, open_hook(row)) for row in rows)
    return [_line(row, kept) for row, kept in opened if kept is not None]


def _line(row: Any, kept: HookSecrets) -> HookLine:
    has_failed = row.state == HookState.FAILED
    waits = row.attempts and not has_failed
    return HookLine(
        *attrgetter("id", "user_id")(row),
        kept.address,
        tuple(kept.scopes),
        row.created,
        has_failed,
        row.delivered,
        row.due if waits else None,
        row.last_error,
    )


def in_words(problem: str | None) -> Message | None:
    """Why a notice was not taken; None where the last one was."""
    if problem is None:
        return None
    status = {"status": problem}
    return PROBLEMS.get(problem) or _("login_web_hooks_it_answered", mapping=status)


def test_hook(group_uid: str, hook_id: str, now: datetime) -> bool:
    """Have a test sent at once, also if the hook was given up; whether there is one."""
    again = {
        "tested": now,
        "due": now,
        "state": HookState.ACTIVE.value,
        "attempts": 0,
        "first_tried": None,
    }
    one = update(TABLE).where(*_of(group_uid), TABLE.c.id == hook_id).values(again)
    return bool(count_changed(write_session(), one))


def end_hook(group_uid: str, hook_id: str) -> bool:
    """End a hook; whether there was one."""
    one = delete(TABLE).where(*_of(group_uid), TABLE.c.id == hook_id)
    return bool(count_changed(write_session(), one))


def end_hooks(group_uid: str, user_id: str | None = None) -> None:
    """End all hooks of an account in a group, or of a group that is removed."""
    write_session().execute(delete(TABLE).where(*_of(group_uid, user_id)))


def _of(group_uid: str, user_id: str | None = None) -> tuple[Any, ...]:
    whose = () if user_id is None else (TABLE.c.user_id == user_id,)
    return (TABLE.c.group_uid == group_uid, *whose)
