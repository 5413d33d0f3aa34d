"""The values of a permit's boxes as texts for readers."""

from cites.cug import _
from cites.cug.core.codelists.lists import entries, title
from cites.cug.permits.fields import AmountBox, Box, CodeBox, DayBox, YesNoBox
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import PermitType, Status
from cites.cug.permits.schema import PERMIT_TYPES
from cites.cug.permits.verdict import LOOKS, Verdict
from cites.cug.web.forms.choice_widgets import Option
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.times import day
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


STATUSES = {
    Status.ISSUED: _("permits_labels_issued"),
    **{status: LOOKS[Verdict(status)].title for status in Status if status != "issued"},
}
SOURCES = {
    PermitSource.MANUAL: _("permits_labels_recorded_by_hand"),
    PermitSource.IMPORT: _("permits_labels_imported"),
    PermitSource.EXTERNAL: _("permits_labels_from_another_system"),
}
YES = _("common_yes")
#: Code lists whose codes stand on the paper: the reader sees code and title.
SHORT = frozenset({"term", "source", "purpose"})


class Said(NamedTuple):
    """A box that is filled in, with its value as text."""

    name: str
    box: Box
    words: Message | str
    #: The date in ISO 8601, if the box is for a date.
    iso: str = ""


def said(
    table: Mapping[str, Box], part: Any, language: str, names: Any = None
) -> Iterator[Said]:
    """The boxes of one part of a permit that are filled in, in the order of the form.

    ``table`` maps field names to boxes; ``names`` limits them to some.
    """
    for name in table if names is None else names:
        box, value = table[name], getattr(part, name)
        words = in_words(name, box, value, language)
        if words:
            yield Said(name, box, words, value.isoformat() if is_day(value) else "")


def in_words(name: str, box: Box, value: Any, language: str) -> Message | str:
    """The value as text in this language; empty if the box is empty."""
    if value in (None, "", False):
        return ""
    match box:
        case DayBox():
            return day(value, language).text
        case AmountBox():
            return number(value, language)
        case YesNoBox():
            return YES
        case CodeBox():
            return _code(box.codes, value, language)
    return PERMIT_TYPES[PermitType(value)] if name == "type" else str(value)


def in_choices(box: Any, chosen: str, language: str) -> list[Option]:
    """The options of a box for codes, with ``chosen`` selected.

    A former code, as old permits have it, stays an option if it is chosen.
    """
    if box.codes:
        known = [
            (code, f"{code} – {words}" if box.codes in SHORT else words)
            for code, words in entries(box.codes, language)
        ]
    else:
        known = [(term.token, term.title) for term in box.vocabulary]
    if chosen and chosen not in dict(known):
        known.append((chosen, chosen))
    return [Option(code, words, code == chosen, code) for code, words in known]


def is_day(value: Any) -> bool:
    """Whether the value is a date."""
    return isinstance(value, date)


def amount(line: Any, language: str) -> str:
    """The quantity of a line with its unit; "" if no quantity is filled in."""
    if line.quantity is None:
        return ""
    unit = title("unit", line.unit, language) if line.unit else ""
    return f"{number(line.quantity, language)} {unit}".strip()


def _code(list_name: str, value: str, language: str) -> str:
    words = title(list_name, value, language)
    alone = list_name in ("country", "unit") or words == value
    return words if alone else f"{value} – {words}"
