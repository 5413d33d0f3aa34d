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
    NO_ADDRESS: _("The account has no usable e-mail address."),
    UNREACHABLE: _("The mail server cannot be reached."),
    SILENT: _("The mail server closed the connection or did not answer in time."),
    TLS: _("The mail server offers no encryption or login that can be trusted."),
    UNKNOWN_KIND: _("This part of the portal is not installed any more."),
    INTERNAL: _("The notification could not be written; see the server log."),
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
        "The mail server answered: ${reply}", mapping={"reply": reason}
    )
