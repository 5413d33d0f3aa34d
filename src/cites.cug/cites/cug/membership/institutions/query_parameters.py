"""Reads the parameters of the directory of institutions from a query string."""

from cites.cug import _
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import (
    batch,
    filled_in,
    known_code,
    one_of,
    word,
)
from cites.cug.membership.institutions.queries import InstitutionFilter
from cites.cug.membership.institutions.schema import KINDS, MOST_SPECIES
from collections.abc import Mapping
from typing import Any, NamedTuple


SIZE = 25
TEXTS = ("kind", "country", "q")
#: All parameters of ``@directory``.
PARAMETERS = (*TEXTS, "species", "b_start", "b_size")


class InstitutionQuery(NamedTuple):
    """The filters, and which page of the list."""

    wanted: InstitutionFilter
    start: int
    size: int


def read_institution_query(form: Mapping[str, Any]) -> InstitutionQuery:
    """Read the parameters; ``species`` may come several times. Raises InvalidValues."""
    texts = filled_in(form, TEXTS)
    one_of(texts, "kind", tuple(KINDS))
    known_code(texts, "country", codes("country"))
    species = _species(form.get("species", ""))
    wanted = InstitutionFilter(**texts, species=species)
    return InstitutionQuery(wanted, *batch(form, SIZE))


def _species(given: Any) -> tuple[str, ...]:
    several = given if isinstance(given, list) else [given]
    if len(several) > MOST_SPECIES:
        text = _(
            "At most ${number} values are expected.", mapping={"number": MOST_SPECIES}
        )
        raise invalid("species", text)
    names = (word({"species": one}, "species").strip() for one in several)
    return tuple(dict.fromkeys(name for name in names if name))
