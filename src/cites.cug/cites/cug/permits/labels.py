"""What stands in the boxes of a permit, in words for readers."""

from cites.cug import _
from cites.cug.codelists.lists import title
from cites.cug.layout.numbers import number
from cites.cug.layout.times import day
from cites.cug.permits.boxes import Box
from cites.cug.permits.boxes import BoxKind
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import PermitType
from cites.cug.permits.permit import Status
from cites.cug.permits.verdict import LOOKS
from cites.cug.permits.verdict import Verdict
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import NamedTuple
from zope.i18nmessageid import Message


PERMIT_TYPES = {
    PermitType.EXPORT: _("Export permit"),
    PermitType.REEXPORT: _("Re-export certificate"),
    PermitType.IMPORT: _("Import permit"),
    PermitType.OTHER: _("Other document"),
}
STATUSES = {
    Status.ISSUED: _("Issued"),
    **{status: LOOKS[Verdict(status)].title for status in Status if status != "issued"},
}
SOURCES = {
    PermitSource.MANUAL: _("recorded by hand"),
    PermitSource.IMPORT: _("imported"),
    PermitSource.EXTERNAL: _("from another system"),
}
YES = _("Yes")


class Said(NamedTuple):
    """A box that is filled in."""

    name: str
    box: Box
    words: Message | str
    #: Of a day, for programs.
    iso: str = ""


def said(
    table: Mapping[str, Box], part: Any, language: str, names: Any = None
) -> Iterator[Said]:
    """The boxes of a part of a permit that are filled in, in the order of the form."""
    for name in table if names is None else names:
        box, value = table[name], getattr(part, name)
        words = in_words(name, box, value, language)
        if words:
            yield Said(name, box, words, value.isoformat() if is_day(value) else "")


def in_words(name: str, box: Box, value: Any, language: str) -> Message | str:
    """ "" where nothing is filled in."""
    if value in (None, "", False):
        return ""
    match box.kind:
        case BoxKind.DAY:
            return day(value, language).text
        case BoxKind.AMOUNT:
            return number(value, language)
        case BoxKind.YES_NO:
            return YES
        case BoxKind.CODE:
            return _code(name, box, value, language)
    return str(value)


def is_day(value: Any) -> bool:
    return isinstance(value, date)


def amount(line: Any, language: str) -> str:
    """Quantity with its unit; "" where no quantity is filled in."""
    if line.quantity is None:
        return ""
    unit = title("unit", line.unit, language) if line.unit else ""
    return f"{number(line.quantity, language)} {unit}".strip()


def _code(name: str, box: Box, value: str, language: str) -> Message | str:
    if name == "type":
        return PERMIT_TYPES[PermitType(value)]
    if not box.codes:
        return value
    words = title(box.codes, value, language)
    return (
        words
        if box.codes in ("country", "unit") or words == value
        else (f"{value} – {words}")
    )
