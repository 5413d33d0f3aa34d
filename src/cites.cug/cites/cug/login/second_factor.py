"""Checks a second factor that is shown. Tries are counted like those of passwords.

Whoever shows one has shown the password before.

The owner of an account gets a notice when its password comes with wrong second factors:
somebody else may know the password. Wrong ones are counted until one is right, however
long that takes, so that slow guesses count too.
"""

import json
from cites.cug import _
from cites.cug.access.trail_records import PAUSED
from cites.cug.core.metrics.figures import LOGIN_FAILURES
from cites.cug.core.sql.session import autonomous_transaction, write_session
from cites.cug.login import codes, devices, passkeys, pending_changes, recovery, throttle
from cites.cug.login.audit_records import tell_failure
from cites.cug.login.cookies import cookie, DEVICE
from cites.cug.login.models import WrongCodes
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.visitor import Visitor, visitor
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.web.layout.times import moment
from collections.abc import Callable, Sequence
from datetime import datetime, UTC
from functools import partial
from plone import api
from sqlalchemy import delete, insert, select, update
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.interface import implementer


KIND = "login.wrong-codes"
#: The owner is told after so many, and again each time that the number has doubled.
FIRST_TOLD = 3


class ShownFactor(NamedTuple):
    """What is shown: a code of an app, one for recovery, or a passkey's answer."""

    code: str = ""
    passkey: dict[str, Any] | None = None
    challenge: bytes = b""


#: Uses up what was shown, in the running transaction; False if it was used before.
Use = Callable[[], bool]


def check_second_factor(
    user_id: str, folder: str, request: Any, shown: ShownFactor, place: RelyingParty
) -> Use | None:
    """The function that uses it up; None if it is wrong or must not be tried now."""
    device = cookie(request, DEVICE)
    known_device = devices.is_known(user_id, device)
    name = f"{folder}:{user_id}"
    attempt = throttle.begin_try(name, visitor(request, device), known_device)
    if attempt is None:
        LOGIN_FAILURES.inc()
        request.other[PAUSED] = user_id
        return None
    use = _right(user_id, shown, place)
    if use is None:
        LOGIN_FAILURES.inc()
        tell_failure(user_id, attempt, "second-factor")
        count_wrong(user_id, visitor(request))
        return None
    throttle.take_back(attempt)
    return partial(_use_as_owner, user_id, use)


def _use_as_owner(user_id: str, use: Use) -> bool:
    """Use it up, and stop a waiting removal: the owner has not lost the second factor."""
    forget_wrong(user_id)
    if not use():
        return False
    pending_changes.keep_factor(user_id, "shown")
    return True


def _right(user_id: str, shown: ShownFactor, place: RelyingParty) -> Use | None:
    if shown.passkey is not None:
        proof = passkeys.verify_assertion(user_id, shown.challenge, shown.passkey, place)
        return None if proof is None else partial(_use_passkey, user_id, proof)
    step = codes.check_code(user_id, shown.code)
    if step is not None:
        return partial(codes.use_code, user_id, step)
    if recovery.check_recovery_code(user_id, shown.code):
        return partial(recovery.use_recovery_code, user_id, shown.code)
    return None


def _use_passkey(user_id: str, proof: Any) -> bool:
    passkeys.record_use(user_id, proof)
    return True


def count_wrong(user_id: str, visitor: Visitor) -> None:
    """Count one more, even if the request fails; tell the owner at some numbers."""
    mine = WrongCodes.user_id == user_id
    more = update(WrongCodes).where(mine).values(number=WrongCodes.number + 1)
    with autonomous_transaction() as connection:
        if not connection.execute(more).rowcount:
            row = {"user_id": user_id, "number": 1}
            connection.execute(insert(WrongCodes).values(row))
        number = connection.scalar(select(WrongCodes.number).where(mine))
    if is_told(number):
        told = json.dumps([number, visitor.device, visitor.block])
        queue_account_notice(KIND, told, user_id, at=datetime.now(UTC))


def is_told(number: int) -> bool:
    """Whether the owner hears of that many: of 3, 6, 12, 24 …"""
    times, rest = divmod(number, FIRST_TOLD)
    return rest == 0 and times > 0 and times & (times - 1) == 0


def forget_wrong(user_id: str) -> None:
    """Start counting anew, as one was right."""
    write_session().execute(delete(WrongCodes).where(WrongCodes.user_id == user_id))


@implementer(INoticeKind)
class WrongCodesNotices:
    """``notice.reference``: how many there were, device and network of the last."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return True

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines = [_("login_second_factor_somebody_typed_right_password_text")]
        for notice in notices:
            number, device, block = json.loads(notice.reference)
            mapping = {
                "moment": moment(notice.created, language).text,
                "number": str(number),
                "device": device,
                "network": block,
            }
            lines.append(_("login_second_factor_so_far_last", mapping=mapping))
        portal_url = api.portal.get().absolute_url()
        lines += [
            _("login_second_factor_nothing_text"),
            _(
                "login_second_factor_somebody_else_knows_password_text",
                mapping={"url": f"{portal_url}/new-password"},
            ),
        ]
        return [translate(line, target_language=language) for line in lines]
