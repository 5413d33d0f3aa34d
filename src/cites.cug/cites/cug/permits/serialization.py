"""Permits to and from plain values that JSON can hold; and their digest."""

import json
from cites.cug.permits.fields import AmountBox, DayBox
from cites.cug.permits.permit import Endorsement, Party, Permit, PermitLine, PermitType
from cites.cug.permits.schema import TABLES
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any


#: Names of the fields that hold dates, and of those that hold numbers.
DAYS, AMOUNTS = (
    {name for table in TABLES.values() for name in table if isinstance(table[name], kind)}
    for kind in (DayBox, AmountBox)
)


@lru_cache
def names_of(kind: type) -> tuple[str, ...]:
    """Names of a dataclass's fields, in their order."""
    return tuple(field.name for field in fields(kind))


def serialize_permit(permit: Permit) -> dict[str, Any]:
    """All boxes, also empty ones. Dates are texts of ISO 8601, numbers int or float."""
    values = _plain(permit)
    for name in ("importer", "exporter", "endorsement"):
        values[name] = _plain(getattr(permit, name))
    return values | {"lines": [_plain(line) for line in permit.lines]}


def _plain(part: Any) -> dict[str, Any]:
    kind: Any = type(part)
    return {name: _value(getattr(part, name)) for name in names_of(kind)}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return number(value)
    return value


def number(value: Decimal) -> int | float:
    """The number as int or float; exact for all that ``fields.quantity`` allows."""
    return int(value) if value == value.to_integral_value() else float(value)


def digest(permit: Permit) -> str:
    """SHA-256 in hexadecimal; the same for permits with equal values."""
    text = json.dumps(serialize_permit(permit), ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def permit_of(values: Mapping[str, Any]) -> Permit:
    """The permit of what ``serialize_permit`` made; the values are not checked."""
    parts = {
        "importer": Party(**values["importer"]),
        "exporter": Party(**values["exporter"]),
        "endorsement": Endorsement(**_read(values["endorsement"])),
        "lines": tuple(PermitLine(**_read(line)) for line in values["lines"]),
        "type": PermitType(values["type"]),
    }
    return Permit(**_read(values) | parts)


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _reader(name)(value) for name, value in values.items()}


def _reader(name: str) -> Callable[[Any], Any]:
    if name in DAYS:
        return lambda value: value and date.fromisoformat(value)
    if name in AMOUNTS:
        return lambda value: None if value is None else Decimal(str(value))
    return lambda value: value
