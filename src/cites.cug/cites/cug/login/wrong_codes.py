"""A notice to the owner of an account when its password comes with wrong second factors.

Somebody else may know the password, which is half of what opens the account. Wrong ones
are counted until one is right, however long that takes, so that slow guesses count too.
"""

import json
from cites.cug import _
from cites.cug.core.sql.session import autonomous_transaction, write_session
from cites.cug.login.models import WrongCodes
from cites.cug.login.visitor import Visitor
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from datetime import datetime, UTC
from plone import api
from sqlalchemy import delete, insert, select, update
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


KIND = "login.wrong-codes"
#: The owner is told after so many, and again each time that the number has doubled.
FIRST_TOLD = 3


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
        lines = [
            _(
                "Somebody typed the right password of your account, and then codes of the"
                " second factor that were wrong:"
            )
        ]
        for notice in notices:
            number, device, block = json.loads(notice.reference)
            mapping = {
                "moment": moment(notice.created, language).text,
                "number": str(number),
                "device": device,
                "network": block,
            }
            lines.append(
                _(
                    "${moment}: ${number} so far, the last from ${device}, ${network}",
                    mapping=mapping,
                )
            )
        portal_url = api.portal.get().absolute_url()
        lines += [
            _("If it was you, there is nothing to do."),
            _(
                "If not, somebody else knows your password, and the second factor has"
                " kept them out so far. Choose a new password at once, which ends all"
                " sessions, and tell the Secretariat of your group: ${url}",
                mapping={"url": f"{portal_url}/new-password"},
            ),
        ]
        return [translate(line, target_language=language) for line in lines]
