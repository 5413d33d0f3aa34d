"""One permit from whatever a format holds: the same check of every value for all.

A format hands in a mapping with the names of ``permit.Permit``, ``Party``, ``Line`` and
``Endorsement`` and no others, or what is misspelt would be lost unseen; the values may be
texts, numbers or dates, and what is missing is empty.
What is wrong comes all at once, each with its place: ``lines[2].quantity``.
"""

from cites.cug import _
from cites.cug.codelists.lists import code_list
from cites.cug.permits import values
from cites.cug.permits.number import normal_number
from cites.cug.permits.permit import Endorsement
from cites.cug.permits.permit import Party
from cites.cug.permits.permit import Permit
from cites.cug.permits.permit import PermitLine
from cites.cug.permits.permit import PermitType
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import mistakes_in
from cites.cug.validation.errors import REQUIRED
from collections.abc import Mapping
from typing import Any


#: Longest texts, which are the columns of the registry too.
LENGTHS = {
    "number": 70,
    "type_text": 250,
    "issue_place": 250,
    "authority": 500,
    "security_stamp": 70,
    "transport_document": 250,
    "special_conditions": 5000,
}
PARTY_LENGTHS = {
    "name": 500,
    "street": 500,
    "post_box": 100,
    "city": 150,
    "postcode": 35,
    "subdivision": 150,
}
LINE_LENGTHS = {
    "block": 10,
    "scientific_name": 250,
    "common_name": 250,
    "description": 2000,
    "marks": 2000,
    "origin_permit": 70,
    "last_reexport_permit": 70,
    "operation": 250,
}
PORT_LENGTH = 250
#: May go over several lines.
LONG_TEXTS = frozenset({"special_conditions", "description", "marks"})
MAX_LINES = 500
TYPES = frozenset(PermitType)
APPENDICES = frozenset({"I", "II", "III"})
#: Of a permit, what holds boxes of its own.
PARTS = frozenset({"importer", "exporter", "endorsement", "lines"})
UNKNOWN = _("There is no field of this name.")
#: Of a name that is not known, so much is repeated.
MAX_NAME = 100
REPLACED = "\N{REPLACEMENT CHARACTER}"


class PermitReader:
    """Reads permits by the code lists as they are when it is made: one for each file."""

    def __init__(self):
        country = values.code(code_list("country").entries)
        source = values.code(code_list("source").entries)
        days = dict.fromkeys(("valid_from", "valid_until", "issued"), values.day)
        self.permit = (
            _texts(LENGTHS)
            | days
            | {
                "country": country,
                "type": values.one_of(TYPES),
                "purpose": values.code(code_list("purpose").entries),
                "copy": values.yes_no,
            }
        )
        self.party = _texts(PARTY_LENGTHS) | {"country": country}
        self.endorsement = {"port": values.line(PORT_LENGTH), "date": values.day}
        amounts = ("quantity", "used_to_date", "quota", "endorsed_quantity")
        line_days = ("origin_date", "last_reexport_date", "acquired")
        self.line = _texts(LINE_LENGTHS) | {
            **dict.fromkeys(amounts, values.quantity),
            **dict.fromkeys(line_days, values.day),
            **dict.fromkeys(("origin_country", "last_reexport_country"), country),
            **dict.fromkeys(("source", "second_source"), source),
            "term": values.code(code_list("term").entries),
            "unit": values.code(code_list("unit").entries),
            "appendix": values.one_of(APPENDICES),
        }

    def __call__(self, data: Mapping[str, Any]) -> Permit:
        """The permit; raises ``Refused`` with all that is wrong with it."""
        wrong: list[FieldError] = []
        boxes = {name: value for name, value in data.items() if name not in PARTS}
        found = _read(self.permit, boxes, "", wrong)
        for name in ("importer", "exporter"):
            found[name] = Party(**_part(self.party, data, name, wrong))
        found["endorsement"] = Endorsement(
            **_part(self.endorsement, data, "endorsement", wrong)
        )
        found["lines"] = tuple(self._lines(data.get("lines"), wrong))
        _check_key(found, wrong)
        if wrong:
            raise InvalidValue(*wrong)
        return Permit(**found | {"type": PermitType(found["type"])})

    def _lines(self, lines: Any, wrong: list[FieldError]) -> list[PermitLine]:
        if lines is None:
            return []
        if not isinstance(lines, list | tuple):
            wrong.append(FieldError(_("A list is expected."), "lines"))
            return []
        if len(lines) > MAX_LINES:
            text = _(
                "There are more than ${limit} entries.", mapping={"limit": MAX_LINES}
            )
            wrong.append(FieldError(text, "lines"))
            return []
        read = [self._line(one, f"lines[{at}]", wrong) for at, one in enumerate(lines)]
        # Forms are printed with blocks that are not filled in.
        return [one for one in read if one != PermitLine(block=one.block)]

    def _line(self, data: Any, place: str, wrong: list[FieldError]) -> PermitLine:
        if not isinstance(data, Mapping):
            wrong.append(FieldError(_("This cannot be understood."), place))
            return PermitLine()
        found = _read(self.line, data, f"{place}.", wrong)
        if found.get("second_source") and not found.get("source"):
            wrong.append(FieldError(REQUIRED, f"{place}.source"))
        return PermitLine(**found)


def read_permit(data: Mapping[str, Any]) -> Permit:
    """One permit; who reads many makes a ``PermitReader``."""
    return PermitReader()(data)


def unknown(name: str, place: str = "") -> FieldError:
    """That there is no such field; JSON lets a name hold anything."""
    shown = (one if one.isprintable() else REPLACED for one in name[:MAX_NAME])
    return FieldError(UNKNOWN, place + "".join(shown))


def _texts(lengths: Mapping[str, int]) -> dict[str, values.Reader]:
    return {
        name: (values.text if name in LONG_TEXTS else values.line)(longest)
        for name, longest in lengths.items()
    }


def _part(readers: Any, data: Any, name: str, wrong: list[FieldError]) -> dict[str, Any]:
    part = data.get(name)
    if part is None:
        return {}
    if not isinstance(part, Mapping):
        wrong.append(FieldError(_("This cannot be understood."), name))
        return {}
    return _read(readers, part, f"{name}.", wrong)


def _read(
    readers: Mapping[str, values.Reader],
    data: Mapping[str, Any],
    place: str,
    wrong: list[FieldError],
) -> dict[str, Any]:
    """What is filled in; the dataclasses know what the rest is."""
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
    """A permit is known by its country and number, and must say what it is."""
    already = {mistake.place for mistake in wrong}
    for name in ("country", "number", "type"):
        if not found.get(name) and name not in already:
            wrong.append(FieldError(REQUIRED, name))
    normal = normal_number(found.get("number") or "")
    if found.get("number") and not normal:
        wrong.append(FieldError(REQUIRED, "number"))
    if len(normal) > LENGTHS["number"]:
        text = _(
            "The text is longer than ${limit} characters.",
            mapping={"limit": LENGTHS["number"]},
        )
        wrong.append(FieldError(text, "number"))
