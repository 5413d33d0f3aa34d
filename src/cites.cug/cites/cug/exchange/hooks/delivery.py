"""Tells web hooks what has changed: one notice after the other, each until it is taken.

What is told is found out in the transaction that claims the hook. It is sent outside of
any transaction; another one stores the outcome. If the process is killed in between, the
same is sent again, once the claim has run out.

Several times a minute each hook is asked about. What could make something to be told is a
few numbers and the rights of its account (``Mark``): as long as these are what they were
when there was nothing, there is nothing.

Notices are signed as the Standard Webhooks say (https://www.standardwebhooks.com).
"""

import hmac
import transaction
from base64 import b64decode, b64encode
from cites.cug.access.features import Feature, has_feature
from cites.cug.access.guard import on_roster, principals_of
from cites.cug.core.http_client.transport import Failure, OutsideFailed, post_notice
from cites.cug.core.jobs.job_runner import log_failure
from cites.cug.core.jobs.job_threads import is_ending
from cites.cug.core.settings.outside import hook_receiver
from cites.cug.core.sql.session import session
from cites.cug.exchange.hooks import claims
from cites.cug.exchange.hooks.claims import HookClaim
from cites.cug.exchange.hooks.notices import changes_notice, HookNotice, test_notice
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.login.web_hooks import (
    HookSecrets,
    NOT_ALLOWED,
    open_hook,
    PREFIX,
    TIME_OUT,
    UNREACHABLE,
)
from cites.cug.membership.service_accounts import service_accounts
from cites.cug.permits.change_order import last_moment
from cites.cug.workspaces.change_log import last_number
from collections.abc import Callable
from datetime import datetime, UTC
from plone import api
from plone.app.uuid.utils import uuidToObject
from time import monotonic
from transaction.interfaces import TransientError
from typing import Any, NamedTuple


#: Seconds after which it is looked for all the same: by then an account may have ended.
LASTS = 5 * 60.0
#: The hooks of this process; one that has ended leaves its line.
MOST = 10_000


class Mark(NamedTuple):
    """What follows a hook's place; the same of the same."""

    cursor: str | None
    library: int
    topics: int
    permits: Any
    rights: tuple[str, ...]


class Idle:
    """The marks of the hooks of this process."""

    def __init__(self) -> None:
        self._marks: dict[str, tuple[Mark, float]] = {}

    def has(self, hook_id: str, mark: Mark) -> bool:
        """Whether nothing was to be told at that mark, a short while ago."""
        known, until = self._marks.get(hook_id, (None, 0.0))
        return known == mark and monotonic() < until

    def note(self, hook_id: str, mark: Mark) -> None:
        if len(self._marks) >= MOST:
            self._marks.clear()
        self._marks[hook_id] = (mark, monotonic() + LASTS)


def mark_of(row: Any, group: Any) -> Mark:
    """What decides whether something is to be told."""
    log = library_index(api.portal.get_tool("portal_catalog")).changes
    records = session()
    return Mark(
        row.cursor,
        0 if log is None else log.last(row.group_uid),
        last_number(records),
        last_moment(),
        tuple(principals_of(row.user_id, group)),
    )


VERSION = "v1"
JOB = "cites.cug.send-hooks"
HEADERS = {"Content-Type": "application/json", "User-Agent": "cites.cug"}
#: Answers by which a program says that it has got a notice.
TAKEN = range(200, 300)
IDLE = Idle()
PROBLEMS = {Failure.TIME_OUT: TIME_OUT, Failure.UNREACHABLE: UNREACHABLE}


class ClaimedNotice(NamedTuple):
    """A notice that this process is to send now."""

    claimed: HookClaim
    notice: HookNotice
    secrets: HookSecrets
    group: Any


def tell_hooks(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> bool:
    """Send each hook that waits for something one notice; whether more is waiting."""
    more = False
    for hook_id in _stored(lambda: claims.due_hooks(now())):
        if is_ending():
            return False
        try:
            more = _tell(hook_id, now) or more
        except TransientError:
            raise  # the records are busy: in the next round
        except Exception as error:  # one hook must not keep the others from being told
            log_failure(JOB, error)
    return more


def _tell(hook_id: str, now: Callable[[], datetime]) -> bool:
    prepared = _stored(lambda: _prepare(hook_id, now()))
    if prepared is None:
        return False
    claimed, notice, secrets, group = prepared
    try:
        problem = _send(secrets, notice, now())
    except OutsideFailed as error:
        if error.failure is Failure.BUSY:
            _stored(lambda: claims.give_back(claimed))
            return False
        problem = PROBLEMS[error.failure]
    if problem is not None:
        keeper = secrets.keeper
        _stored(lambda: claims.record_failed(claimed, problem, group, keeper, now()))
        return False
    _stored(lambda: claims.record_taken(claimed, notice.cursor, group, now()))
    return notice.more


def _prepare(hook_id: str, now: datetime) -> ClaimedNotice | None:
    """Claim the hook, if there is something to tell to an account that may know it."""
    row = claims.find_hook(hook_id, now)
    if row is None:
        return None
    group = uuidToObject(row.group_uid, unrestricted=True)
    if group is not None and not has_feature(group, Feature.HOOKS):
        return None
    # Before anything else is read: what changes meanwhile is told the next time.
    mark = None if row.tested or group is None else mark_of(row, group)
    if mark is not None and IDLE.has(row.id, mark):
        return None
    secrets = open_hook(row)
    if secrets is None or not _is_open(row.user_id, group):
        claims.end(row, group, "account" if secrets else "ended")
        return None
    notice = _next_notice(row, group, secrets, mark)
    if notice is None:
        return None
    claimed = claims.claim(row, now)
    return None if claimed is None else ClaimedNotice(claimed, notice, secrets, group)


def _next_notice(
    row: Any, group: Any, secrets: HookSecrets, mark: Mark | None
) -> HookNotice | None:
    """What there is to tell; where nothing is, the hook is kept as far as was looked."""
    if row.tested is not None:
        return test_notice(row.id, group, row.tested, row.cursor)
    notice = changes_notice(row, group, secrets.scopes)
    if isinstance(notice, str):  # the cursor alone
        claims.come_to(row, notice)
        return None
    if notice is None and mark is not None:
        IDLE.note(row.id, mark)
    return notice


def _is_open(user_id: str, group: Any) -> bool:
    if group is None or not on_roster(user_id, group):
        return False
    return user_id in service_accounts(group)


def _send(secrets: HookSecrets, notice: HookNotice, now: datetime) -> str | None:
    """Why the notice was not taken; None if it was. Raises OutsideFailed."""
    receiver = hook_receiver(secrets.address)
    if receiver is None:
        return NOT_ALLOWED
    signed = signed_headers(secrets.secret, notice.id, notice.body, now)
    deadline = monotonic() + receiver.patience
    status = post_notice(receiver, notice.body, {**HEADERS, **signed}, deadline)
    return None if status in TAKEN else str(status)


def _stored(work: Callable[[], Any]) -> Any:
    """Do some work in a transaction; repeat it if another writer was in the way."""
    return transaction.manager.run(work)


def signed_headers(
    secret: str, notice_id: str, body: bytes, now: datetime
) -> dict[str, str]:
    """The headers that say which notice it is, when it was sent, and by whom."""
    moment = str(int(now.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    text = b".".join((notice_id.encode(), moment.encode(), body))
    signature = b64encode(hmac.digest(key, text, "sha256")).decode()
    return {
        "webhook-id": notice_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"{VERSION},{signature}",
    }
