"""Characters that are refused in all texts."""

import re
from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue, too_long
from unicodedata import normalize
from zope.i18nmessageid import Message


#: Control characters, halves of surrogate pairs, and marks that change the direction of
#: text: they are invisible, and some hide how a name really ends.
REFUSED = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
    r"\ud800-\udfff\u202a-\u202e\ufffe\uffff"
)
UNFIT = re.compile(f"[{REFUSED}]")
#: Any other, as a pattern of JSON Schema has it.
FIT = f"[^{REFUSED}]"
FIT_IN_LINE = rf"[^{REFUSED}\t\n\r\u2028\u2029]"
BREAKS = re.compile("[\t\n\r\u2028\u2029]")


def letters(text: str) -> str:
    """A heading or title for comparison: without case, accents, spaces and signs."""
    plain = normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def fit_text(text: str) -> str:
    """Normalise line ends and strip the text. Raises InvalidValue."""
    if UNFIT.search(text):
        raise InvalidValue(
            _("validation_characters_text_contains_control_characters_error")
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fit_passage(text: str, limit: int, missing: Message) -> str:
    """Check that a text has 1 to ``limit`` characters. Raises InvalidValue.

    ``missing``: the message for an empty text.
    """
    text = fit_text(text)
    if not text:
        raise InvalidValue(missing)
    return fit_length(text, limit)


def fit_length(text: str, limit: int) -> str:
    """Check that a text has at most ``limit`` characters. Raises InvalidValue."""
    if len(text) > limit:
        raise InvalidValue(too_long(limit))
    return text


def fit_line(text: str) -> str:
    """Check that a text is one line. Raises InvalidValue."""
    text = fit_text(text)
    if BREAKS.search(text):
        raise InvalidValue(_("validation_characters_must_line_text_error"))
    return text
