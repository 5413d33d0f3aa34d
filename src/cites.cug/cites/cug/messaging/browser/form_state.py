"""What stands in the form to write: typed by its sender, kept as a draft, or quoted."""

from cites.cug import _
from cites.cug.layout.times import moment
from cites.cug.messaging.actions.opening import Opened
from cites.cug.messaging.actions.sending import Draft
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.browser.rows import addressee_names
from cites.cug.messaging.browser.tokens import addressees_of
from cites.cug.messaging.browser.tokens import tokens_in
from cites.cug.messaging.browser.tokens import tokens_of
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.quoting import quoted
from cites.cug.messaging.quoting import quoted_text
from cites.cug.messaging.schema import Addressees
from cites.cug.messaging.schema import DEFAULT_HANDLING
from cites.cug.messaging.schema import Letter
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValues
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import Any
from zope.i18n import translate


#: Marks of an answer and of what is passed on, as mail programs write them.
ANSWER, FORWARD = "Re: ", "Fwd: "


@dataclass(frozen=True)
class Typed:
    """Texts as they stand in the inputs, right or wrong."""

    tokens: tuple[str, ...] = ()
    subject: str = ""
    body: str = ""
    #: The body where there is no editor, if that is another text.
    bare: str = ""
    handling: str = DEFAULT_HANDLING
    answer_by: str = ""
    receipt: bool = True
    reply_to: str | None = None
    #: Id of the draft that keeps it, once there is one.
    draft: str | None = None
    #: Id of the message whose files the first draft takes over.
    files_from: str | None = None
    igo_confirmed: bool = False
    many_confirmed: bool = False

    @property
    def addressees(self) -> Addressees:
        return addressees_of(self.tokens)

    def letter(self) -> Letter:
        """Raises InvalidValues where the day is none."""
        try:
            day = date.fromisoformat(self.answer_by) if self.answer_by else None
        except ValueError as error:
            mistake = FieldError(_("A date like 2026-01-31 is expected."))
            raise InvalidValues([("answer_by", mistake)]) from error
        return Letter(
            self.subject, self.body, self.handling, self.reply_to, day, self.receipt
        )


def typed_in(form: Mapping[str, Any]) -> Typed:
    """What was sent with the form."""

    def text(name: str) -> str:
        value = form.get(name)
        return value if isinstance(value, str) else ""

    return Typed(
        tokens_in(form),
        text("subject"),
        text("body"),
        "",
        text("handling"),
        text("answer_by").strip(),
        bool(form.get("receipt")),
        text("reply_to") or None,
        text("draft") or None,
        text("files_from") or None,
        bool(form.get("igo_confirmed")),
        bool(form.get("many_confirmed")),
    )


def of_draft(draft: Draft) -> Typed:
    letter = draft.letter
    return Typed(
        tokens_of(draft.addressees),
        letter.subject,
        letter.body,
        "",
        letter.handling,
        letter.answer_by.isoformat() if letter.answer_by else "",
        letter.receipt,
        letter.reply_to,
        draft.id,
    )


def reply(page: MessagePage, opened: Opened, to_all: bool) -> Typed:
    """An answer to whoever wrote it; ``to_all`` to whoever else it went to as well."""
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
        _("On ${date}, ${name} wrote:", mapping=words), context=page.request
    )
    return Typed(
        tokens_of(addressees),
        _marked(ANSWER, line.subject),
        *_quoting([intro], opened.body),
        line.handling,
        reply_to=line.id,
    )


def forward(page: MessagePage, opened: Opened) -> Typed:
    """The same text and files, for others."""
    line = opened.line
    names = addressee_names(page, _seen(page, opened))
    head = [
        (_("Forwarded message"), ""),
        (_("From:"), line.sender_name),
        (_("Date:"), _time(page, opened)),
        (_("Subject:"), line.subject),
        (_("To:"), ", ".join(names)),
    ]
    said = [
        f"{translate(words, context=page.request)} {value}".strip()
        for words, value in head
    ]
    return Typed(
        (),
        _marked(FORWARD, line.subject),
        *_quoting(said, opened.body),
        line.handling,
        reply_to=line.id,
        files_from=line.id if opened.files else None,
    )


def _quoting(intro: list[str], body: str) -> tuple[str, str]:
    """What stands below an empty line to write in: in the editor, and without it.

    Browsers leave out the first line end of a field.
    """
    return f"<p>&nbsp;</p>{quoted(intro, body)}", f"\n\n\n{quoted_text(intro, body)}"


def _marked(mark: str, subject: str) -> str:
    plain = subject.casefold().startswith(mark.casefold())
    return subject if plain else f"{mark}{subject}"


def _time(page: MessagePage, opened: Opened) -> str:
    return moment(opened.line.time, page.language).text


def _seen(page: MessagePage, opened: Opened) -> Addressees:
    return opened.addressees.seen_by(page.user_id, opened.line.sender)
