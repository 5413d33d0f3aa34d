"""The form to record a permit: its inputs, and what was typed into them."""

import re
from cites.cug import _
from cites.cug.codelists.lists import entries
from cites.cug.permits import boxes
from cites.cug.permits.boxes import Box
from cites.cug.permits.labels import PERMIT_TYPES
from cites.cug.permits.permit import Permit
from cites.cug.permits.serialization import serialize_permit
from cites.cug.permits.validation import APPENDICES
from cites.cug.permits.validation import LENGTHS
from cites.cug.permits.validation import LINE_LENGTHS
from cites.cug.permits.validation import MAX_LINES
from cites.cug.permits.validation import PARTY_LENGTHS
from cites.cug.permits.validation import PORT_LENGTH
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple
from zope.i18nmessageid import Message


#: Below the blocks.
LAST = ("authority", "issue_place", "issued", "transport_document")
FIRST = tuple(name for name in boxes.PERMIT if name not in LAST)
#: Lists whose codes stand on the paper.
SHORT = frozenset({"term", "source", "purpose"})
REQUIRED = frozenset({"type", "country", "number"})
_LINE = re.compile(r"lines\.(\d{1,4})\.\w+")
Typed = dict[str, Any]


class PermitField(NamedTuple):
    """One input."""

    id: str
    name: str
    box: Box
    value: Any
    error: Message | None
    length: int | None
    required: bool


class Section(NamedTuple):
    """A part of the form."""

    title: Message
    fields: list[PermitField]


def typed_in(form: Mapping[str, Any]) -> Typed:
    """What was typed, as ``validation.PermitReader`` takes it: all of it texts."""
    typed = {name: _text(form, name) for name in boxes.PERMIT}
    for part in boxes.PARTIES:
        typed[part] = _part(form, part, boxes.PARTY)
    typed["endorsement"] = _part(form, "endorsement", boxes.ENDORSEMENT)
    found = {int(match[1]) for name in form if (match := _LINE.fullmatch(name))}
    typed["lines"] = [
        _part(form, f"lines.{number}", boxes.LINE) for number in sorted(found)[:MAX_LINES]
    ]
    return typed


def typed_of(permit: Permit | None) -> Typed:
    """A permit as it would have been typed; an empty form without one."""
    if permit is None:
        return {"lines": [{}]}
    return serialize_permit(permit)


def sections(typed: Typed, wrong: Mapping[str, Message]) -> Iterator[Section]:
    """The boxes above and below the blocks, in the order of the form."""
    yield Section(_("Document"), _permit_fields(typed, wrong, FIRST))
    for part, box in boxes.PARTIES.items():
        inside, prefix = typed.get(part, {}), f"{part}."
        fields = _fields(boxes.PARTY, inside, prefix, wrong, PARTY_LENGTHS)
        yield Section(box.title, fields)
    inside, lengths = typed.get("endorsement", {}), {"port": PORT_LENGTH}
    fields = _fields(boxes.ENDORSEMENT, inside, "endorsement.", wrong, lengths)
    yield Section(
        _("Issue and transport"), [*_permit_fields(typed, wrong, LAST), *fields]
    )


def line_fields(
    line: Mapping[str, Any], number: int | str, wrong: Mapping[str, Message]
) -> list[PermitField]:
    return _fields(boxes.LINE, line, f"lines.{number}.", wrong, LINE_LENGTHS)


def options(box: Box, name: str, language: str) -> list[tuple[str, Any]]:
    """What can be chosen in a box of codes."""
    if box.codes:
        return [
            (code, f"{code} – {words}" if box.codes in SHORT else words)
            for code, words in entries(box.codes, language)
        ]
    if name == "type":
        return [(kind.value, words) for kind, words in PERMIT_TYPES.items()]
    return [(one, one) for one in sorted(APPENDICES)]


def place_of(name: str) -> str:
    """Where a mistake in that input is said to be: ``lines[2].unit``."""
    return re.sub(r"^lines\.(\d+)\.", r"lines[\1].", name)


def _permit_fields(
    typed: Mapping[str, Any], wrong: Mapping[str, Message], names: Sequence[str]
) -> list[PermitField]:
    table = {name: boxes.PERMIT[name] for name in names}
    return _fields(table, typed, "", wrong, LENGTHS)


def _fields(
    table: Mapping[str, Box],
    typed: Mapping[str, Any],
    prefix: str,
    wrong: Mapping[str, Message],
    lengths: Mapping[str, int],
) -> list[PermitField]:
    return [
        PermitField(
            f"f-{prefix}{name}".replace(".", "-"),
            f"{prefix}{name}",
            table[name],
            _shown(typed.get(name)),
            wrong.get(place_of(f"{prefix}{name}")),
            lengths.get(name),
            not prefix and name in REQUIRED,
        )
        for name in table
    ]


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _part(form: Mapping[str, Any], part: str, table: Mapping[str, Box]) -> Typed:
    return {name: _text(form, f"{part}.{name}") for name in table}


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
