"""Characters that no text of ours may hold."""

import re
from cites.cug import _
from cites.cug.validation.errors import InvalidValue
from zope.i18nmessageid import Message


#: Controls, halves of surrogate pairs, and marks that turn the text after them around:
#: none can be seen, and some hide what a name really ends in.
UNFIT = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\ufffe\uffff]"
)
BREAKS = re.compile("[\t\n\r\u2028\u2029]")


def fit_text(text: str) -> str:
    """The text, with one kind of line end and nothing around it."""
    if UNFIT.search(text):
        raise InvalidValue(_("The text holds control characters. Please type it anew."))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fit_passage(text: str, limit: int, missing: Message) -> str:
    """The text, if it says something in no more than so many characters."""
    text = fit_text(text)
    if not text:
        raise InvalidValue(missing)
    if len(text) > limit:
        mapping = {"limit": limit}
        raise InvalidValue(
            _("The text is longer than ${limit} characters.", mapping=mapping)
        )
    return text


def fit_line(text: str) -> str:
    """The text, if it is one line."""
    text = fit_text(text)
    if BREAKS.search(text):
        raise InvalidValue(_("This must be one line of text."))
    return text
