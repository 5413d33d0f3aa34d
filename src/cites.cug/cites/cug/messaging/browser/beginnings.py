"""What stands in the form to write at first: a draft, an answer, a forwarded message."""

from cites.cug import _
from cites.cug.messaging.about import ShownAbout
from cites.cug.messaging.actions.opening import Opened
from cites.cug.messaging.actions.sending import Draft
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.browser.recipients import tokens_in, tokens_of
from cites.cug.messaging.browser.rows import addressee_names
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.quoting import quoted, quoted_text
from cites.cug.messaging.schema import (
    Addressees,
    is_offered_handling,
    Letter,
    MAX_SUBJECT,
)
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.times import moment
from dataclasses import replace
from typing import Any
from zope.i18n import translate


#: What subjects of answers and of forwarded messages begin with, as in mail programs.
ANSWER, FORWARD = "Re: ", "Fwd: "
#: Values by the fields of ``write_form.IWriteForm``; ``plain_body`` is the body without
#: the text editor, if that is another text.
Beginning = dict[str, Any]


def new(page: MessagePage, about: ShownAbout | None) -> Beginning:
    """An empty letter to those whom the address names.

    The title of what it is about is the subject only where the letter goes to its author:
    others may not be meant to see it.
    """
    form = page.request.form
    handling = str(form.get("handling") or "")
    letter, to = Letter(), tokens_in(form)
    if about and to:
        letter = replace(letter, subject=about.title[:MAX_SUBJECT])
    if is_offered_handling(handling):
        letter = replace(letter, handling=handling)
    return {**vars(letter), "to": to}


def of_draft(draft: Draft) -> Beginning:
    to = tokens_of(draft.addressees)
    return {**vars(draft.letter), "to": to, "draft": draft.id}


def reply(page: MessagePage, opened: Opened, to_all: bool) -> Beginning:
    """An answer to the sender; with ``to_all`` to all other recipients as well."""
    line = opened.line
    seen = _seen(page, opened)
    if line.kind == DeliveryKind.SENT:
        addressees = seen
    elif to_all:
        others = (name for name in seen.to if name not in (page.user_id, line.sender))
        addressees = replace(seen, to=(line.sender, *others))
    else:
        addressees = Addressees((line.sender,))
    words = {"date": _time(page, opened), "name": line.sender_name}
    intro = translate(
        _("messaging_beginnings_on_wrote", mapping=words), context=page.request
    )
    return {
        **_quoting(opened, [intro], ANSWER),
        "to": tokens_of(addressees),
    }


def forward(page: MessagePage, opened: Opened) -> Beginning:
    """The same text and files, for others."""
    line = opened.line
    names = addressee_names(page, _seen(page, opened))
    head = [
        (_("messaging_beginnings_forwarded_message"), ""),
        (_("messaging_from"), line.sender_name),
        (_("messaging_date"), _time(page, opened)),
        (_("messaging_subject"), line.subject),
        (_("messaging_to_text_2"), listed(names, page.language)),
    ]
    said = [
        f"{translate(words, context=page.request)} {value}".strip()
        for words, value in head
    ]
    return {
        **_quoting(opened, said, FORWARD),
        "files_from": line.id if opened.files else None,
    }


def _quoting(opened: Opened, intro: list[str], mark: str) -> Beginning:
    """The letter, with the quotation below an empty line to write in.

    Browsers leave out the first line end of a field.
    """
    line = opened.line
    is_marked = line.subject.casefold().startswith(mark.casefold())
    letter = Letter(
        line.subject if is_marked else f"{mark}{line.subject}",
        f"<p>&nbsp;</p>{quoted(intro, opened.body)}",
        line.handling,
        reply_to=line.id,
    )
    return {
        **vars(letter),
        "plain_body": f"\n\n\n{quoted_text(intro, opened.body)}",
    }


def _time(page: MessagePage, opened: Opened) -> str:
    return moment(opened.line.time, page.language).text


def _seen(page: MessagePage, opened: Opened) -> Addressees:
    return opened.addressees.seen_by(page.user_id, opened.line.sender)
