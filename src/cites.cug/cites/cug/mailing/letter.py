"""The mail itself: that there is something new, with a link, in the reader's language."""

from cites.cug import _
from collections.abc import Iterable
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from plone import api
from zope.i18n import translate


#: The preferences page, below the portal.
PAGE = "notifications"


def address(text: str | None, name: str = "") -> Address | None:
    """An e-mail address; None for what cannot be one, and for what needs SMTPUTF8."""
    text = text or ""
    if not (text.isascii() and text.isprintable()) or len(text) > 254:
        return None
    try:
        made = Address(" ".join(name.split()), addr_spec=text)
    except (ValueError, IndexError, MessageError):
        return None
    return made if made.username and made.domain else None


def write(
    mail_id: str,
    sender: Address,
    reader: Address,
    lines: Iterable[str],
    language: str,
    at: datetime,
) -> EmailMessage:
    """A mail of our own words and those of the domains."""
    portal = api.portal.get()
    title = " ".join(portal.title.split())
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = reader
    mail["Subject"] = translate(
        _("${portal}: something new for you", mapping={"portal": title}),
        target_language=language,
    )
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{mail_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    foot = _(
        "This mail was sent by itself: do not answer it. You choose when such notices"
        " come, or that none come, on this page: ${url}",
        mapping={"url": f"{portal.absolute_url()}/{PAGE}"},
    )
    text = "\n".join([*lines, "", "-- ", translate(foot, target_language=language), ""])
    mail.set_content(text, cte="quoted-printable")
    mail["Content-Language"] = language
    return mail
