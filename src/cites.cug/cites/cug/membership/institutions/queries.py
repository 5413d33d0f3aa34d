"""Entries of a group's directory."""

from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.taxa import taxa_above, taxon_name, warm_up
from cites.cug.core.sql.proofs import is_proven, trusted
from cites.cug.core.sql.session import read_connection, session
from cites.cug.membership.institutions.models import Institution
from datetime import datetime
from itertools import chain
from sqlalchemy import bindparam, select
from typing import Any, NamedTuple


TABLE = Institution.__table__


class InstitutionLine(NamedTuple):
    """An entry as it is read."""

    id: str
    group_uid: str
    kind: str
    country: str
    name: str
    contact: str
    languages: list[str]
    species: list[str]
    services: str
    created: datetime
    changed: datetime
    proof: bytes | None


def institution_names(group: Any) -> list[str]:
    """The names of all entries, which all members see."""
    # Apart from the request's transaction, which may write afterwards.
    with read_connection() as records:
        rows = records.execute(OF_GROUP, {"group_uid": group.UID()}).all()
    return [row.name for row in trusted(Institution, rows)]


class InstitutionFilter(NamedTuple):
    """What the entries must have; of ``species``, one."""

    kind: str = ""
    country: str = ""
    species: tuple[str, ...] = ()
    q: str = ""


COLUMNS = tuple(TABLE.c[name] for name in InstitutionLine._fields)
#: A group has at most ``actions.MOST`` of them.
OF_GROUP = (
    select(*COLUMNS)
    .where(TABLE.c.group_uid == bindparam("group_uid"))
    .order_by(TABLE.c.country, TABLE.c.name, TABLE.c.id)
)


def list_institutions(
    group: Any, wanted: InstitutionFilter, language: str
) -> list[InstitutionLine]:
    """The entries by country and name. ``q`` finds all its words, in any order."""
    rows = session().connection().execute(OF_GROUP, {"group_uid": group.UID()})
    # An entry of a genus, family or order takes what is below it.
    taxa = frozenset(chain.from_iterable(map(taxa_above, wanted.species)))
    words = wanted.q.casefold().split()
    lines = [InstitutionLine(*row) for row in trusted(Institution, rows)]
    if wanted.species:
        warm_up(chain.from_iterable(one.species for one in lines))
    found = []
    for one in lines:
        fits = (
            wanted.kind in ("", one.kind)
            and wanted.country in ("", one.country)
            and (not wanted.species or takes(one, taxa))
        )
        if fits and (not words or _has(one, words, language)):
            found.append(one)
    return found


def takes(one: InstitutionLine, taxa: frozenset[str]) -> bool:
    """Whether it takes any species, or one of these taxa."""
    # The list may have other names since the entry was written.
    return not one.species or not taxa.isdisjoint(map(taxon_name, one.species))


def find_institution(group: Any, institution_id: str) -> InstitutionLine | None:
    """One entry of the group; None if it has no such one."""
    query = select(*COLUMNS).where(
        TABLE.c.id == institution_id, TABLE.c.group_uid == group.UID()
    )
    row = session().connection().execute(query).one_or_none()
    if row is None or not is_proven(Institution, row):
        return None
    return InstitutionLine(*row)


def _has(one: InstitutionLine, words: list[str], language: str) -> bool:
    place = title("country", one.country, language)
    texts = (one.name, one.contact, one.services, place, *one.species)
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)
