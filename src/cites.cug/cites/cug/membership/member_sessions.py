"""End all sessions of a member, for the Secretariat: a computer was lost or misused.

The member stays a member: a new login gives all access back.
"""

from cites.cug import _
from cites.cug.core.trail.trail import record
from cites.cug.login import accounts
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.membership.account_status import runs_site
from collections.abc import Sequence
from datetime import datetime, UTC
from plone import api
from typing import Any
from zExceptions import Unauthorized
from zope.i18n import translate
from zope.interface import implementer


#: Kind of the notice in the outbox. Its reference is the UID of the group.
ENDED_SESSIONS = "membership.ended-sessions"


def end_member_sessions(group: Any, user_id: str, *, acting_user: str, note: str) -> None:
    """End all sessions and tokens of a member, in all groups, and tell the member.

    Raises Unauthorized for site managers: no Secretariat looks after their accounts.
    """
    if runs_site(user_id):
        raise Unauthorized(user_id)
    accounts.end_sessions(user_id)
    queue_account_notice(ENDED_SESSIONS, group.UID(), user_id, at=datetime.now(UTC))
    detail = {"member": user_id, "note": note}
    record("member.end-sessions", target=group, acting_user=acting_user, detail=detail)


@implementer(INoticeKind)
class EndedSessionsNotices:
    """To the member."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return True

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines = (
            _(
                "membership_member_sessions_secretariat_group_ended_all_text",
                mapping={"url": f"{api.portal.get().absolute_url()}/account"},
            ),
            _("membership_member_sessions_know_why_ask_secretariat_text"),
        )
        return [translate(line, target_language=language) for line in lines]
