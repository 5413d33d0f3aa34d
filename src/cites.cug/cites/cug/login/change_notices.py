"""A notice to the owner of an account when a credential of it was added or changed."""

from cites.cug import _
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from datetime import datetime, UTC
from plone import api
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


KIND = "login.changed"
#: Action in the audit trail → what the notice says.
CHANGES = {
    "password.change": _("a new password"),
    "password.reset": _("a new password, by a link that was sent by e-mail"),
    "factor.add": _("a second factor was added"),
    "factor.remove": _("a second factor was removed"),
    "factor.recovery": _("new codes for recovery"),
    "token.add": _("a token for programs"),
    "feed.make": _("the address of a news feed"),
}


def notice_change(action: str, user_id: str) -> None:
    """Queue a notice if the action is one of these; for each login event."""
    if action in CHANGES:
        queue_account_notice(KIND, action, user_id, at=datetime.now(UTC))


@implementer(INoticeKind)
class ChangeNotices:
    """``notice.reference`` is the action."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return True

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines = [_("The way you log in has been changed:")]
        for notice in notices:
            change = translate(CHANGES[notice.reference], target_language=language)
            lines.append(f"{moment(notice.created, language).text}: {change}")
        lines.append(
            _(
                "If it was not you, choose a new password, end all other sessions, and"
                " tell the Secretariat of your group: ${url}",
                mapping={"url": f"{api.portal.get().absolute_url()}/account"},
            )
        )
        return [translate(line, target_language=language) for line in lines]
