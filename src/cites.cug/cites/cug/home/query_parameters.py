"""What a caller asks of the search over everything, and of a summary."""

import re
from cites.cug import _
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import day, one_of, word
from cites.cug.web.layout.periods import Period, Span, span_of
from collections.abc import Mapping
from datetime import date
from typing import Any


#: What ``@summary`` takes.
SUMMARY_PARAMETERS = ("period", "from")


def read_text(form: Mapping[str, Any]) -> str:
    """The text ``q``, which needs at least one letter or digit. Raises InvalidValues."""
    text = word(form, "q").strip() if form.get("q") else ""
    if not re.search(r"\w", text):
        raise invalid("q", _("home_query_parameters_type_least_word_search_error"))
    return text


def read_span(form: Mapping[str, Any], today: date) -> Span:
    """The week or month that has ``from`` in it; without it, the last one that is over.

    Raises InvalidValues.
    """
    asked = form.get("period") or Period.WEEK
    one_of({"period": asked}, "period", tuple(Period))
    first = day(form, "from")
    if first is None:
        return span_of(Period(asked), today).before
    if not date(1970, 2, 1) <= first <= today:
        raise invalid("from", _("home_query_parameters_day_future_error"))
    return span_of(Period(asked), first)
