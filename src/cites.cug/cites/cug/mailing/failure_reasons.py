"""Why a mail has not gone out, in words for the Secretariat."""

from cites.cug import _
from zope.i18nmessageid import Message


NO_ADDRESS = "no_address"
UNREACHABLE = "unreachable"
SILENT = "silent"
TLS = "tls"
UNKNOWN_KIND = "unknown_kind"
INTERNAL = "internal"

#: Those that say nothing of a mail, but of the server.
OF_SERVER = (UNREACHABLE, SILENT, TLS)
WORDS = {
    NO_ADDRESS: _("mailing_failure_reasons_account_no_usable_email_text"),
    UNREACHABLE: _("mailing_failure_reasons_mail_server_reached"),
    SILENT: _("mailing_failure_reasons_mail_server_closed_connection_text"),
    TLS: _("mailing_failure_reasons_mail_server_offers_no_text"),
    UNKNOWN_KIND: _("mailing_failure_reasons_part_portal_installed_any_text"),
    INTERNAL: _("mailing_failure_reasons_notification_could_written_see_text"),
}
MAX_REPLY = 200


def server_reply(code: int, text: bytes | str) -> str:
    """What the mail server said, fit to be kept and shown."""
    text = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    said = " ".join(text.split())
    return "".join(c for c in f"{code} {said}" if c.isprintable())[:MAX_REPLY]


def in_words(reason: str | None) -> Message | None:
    """A stored reason as it is shown; None where the mail was not tried yet."""
    if not reason:
        return None
    return WORDS.get(reason) or _(
        "mailing_failure_reasons_the_mail_server_answered", mapping={"reply": reason}
    )
