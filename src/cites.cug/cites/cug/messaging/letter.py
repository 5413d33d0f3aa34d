"""What a sender writes, and what is wrong with it."""

from cites.cug import _
from cites.cug.codelists.lists import codes
from cites.cug.validation.characters import fit_line
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import REQUIRED
from cites.cug.validation.errors import unknown_code
from cites.cug.validation.rich_text import plain_structure
from dataclasses import dataclass
from datetime import date
from typing import Any
from zope.schema.interfaces import ValidationError


MAX_SUBJECT = 200
DEFAULT_HANDLING = "amber"


@dataclass(frozen=True)
class Letter:
    """A message as its sender writes it; a draft may still lack anything.

    The body is HTML of plain structure (``validation.rich_text``); ``reply_to`` is the id
    of the message that this one answers or forwards.
    """

    subject: str = ""
    body: str = ""
    handling: str = DEFAULT_HANDLING
    reply_to: str | None = None
    answer_by: date | None = None
    receipt: bool = True


def fit_letter(letter: Letter) -> Letter:
    """The letter as it is kept; raises InvalidValues for what is not fit to draft."""
    mistakes = FieldErrors()
    subject = _read(mistakes, "subject", _fit_subject, letter.subject)
    body = _read(mistakes, "body", plain_structure, letter.body)
    if letter.handling not in codes("handling"):
        mistakes.add("handling", unknown_code(letter.handling).doc())
    mistakes.raise_any()
    return Letter(
        subject,
        body,
        letter.handling,
        letter.reply_to,
        letter.answer_by,
        letter.receipt,
    )


def _fit_subject(text: str) -> str:
    text = fit_line(text)
    if len(text) > MAX_SUBJECT:
        mapping = {"limit": MAX_SUBJECT}
        raise InvalidValue(
            _("The text is longer than ${limit} characters.", mapping=mapping)
        )
    return text


def require_complete(letter: Letter, today: date) -> None:
    """Raises InvalidValues for what a message needs before it may go."""
    mistakes = FieldErrors()
    if not letter.subject.strip():
        mistakes.add("subject", REQUIRED)
    if letter.answer_by is not None and letter.answer_by < today:
        mistakes.add("answer_by", _("This day is past."))
    mistakes.raise_any()


def _read(mistakes: FieldErrors, field: str, read: Any, value: str) -> str:
    try:
        return read(value)
    except ValidationError as error:
        mistakes.add_error(field, error)
        return ""
