"""Reads the parameters of the directory from a query string."""

from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.query_parameters import (
    batch,
    filled_in,
    known_code,
    number,
    one_of,
)
from cites.cug.membership.directory import MemberFilter
from cites.cug.membership.renewal import MOST_DAYS
from cites.cug.membership.roster import ACTIVE, SUSPENDED
from collections.abc import Mapping
from typing import Any, NamedTuple


SIZE = 25
TEXTS = ("q", "country", "category", "state")
DAYS = ("due", "unused")
#: All parameters of ``@members``.
PARAMETERS = (*TEXTS, *DAYS, "b_start", "b_size")


class MemberQuery(NamedTuple):
    """The filters, and which page of the list."""

    wanted: MemberFilter
    start: int
    size: int


def read_member_query(form: Mapping[str, Any]) -> MemberQuery:
    """Read the parameters. Raises InvalidValues."""
    texts = filled_in(form, TEXTS)
    one_of(texts, "category", tuple(Category))
    one_of(texts, "state", (ACTIVE, SUSPENDED))
    known_code(texts, "country", codes("country"))
    days: dict[str, Any] = {
        name: number(form, name, 0, 0, MOST_DAYS)
        for name in DAYS
        if form.get(name, "") != ""
    }
    return MemberQuery(MemberFilter(**texts, **days), *batch(form, SIZE))
