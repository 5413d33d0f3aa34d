"""Permits to and from rows of the tables."""

from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.models import LineRow, PermitRow
from cites.cug.permits.permit import Endorsement, Party, Permit, PermitLine, PermitType
from cites.cug.permits.serialization import digest, names_of
from collections.abc import Iterable, Iterator
from typing import Any


PERMIT = PermitRow.__table__
LINE = LineRow.__table__
#: Fields that are stored in another shape, or in other tables.
PARTS = frozenset({"type", "importer", "exporter", "endorsement", "lines"})
BOXES = tuple(name for name in names_of(Permit) if name not in PARTS)
LINE_BOXES = names_of(PermitLine)


def comparable_species(name: str) -> str:
    """A scientific name for comparison: in small letters, with single spaces."""
    return " ".join(name.lower().split())


def permit_row(permit: Permit) -> dict[str, Any]:
    """The columns of ``permit`` that follow from the values alone, as a dict."""
    row = {name: getattr(permit, name) for name in BOXES}
    return row | {
        "key": normal_number(permit.number),
        "type": permit.type.value,
        "importer": _party(permit.importer),
        "exporter": _party(permit.exporter),
        "endorsement_port": permit.endorsement.port,
        "endorsement_date": permit.endorsement.date,
        "digest": digest(permit),
    }


def line_rows(permit_id: str, permit: Permit) -> Iterator[dict[str, Any]]:
    """Rows of ``permit_line``, one for each line of the permit."""
    for position, line in enumerate(permit.lines):
        row = {name: getattr(line, name) for name in LINE_BOXES}
        yield row | {
            "permit_id": permit_id,
            "position": position,
            "species": comparable_species(line.scientific_name),
        }


def to_permit(row: Any, lines: Iterable[Any]) -> Permit:
    """The permit of a row of ``permit`` and its rows of ``permit_line``, in their
    order.
    """
    values = {name: getattr(row, name) for name in BOXES}
    return Permit(
        **values,
        type=PermitType(row.type),
        importer=Party(**row.importer),
        exporter=Party(**row.exporter),
        endorsement=Endorsement(port=row.endorsement_port, date=row.endorsement_date),
        lines=tuple(to_line(line) for line in lines),
    )


def to_line(row: Any) -> PermitLine:
    """The line of a row of ``permit_line``."""
    return PermitLine(**{name: getattr(row, name) for name in LINE_BOXES})


def _party(party: Party) -> dict[str, str]:
    """The fields that are filled in."""
    filled = {name: getattr(party, name) for name in names_of(Party)}
    return {name: value for name, value in filled.items() if value}
