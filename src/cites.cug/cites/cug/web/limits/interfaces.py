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

    sends_hour = _number(_("Messages sent per hour"), 100)
    recipients_hour = _number(
        _("Recipients of messages per hour"),
        5000,
        _("In all messages together. A single message may still go to the whole group."),
    )
    drafts = _number(_("Drafts in a mailbox"), 500)
    files_mb = _number(
        _("Files in a mailbox, in MB"),
        2000,
        _("Files in drafts and sent messages. Files that others send are not counted."),
    )
    uploads_hour = _number(_("Files uploaded per hour"), 300)
    checks_minute = _number(
        _("Texts and files checked per minute"),
        120,
        _("While somebody types, the portal checks for names several times a minute."),
    )
    checked_thousands_minute = _number(
        _("Thousands of characters checked per minute"),
        500,
        _("Texts are checked as they are typed and as they are saved."),
    )
    missing_permits_hour = _number(
        _("Permit look-ups without a result, per hour"),
        30,
        _(
            "In all groups together. Then every look-up has to wait, as its answer would"
            " say whether a permit exists, and the Secretariat is told."
        ),
    )
    exports_hour = _number(_("Exports per hour"), 20)
    reports_hour = _number(_("Reports per hour"), 30)
    refusals_minute = _number(
        _("Messages refused per minute"),
        60,
        _(
            "Those that are wrong or over a limit. A refused message is not counted"
            " elsewhere."
        ),
    )
    open_reports = _number(
        _("Open reports that hide something"),
        3,
        _(
            "Content that a member reports for identifying information is hidden"
            " until the Secretariat decides. Beyond this number, reported content"
            " stays visible and the Secretariat is told."
        ),
        least=0,
    )


class IMailboxUse(Interface):
    """Tells how much members store in their mailboxes; a global utility of messaging."""

    def __call__(group):
        """How much of each limit is used: ``{Limit: {user id: number}}``."""
