"""Notices about memberships. They name no member, except to the member concerned."""

from cites.cug import _
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.membership.roster import ACTIVE, DUE_DAYS
from cites.cug.web.layout.times import day
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


#: Kinds of notices in the outbox. Their reference is the user id of the member.
TO_CONFIRM = "membership.confirm"
ENDS = "membership.ends"
UNUSED = "membership.unused"


class MembershipNotices:
    """Wanted as long as the roster entry still has the date or number in ``mark``."""

    mark: str

    def wanted(self, notice: Any, group: Any) -> bool:
        entry = IWorkspace(group).get(notice.reference)
        active = entry is not None and entry.state == ACTIVE
        return active and getattr(entry, self.mark) is not None


@implementer(INoticeKind)
class ConfirmNotices(MembershipNotices):
    """To those who can confirm members."""

    mark = "reminder"

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        members = {notice.reference for notice in notices}
        text = _(
            "membership_notices_members_confirmed_still_office_text",
            mapping={"number": str(len(members))},
        )
        url = f"{group.absolute_url()}/members?due={DUE_DAYS}"
        return [translate(text, target_language=language), url]


@implementer(INoticeKind)
class EndNotices(MembershipNotices):
    """To the member whose membership ends soon."""

    mark = "reminder"

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        entry = IWorkspace(group)[notices[0].reference]
        text = _(
            "membership_notices_membership_group_ends_after_text",
            mapping={"day": day(entry.valid_until, language).text},
        )
        return [translate(text, target_language=language), group.absolute_url()]


@implementer(INoticeKind)
class UnusedNotices(MembershipNotices):
    """To the owner of an account that is not used."""

    mark = "flagged"

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        text = _("membership_notices_logged_long_time_please_text")
        return [translate(text, target_language=language), group.absolute_url()]
