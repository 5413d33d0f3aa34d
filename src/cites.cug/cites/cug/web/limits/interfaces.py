"""The limits as settings, and the interface by which messaging tells its use of them."""

from cites.cug import _
from plone.supermodel import model
from typing import Any
from zope import schema
from zope.interface import Interface


MOST = 1_000_000


def _number(title: Any, default: int, description: Any = "", least: int = 1) -> Any:
    return schema.Int(
        title=title, description=description, min=least, max=MOST, default=default
    )


class ILimitSettings(model.Schema):
    """Records of the registry below ``cites.cug.web.limits``.

    Each limit is for one member in one group, unless it says otherwise. The defaults are
    far above the needs of an officer on a busy day.
    """

    sends_hour = _number(_("web_limits_messages_sent_per_hour"), 100)
    recipients_hour = _number(
        _("web_limits_recipients_messages_per_hour"),
        5000,
        _("web_limits_all_messages_together_single_text"),
    )
    drafts = _number(_("web_limits_drafts_in_a_mailbox"), 500)
    files_mb = _number(
        _("web_limits_files_mailbox_mb"),
        2000,
        _("web_limits_files_drafts_sent_messages_text"),
    )
    uploads_hour = _number(_("web_limits_files_uploaded_per_hour"), 300)
    checks_minute = _number(
        _("web_limits_texts_files_checked_per"),
        120,
        _("web_limits_while_somebody_types_portal_text"),
    )
    checked_thousands_minute = _number(
        _("web_limits_thousands_characters_checked_per"),
        500,
        _("web_limits_texts_checked_they_typed_text"),
    )
    missing_permits_hour = _number(
        _("web_limits_permit_look_ups_without_text"),
        30,
        _("web_limits_all_groups_together_then_text"),
    )
    exports_hour = _number(_("web_limits_exports_per_hour"), 20)
    reports_hour = _number(_("web_limits_reports_per_hour"), 30)
    refusals_minute = _number(
        _("web_limits_messages_refused_per_minute"),
        60,
        _("web_limits_wrong_over_limit_refused_text"),
    )
    open_reports = _number(
        _("web_limits_open_reports_hide_something"),
        3,
        _("web_limits_content_member_reports_identifying_text"),
        least=0,
    )


class IMailboxUse(Interface):
    """Tells how much members store in their mailboxes; a global utility of messaging."""

    def __call__(group):
        """How much of each limit is used: ``{Limit: {user id: number}}``."""
