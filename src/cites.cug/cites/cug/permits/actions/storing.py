"""Store permits in the registry, one or thousands at a time.

All permits of a call are stored, or none: all is written in the running transaction. A
permit that the registry has already with the same values stays as it is. With other
values it is updated, and the earlier values are kept as a revision. Storing never changes
the status of a known permit.
"""

import secrets
import time
from cites.cug import _
from cites.cug.core.sql.proofs import prove_rows
from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.errors import CONFLICT, Refusal
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.change_order import take_moment
from cites.cug.permits.models import PermitRow, PermitSource, RevisionRow
from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.registry import registered_with
from cites.cug.permits.rows import LINE, line_rows, PERMIT, permit_row
from cites.cug.permits.serialization import serialize_permit
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from sqlalchemy import Connection, delete, insert, select
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


REVISION = RevisionRow.__table__
#: So many permits are compared and written at once.
BATCH = 500
Key = tuple[str, str]


class Stored(NamedTuple):
    """How many permits were new, updated, or had the same values already."""

    created: int
    changed: int
    unchanged: int


class Contradiction(ValueError):
    """Two permits that are stored together have the same number but different values.

    ``first`` and ``second`` are their positions, from 0.
    """

    def __init__(self, first: int, second: int):
        self.first, self.second = first, second


class GivenPermit(NamedTuple):
    """A permit to store, its position among all, and the columns of its row."""

    position: int
    permit: Permit
    row: dict[str, Any]


class KnownPermit(NamedTuple):
    """What the comparison needs of a permit that the registry has already."""

    id: str
    digest: str
    revision: int


class Hand(NamedTuple):
    """Who stores the permits, where the permits come from, and when."""

    acting_user: str
    source: PermitSource
    at: datetime


def store_permits(
    permits: Sequence[Permit],
    *,
    source: PermitSource,
    acting_user: str,
    told: Callable[[int, int], object] = lambda _done, _total: None,
) -> Stored:
    """Store permits, and update those that are known with other values.

    ``told`` is called after each batch with the number of stored permits and the number
    of all. Raises Contradiction if two permits have the same number and different values.
    """
    given = list(distinct(permits).items())
    connection = write_session().connection()
    hand = Hand(acting_user, source, take_moment(connection))
    counts: dict[str, int] = defaultdict(int)
    permit_id = None
    for start in range(0, len(given), BATCH):
        some = dict(given[start : start + BATCH])
        for what, ids in _store(connection, some, hand).items():
            counts[what] += len(ids)
            permit_id = next(iter(ids), permit_id)
        told(min(start + BATCH, len(given)), len(given))
    stored = Stored(*(counts[what] for what in Stored._fields))
    detail = {"source": source.value, **stored._asdict()}
    if len(given) == 1:
        ((country, _key), (_position, permit, _row)) = given[0]
        record_permit_event(
            "store",
            acting_user,
            permit_id,
            country=country,
            number=permit.number,
            **detail,
        )
    else:
        record_permit_event("store", acting_user, **detail)
    return stored


def new_id() -> str:
    """A new id of 32 hexadecimal digits.

    It begins with the time, so that ids sort by age; its second half is random, so that
    nobody can guess an id.
    """
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def distinct(permits: Sequence[Permit]) -> dict[Key, GivenPermit]:
    """The permits by country and normalised number; equal permits appear once.

    Raises Contradiction if two have the same key and different values.
    """
    found: dict[Key, GivenPermit] = {}
    for position, permit in enumerate(permits):
        row = permit_row(permit)
        given = GivenPermit(position, permit, row)
        first = found.setdefault((permit.country, row["key"]), given)
        if first.row["digest"] != row["digest"]:
            raise Contradiction(first.position, position)
    return found


def _store(
    connection: Connection, some: Mapping[Key, GivenPermit], hand: Hand
) -> dict[str, list[str]]:
    """Store one batch. Answers the ids of the permits: ``created``, ``changed``,
    ``unchanged``.
    """
    known = known_among(connection, some)
    new = [given for key, given in some.items() if key not in known]
    other = {
        known[key]: given
        for key, given in some.items()
        if key in known and known[key].digest != given.row["digest"]
    }
    same = {one.id for one in known.values()} - {one.id for one in other}
    created = _create(connection, new, hand) if new else []
    if other:
        _change(connection, other, hand)
    return {
        "created": created,
        "changed": [one.id for one in other],
        "unchanged": list(same),
    }


def known_among(connection: Connection, keys: Iterable[Key]) -> dict[Key, KnownPermit]:
    """Which of these permits the registry has already, by country and normalised
    number.
    """
    by_country: dict[str, list[str]] = defaultdict(list)
    for country, key in keys:
        by_country[country].append(key)
    columns = (PERMIT.c.key, PERMIT.c.id, PERMIT.c.digest, PERMIT.c.revision)
    return {
        (country, key): KnownPermit(*rest)
        for country, numbers in by_country.items()
        for key, *rest in connection.execute(
            select(*columns).where(PERMIT.c.country == country, PERMIT.c.key.in_(numbers))
        )
    }


def _create(connection: Connection, new: Iterable[GivenPermit], hand: Hand) -> list[str]:
    stays = {
        "status": Status.ISSUED.value,
        "reason": "",
        "replaced_by": None,
        "changed": hand.at,
        "source": hand.source.value,
        "revision": 1,
        "attachments_total": 0,
    }
    rows = [{"id": new_id(), **given.row, **stays} for given in new]
    connection.execute(insert(PERMIT), rows)
    ids = [row["id"] for row in rows]
    _add_lines(connection, zip(ids, (given.permit for given in new), strict=True))
    return ids


def _change(
    connection: Connection, other: Mapping[KnownPermit, GivenPermit], hand: Hand
) -> None:
    ids = [known.id for known in other]
    before = registered_with(ids)
    for known, given in other.items():
        if known.id not in before:
            raise Refusal(_altered(given.permit), CONFLICT)
    revisions = [
        {
            "permit_id": known.id,
            "revision": known.revision,
            "boxes": serialize_permit(before[known.id].permit),
            "source": before[known.id].source.value,
            "replaced": hand.at,
            "replaced_by": hand.acting_user,
        }
        for known in other
    ]
    connection.execute(insert(REVISION), revisions)
    kept = connection.execute(select(PERMIT).where(PERMIT.c.id.in_(ids)))
    by_id = {row.id: row._asdict() for row in kept}
    changes = [
        {
            **given.row,
            "revision": known.revision + 1,
            "changed": hand.at,
            "source": hand.source.value,
        }
        for known, given in other.items()
    ]
    rows = [by_id[one] | new for one, new in zip(ids, changes, strict=True)]
    prove_rows(connection, PermitRow, rows, changes[0])
    connection.execute(delete(LINE).where(LINE.c.permit_id.in_(ids)))
    _add_lines(connection, ((known.id, given.permit) for known, given in other.items()))


def _altered(permit: Permit) -> Message:
    return _(
        "permits_storing_entry_changed_outside_portal_text",
        mapping={"permit": f"{permit.country} {permit.number}"},
    )


def _add_lines(connection: Connection, permits: Iterable[tuple[str, Permit]]) -> None:
    rows = [row for permit_id, permit in permits for row in line_rows(permit_id, permit)]
    if rows:
        connection.execute(insert(LINE), rows)
