"""Notices about look-ups of permits. They name no member and no permit."""

from cites.cug import _
from cites.cug.mailing.interfaces import INoticeKind
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


#: The kind of notice in the outbox. Its reference is the user id of the member.
USED_UP = "permits.used_up"


@implementer(INoticeKind)
class UsedUpNotices:
    """Tells the Secretariat that a member has tried many numbers that do not exist."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return IWorkspace(group).get(notice.reference) is not None

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        members = {notice.reference for notice in notices}
        text = _(
            "permits_notices_members_reached_limit_look_text",
            mapping={"number": str(len(members))},
        )
        url = f"{group.absolute_url()}/limits"
        return [translate(text, target_language=language), url]
