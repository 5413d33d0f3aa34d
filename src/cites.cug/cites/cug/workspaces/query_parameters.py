"""Which topics a caller asks for, read from a query string."""

import re
from cites.cug.core.validation.query_form import QueryForm
from cites.cug.core.validation.query_parameters import batch, filled_in, flag
from cites.cug.workspaces.queries import TopicFilter
from collections.abc import Mapping
from typing import Any, NamedTuple


PAGE_SIZE = 25
#: All that ``@topics`` takes.
PARAMETERS = ("workspace", "unread", "q", "b_start", "b_size")


class TopicQuery(NamedTuple):
    """Which topics are asked for: ``size`` of them, from ``start`` on."""

    wanted: TopicFilter
    start: int
    size: int


def read_topic_query(form: Mapping[str, Any]) -> TopicQuery:
    """Read ``workspace``, ``unread``, ``q`` and the batch. Raises InvalidValues."""
    texts = filled_in(form, ("workspace", "q"))
    words = tuple(re.findall(r"\w+", texts.get("q", "")))
    wanted = TopicFilter(texts.get("workspace", ""), flag(form, "unread"), words)
    return TopicQuery(wanted, *batch(form, PAGE_SIZE))


class TopicQueryForm(QueryForm):
    """The query string of a page with topics."""

    read = staticmethod(read_topic_query)
    narrowing = kept = ("q", "unread")
