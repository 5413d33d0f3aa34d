"""REST: what the alerts of a library add up to."""

from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.session import Ask
from cites.cug.library.lists.queries import list_state
from cites.cug.library.lists.query_parameters import (
    read_statistics_query,
    STATISTICS_PARAMETERS,
)
from cites.cug.library.tools.sightings.queries import STATE
from cites.cug.library.tools.statistics.figures import Place, Route
from cites.cug.library.tools.statistics.totals import add_up, Totals
from cites.cug.web.restapi.services import RestService
from decimal import Decimal
from heapq import nsmallest
from typing import Any


#: So many routes are answered, the most frequent ones.
MOST_ROUTES = 500
#: What the numbers of sightings follow from.
SIGHTINGS = Prepared(STATE)


class StatisticsGet(RestService):
    """``GET {cug}/@statistics``: totals of the alerts that the caller may see."""

    parameters = STATISTICS_PARAMETERS
    tagged = True

    def cache_source(self, ask: Ask) -> list[Any] | None:
        if self.request.form.get("q"):
            return None  # as for the list
        form = {name: str(value) for name, value in self.request.form.items()}
        seen = ask(SIGHTINGS, {"group_uid": self.context.UID()})
        return [self.url, form, *map(str, seen), *list_state(self.context)]

    def reply(self) -> dict[str, Any]:
        search = read_statistics_query(self.request.form)
        return {"@id": self.url, **serialize_totals(add_up(self.context, search))}


def serialize_totals(totals: Totals) -> dict[str, Any]:
    """Lists begin with the largest number; a quantity is a number of its unit."""
    return {
        "incidents": totals.incidents,
        **totals.counts,
        "sightings": sum(totals.sightings.values()),
        "sightings_by_country": dict(most_first(totals.sightings)),
        "quantities": [
            {**counted._asdict(), "quantity": plain_number(quantity)}
            for counted, quantity in sorted(
                totals.quantities.items(),
                key=lambda pair: (pair[0].species, pair[0].term, pair[0].unit or ""),
            )
        ],
        "routes": [
            {**route._asdict(), "transit": list(route.transit), "incidents": number}
            for route, number in most_first(totals.routes, MOST_ROUTES)
        ],
        "places": [
            {**place._asdict(), "incidents": number}
            for place, number in most_first(totals.places)
        ],
    }


def most_first(counted: Any, size: int | None = None) -> list[tuple[Any, int]]:
    """What was counted with its number, the largest first; only so many, if ``size``."""
    if size is None:
        return sorted(counted.items(), key=_rank)
    return nsmallest(size, counted.items(), key=_rank)


def _rank(pair: tuple[Any, int]) -> tuple[int, Any]:
    counted, number = pair
    if isinstance(counted, Place):
        return -number, (*counted[:2], counted.precision or "")
    return -number, counted.stops if isinstance(counted, Route) else counted


def plain_number(value: Decimal) -> int | float:
    """A whole number without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
