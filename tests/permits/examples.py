"""Permits to be judged: one that nothing is wrong with, to be changed in one place."""

from cites.cug.permits.permit import Permit, PermitLine, PermitType, Status
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any


TODAY = date(2026, 3, 15)
SOUND_LINE = PermitLine(
    block="A",
    scientific_name="Acinonyx jubatus",
    term="LIV",
    appendix="I",
    source="W",
    quantity=Decimal(2),
    origin_country="XA",
    origin_permit="XA-2025-000009",
)
SOUND = Permit(
    country="XA",
    number="XA-2026-000123",
    type=PermitType.EXPORT,
    valid_from=date(2026, 1, 10),
    valid_until=date(2026, 7, 10),
    purpose="Z",
    security_stamp="S 0001234",
    lines=(SOUND_LINE,),
)


@dataclass(frozen=True)
class Known:
    """A permit as the registry knows it, as far as rules look at it."""

    permit: Permit
    status: Status = Status.ISSUED


def permit(**changes: Any) -> Permit:
    return replace(SOUND, **changes)


def with_line(line: dict[str, Any], **changes: Any) -> Permit:
    """With the one line changed."""
    return replace(SOUND, lines=(replace(SOUND_LINE, **line),), **changes)
