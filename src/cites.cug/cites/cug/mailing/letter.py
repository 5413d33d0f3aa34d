"""Writes the mail itself: a notice that there is something new, or a domain's letter."""

import re
from cites.cug import _
from cites.cug.core.settings.languages import direction
from collections.abc import Iterable
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from html import escape
from plone import api
from zope.i18n import translate


#: The preferences page, below the portal.
PAGE = "notifications"
ADDRESS = re.compile(r"https?://[^\s<]*[^\s<.,;]")
#: Addresses and names of another direction keep it, at the side of all other lines.
STYLE = "max-width:36em;font:16px/1.5 sans-serif;overflow-wrap:anywhere;text-align:{side}"
PAGE_HTML = """\
<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8" /><title>{subject}</title></head>
<body style="margin:0;padding:1.5em;background:#fff;color:#222">
<div style="{style}">
{paragraphs}
</div>
</body>
</html>
"""


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
    subject: str,
    lines: Iterable[str],
    language: str,
    at: datetime,
) -> EmailMessage:
    """A mail with the lines of the domains, why it comes and how to choose when."""
    portal_url = api.portal.get().absolute_url()
    say = partial(translate, target_language=language)
    how = _("mailing_letter_log_in_type_address_text", mapping={"url": portal_url})
    foot = _(
        "mailing_letter_receive_message_because_account_text",
        mapping={"url": f"{portal_url}/{PAGE}"},
    )
    text = [
        *(say(_("mailing_letter_dear_member")), "", *lines, "", say(how), ""),
        *(say(_("mailing_letter_questions_contact_secretariat_group_text")), ""),
        *(
            say(_("mailing_letter_yours_sincerely")),
            say(_("mailing_letter_the_secretariat")),
            "",
            "-- ",
        ),
        *(say(foot), ""),
    ]
    return compose(mail_id, sender, reader, subject, "\n".join(text), language, at)


def compose(
    mail_id: str,
    sender: Address,
    reader: Address,
    subject: str,
    text: str,
    language: str,
    at: datetime,
) -> EmailMessage:
    """A mail with this text, and the headers that mark it as sent by a machine."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = reader
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{mail_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(
        _html(mail["Subject"], text, language), subtype="html", cte="quoted-printable"
    )
    mail["Content-Language"] = language
    return mail


def _html(subject: str, text: str, language: str) -> str:
    """The same text as a page. It loads nothing, and has no link to click."""
    parts = text.replace("\r\n", "\n").strip().split("\n\n")
    paragraphs = "".join(
        f'<p style="margin:0 0 1em" dir="auto">{_lines(part)}</p>' for part in parts
    )
    way = direction(language)
    return PAGE_HTML.format(
        language=language,
        direction=way,
        style=STYLE.format(side="right" if way == "rtl" else "left"),
        subject=escape(subject),
        paragraphs=paragraphs,
    )


def _lines(paragraph: str) -> str:
    lines = escape(paragraph.removeprefix("-- \n")).splitlines()
    return ADDRESS.sub(r'<bdi dir="ltr">\g<0></bdi>', "<br />".join(lines))
