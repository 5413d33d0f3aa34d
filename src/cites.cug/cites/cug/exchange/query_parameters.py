"""What a client asks of the changes of a group, read from a query string."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import MAX_PAGE_SIZE, number
from cites.cug.exchange.cursors import (
    Place,
    read_page,
    read_place,
    write_page,
    write_place,
)
from collections.abc import Mapping
from datetime import datetime, UTC
from typing import Any


PARAMETERS = ("since", "b_size")
NO_PAGE = _("exchange_query_parameters_no_link_news_feed_text")


def read_since(form: Mapping[str, Any], group: Any) -> Place | datetime | None:
    """Where to go on: a cursor or a time, in UTC without a zone. Raises InvalidValues."""
    text = form.get("since", "")
    if text == "":
        return None
    if isinstance(text, str):
        place = read_word(text, group)
        if place is not None:
            return place
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                return moment.replace(tzinfo=UTC)
            return moment.astimezone(UTC)
        except (OverflowError, ValueError):  # no time, or before the first in UTC
            pass
    raise invalid(
        "since",
        _("exchange_query_parameters_neither_date_nor_value_error"),
    )


def read_word(text: str, group: Any) -> Place | None:
    """The place of a cursor; None if the caller has not got it from this group."""
    return read_place(text, owner_in(group))


def read_size(form: Mapping[str, Any]) -> int:
    """How many changes are wanted at once."""
    return number(form, "b_size", MAX_PAGE_SIZE, 1, MAX_PAGE_SIZE)


def read_before(form: Mapping[str, Any], group: Any) -> int | None:
    """The place of a page of a feed. Raises InvalidValues."""
    text = form.get("before", "")
    if text == "":
        return None
    number = read_page(text, owner_in(group)) if isinstance(text, str) else None
    if number is None:
        raise invalid("before", NO_PAGE)
    return number


def written_page(number: int, group: Any) -> str:
    """The place of a page of a feed, for its caller."""
    return write_page(number, owner_in(group))


def written_place(place: Place, group: Any) -> str:
    """The cursor for the caller to come back with."""
    return write_place(place, owner_in(group))


def owner_in(group: Any) -> str:
    return f"{caller()}:{group.UID()}"
