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
    "account.address": _("login_change_notices_another_address_text"),
    "password.change": _("login_change_notices_a_new_password"),
    "password.reset": _("login_change_notices_new_password_link_sent_text"),
    "factor.add": _("login_change_notices_second_factor_added"),
    "factor.remove": _("login_change_notices_second_factor_removed"),
    "factor.recovery": _("login_change_notices_new_codes_for_recovery"),
    "token.add": _("login_change_notices_a_token_for_programs"),
    "feed.make": _("login_change_notices_address_news_feed"),
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
        lines = [_("login_change_notices_way_log_changed_text")]
        for notice in notices:
            change = translate(CHANGES[notice.reference], target_language=language)
            lines.append(f"{moment(notice.created, language).text}: {change}")
        lines.append(
            _(
                "login_change_notices_choose_new_password_end_text",
                mapping={"url": f"{api.portal.get().absolute_url()}/account"},
            )
        )
        return [translate(line, target_language=language) for line in lines]
