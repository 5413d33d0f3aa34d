"""Checks one permit, in the same way for all formats.

A format gives a mapping with the field names of ``permit.Permit``, ``Party``,
``PermitLine`` and ``Endorsement``; unknown names are mistakes, so that no misspelt box is
lost. Values may be texts, numbers or dates; missing values are empty boxes. All mistakes
are reported at once, each with its place: ``lines[2].quantity``.
"""

from cites.cug import _
from cites.cug.core.validation.errors import (
    FieldError,
    InvalidValue,
    mistakes_in,
    REQUIRED,
    too_long,
)
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.fields import Reader
from cites.cug.permits.permit import Endorsement, Party, Permit, PermitLine, PermitType
from cites.cug.permits.schema import MAX_LINES, PERMIT, TABLES
from collections.abc import Mapping
from typing import Any


#: Parts of a permit that have boxes of their own, beside the lines.
PARTS = {"importer": Party, "exporter": Party, "endorsement": Endorsement}
UNKNOWN = _("permits_validation_no_field_name_text")
#: So many characters of an unknown name are repeated in its message.
MAX_NAME = 100
REPLACED = "\N{REPLACEMENT CHARACTER}"


class PermitReader:
    """Checks permits by the code lists of the moment when it is made: make one for each
    file.
    """

    def __init__(self):
        self.readers = {
            part: {name: box.reader() for name, box in table.items()}
            for part, table in TABLES.items()
        }

    def __call__(self, data: Mapping[str, Any]) -> Permit:
        """The checked permit. Raises InvalidValue with all mistakes."""
        wrong: list[FieldError] = []
        boxes = {name: value for name, value in data.items() if name not in TABLES}
        found = _read(self.readers[""], boxes, "", wrong)
        for name, kind in PARTS.items():
            found[name] = kind(**_part(self.readers[name], data, name, wrong))
        found["lines"] = tuple(self._lines(data.get("lines"), wrong))
        _check_key(found, wrong)
        if wrong:
            raise InvalidValue(*wrong)
        return Permit(**found | {"type": PermitType(found["type"])})

    def _lines(self, lines: Any, wrong: list[FieldError]) -> list[PermitLine]:
        if lines is None:
            return []
        if not isinstance(lines, list | tuple):
            wrong.append(FieldError(_("common_send_a_list_error"), "lines"))
            return []
        if len(lines) > MAX_LINES:
            text = _("common_more_than_entries_error", mapping={"limit": MAX_LINES})
            wrong.append(FieldError(text, "lines"))
            return []
        read = [self._line(one, f"lines[{at}]", wrong) for at, one in enumerate(lines)]
        # Printed forms contain empty blocks.
        return [one for one in read if one != PermitLine(block=one.block)]

    def _line(self, data: Any, place: str, wrong: list[FieldError]) -> PermitLine:
        if not isinstance(data, Mapping):
            wrong.append(FieldError(_("common_this_cannot_be_understood_error"), place))
            return PermitLine()
        found = _read(self.readers["lines"], data, f"{place}.", wrong)
        if found.get("second_source") and not found.get("source"):
            wrong.append(FieldError(REQUIRED, f"{place}.source"))
        return PermitLine(**found)


def read_permit(data: Mapping[str, Any]) -> Permit:
    """The checked permit. For many permits, make one ``PermitReader``."""
    return PermitReader()(data)


def unknown(name: str, place: str = "") -> FieldError:
    """The mistake “no such field”. In JSON a name may contain any character."""
    shown = (one if one.isprintable() else REPLACED for one in name[:MAX_NAME])
    return FieldError(UNKNOWN, place + "".join(shown))


def _part(readers: Any, data: Any, name: str, wrong: list[FieldError]) -> dict[str, Any]:
    part = data.get(name)
    if part is None:
        return {}
    if not isinstance(part, Mapping):
        wrong.append(FieldError(_("common_this_cannot_be_understood_error"), name))
        return {}
    return _read(readers, part, f"{name}.", wrong)


def _read(
    readers: Mapping[str, Reader],
    data: Mapping[str, Any],
    place: str,
    wrong: list[FieldError],
) -> dict[str, Any]:
    """The values that are filled in. Mistakes are added to ``wrong``."""
    found = {}
    for name, value in data.items():
        if name not in readers:
            wrong.append(unknown(name, place))
            continue
        if value is None or value == "":
            continue
        try:
            found[name] = readers[name](value)
        except InvalidValue as error:
            wrong += (
                FieldError(message, f"{place}{name}")
                for message, _inside in mistakes_in(error)
            )
    return found


def _check_key(found: dict[str, Any], wrong: list[FieldError]) -> None:
    """Require country, number and type, which every permit must have."""
    already = {mistake.place for mistake in wrong}
    for name in ("country", "number", "type"):
        if not found.get(name) and name not in already:
            wrong.append(FieldError(REQUIRED, name))
    normal = normal_number(found.get("number") or "")
    if found.get("number") and not normal:
        wrong.append(FieldError(REQUIRED, "number"))
    limit = PERMIT["number"].max_length
    if len(normal) > limit:
        wrong.append(FieldError(too_long(limit), "number"))
