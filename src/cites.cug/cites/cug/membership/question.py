"""What a query string asks of the directory."""

from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes
from cites.cug.intake.mistakes import unknown_code
from cites.cug.intake.query import BadQuery
from cites.cug.intake.query import batch
from cites.cug.intake.query import number
from cites.cug.intake.query import one_of
from cites.cug.intake.query import word
from cites.cug.membership.directory import Wanted
from cites.cug.membership.roster import ACTIVE
from cites.cug.membership.roster import SUSPENDED
from collections.abc import Mapping
from typing import Any
from typing import NamedTuple


SIZE = 25
MOST_DAYS = 3650


class Question(NamedTuple):
    """Who is asked for, and which page of them."""

    wanted: Wanted
    start: int
    size: int


def read_question(form: Mapping[str, Any]) -> Question:
    """Raises BadQuery for what cannot be understood."""
    texts = {
        name: word(form, name)
        for name in ("q", "country", "category", "state")
        if form.get(name, "") != ""
    }
    one_of(texts, "category", tuple(Category))
    one_of(texts, "state", (ACTIVE, SUSPENDED))
    country = texts.get("country")
    if country is not None and country not in codes("country"):
        raise BadQuery("country", unknown_code(country).doc())
    days = {
        name: number(form, name, 0, 0, MOST_DAYS)
        for name in ("due", "unused")
        if form.get(name, "") != ""
    }
    return Question(Wanted(**texts, **days), *batch(form, SIZE))
