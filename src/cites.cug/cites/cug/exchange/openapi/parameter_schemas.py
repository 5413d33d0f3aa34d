"""The parameters of queries, as JSON Schema describes their values.

The codes are those that the services check the values against.
"""

from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.query_parameters import DAY, FLAG, MOST_VALUES, WORD
from cites.cug.exchange.illegal_trade.query_parameters import FIRST_YEAR
from cites.cug.library.lists.filters import TYPES
from cites.cug.library.lists.query_parameters import (
    AREA_PATTERN,
    FACETS,
    FILTER_NAMES,
    STATES,
)
from cites.cug.library.lists.query_parameters import SORTABLE as LIBRARY_ORDERS
from cites.cug.membership.access_requests.models import RequestState
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.query_parameters import MESSAGE_ID
from cites.cug.messaging.query_parameters import SORTABLE as MESSAGE_ORDERS
from cites.cug.permits.permit import Status
from cites.cug.permits.schema import IPermit
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


Described = dict[str, Any]
#: Of the trail, which this part does not know: ``trail_desk/query_parameters.py``.
MOST, OTHERS, RESULTS = 999_999_999, "others", ("done", "refused")
#: Not only dashes and spaces.
PERMIT_NUMBER = "^[A-Za-z0-9][A-Za-z0-9 ./-]*$"
DAYS_OF_QUERIES = (
    *("since", "until", "from", "valid_on"),
    *("incident_from", "incident_until"),
)
#: Services whose filters may come several times: ``country=XA&country=XB``.
OF_LIBRARY = ("@library", "@statistics")
#: Of services → the parameters that a request must have.
REQUIRED = {
    "@audit/consistency": ("first", "second"),
    "@audit/event": ("event",),
    "@audit/proof": ("event",),
    "@permits": ("country", "number"),
    "@permits/outside": ("country", "number"),
    "@permits/outside/state": ("country",),
    "@search-all": ("q",),
}


def one_of_these(values: Iterable[Any]) -> Described:
    return {"type": "string", "enum": [str(one) for one in values]}


def is_required(service: str, name: str) -> bool:
    """Whether the service does nothing without this parameter."""
    return name in REQUIRED.get(service, ())


def describe_parameter(service: str, name: str, otherwise: Described) -> Described:
    """The values of a parameter as the service checks them."""
    one = dict(_by_service().get(service, {}).get(name, otherwise))
    if service in OF_LIBRARY and name in FILTER_NAMES:
        return {"type": "array", "items": one, "maxItems": MOST_VALUES}
    return one


def describe_by_name(name: str) -> Described:
    """The values of a parameter that no field reads; any line of text if unknown."""
    return dict(_by_name().get(name, WORD))


def _by_name() -> Mapping[str, Described]:
    """Parameters that all services that take them read alike."""
    event = {"type": "integer", "minimum": 1, "maximum": MOST}
    return {
        **dict.fromkeys(DAYS_OF_QUERIES, DAY),
        **dict.fromkeys(("include_items", "conversations", "unread", "total"), FLAG),
        **dict.fromkeys(("event", "first", "second"), event),
        **dict.fromkeys(("country", "origin_country"), one_of_these(codes("country"))),
        "sort_order": one_of_these(("ascending", "descending")),
    }


def _by_service() -> Mapping[str, Mapping[str, Described]]:
    """By the names of services."""
    this_year = date.today().year
    year = {"type": "integer", "minimum": FIRST_YEAR, "maximum": this_year}
    status = {"status": one_of_these(Status)}
    country = f"(?:{'|'.join(codes('country'))})"
    library = {
        "type": one_of_these(TYPES),
        "state": one_of_these(STATES),
        "facets": one_of_these(FACETS),
        "area": {"type": "string", "pattern": AREA_PATTERN},
        "leg": {"type": "string", "pattern": f"^{country}-{country}$"},
    }
    stamp = {**WORD, "maxLength": IPermit["security_stamp"].max_length}
    permit = {
        "number": {
            "type": "string",
            "maxLength": IPermit["number"].max_length,
            "pattern": PERMIT_NUMBER,
        },
        "stamp": stamp,
        "token": stamp,
    }
    return {
        "@access-requests": {"state": one_of_these(RequestState)},
        "@audit": {"result": one_of_these(RESULTS)},
        "@audit/verify": {"from": {"type": "integer", "minimum": 0, "maximum": MOST}},
        "@illegal-trade-report": {"year": year},
        "@library": {**library, "sort_on": one_of_these(LIBRARY_ORDERS)},
        "@messages": {
            "thread": {"type": "string", "pattern": f"^(?:{MESSAGE_ID.pattern})?$"},
            "sort_on": one_of_these(MESSAGE_ORDERS),
        },
        "@own-events": {"by": one_of_these([OTHERS])},
        "@permits": permit,
        "@permits/outside": permit,
        "@permits/search": status,
        "@permits/statistics": status,
        "@requests": {
            "state": one_of_these(State),
            "asked": one_of_these(("me", "by-me")),
        },
        "@search-all": {"q": {**WORD, "pattern": "^[A-Za-z0-9]+$"}},
        "@statistics": library,
        "@summary": {"period": one_of_these(("week", "month"))},
    }
