"""What was new in a group in a week or month, compared with the one before.

All of it is of what the caller may see when it is read: the alerts are counted as the
statistics count them, topics and requests as their own lists have them. Nothing is kept.
"""

from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.home.start import FIRST, ItemRow, Part
from cites.cug.library.lists.queries import list_items, open_rows
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.sightings.queries import added_between
from cites.cug.library.tools.statistics.totals import count_alerts, COUNTS
from cites.cug.messaging.assistance.queries import Answered, answered_between
from cites.cug.web.layout.periods import Span
from cites.cug.workspaces.queries import active_topics, TopicLine
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


#: The totals of ``@statistics`` that are compared, and so many values of each.
COMPARED = ("by_country", "by_species", "by_term", "by_transport_mode")
MOST_COMPARED = 6


class Trend(NamedTuple):
    """A number of this period, and of the one before."""

    now: int
    before: int

    @property
    def change(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One period as one member may see it."""

    span: Span
    alerts: Part[ItemRow]
    documents: Part[ItemRow]
    #: Alerts that got new sightings.
    sighted: Part[ItemRow]
    topics: Part[TopicLine]
    #: What is counted → its number and that of the period before.
    numbers: Mapping[str, Trend]
    #: One of ``COMPARED`` → value → the same for the alerts with that value.
    trends: Mapping[str, Mapping[str, Trend]]


class _Counted(NamedTuple):
    """What one period adds up to."""

    alerts: int
    #: One of ``COMPARED`` → value → the number of alerts with it.
    counts: Mapping[str, Mapping[str, int]]
    documents: Part[ItemRow]
    #: UIDs of alerts that the caller may read → their new sightings.
    sightings: Mapping[str, int]
    topics: Part[TopicLine]
    requests: Answered


def summary_of(group: Any, user_id: str, span: Span, zone: str | None) -> Summary:
    """The summary of that week or month for the caller, ``user_id``.

    A day is one of the caller's time zone; those of publication are in UTC, as they are
    in all lists of the library.
    """
    now = _count(group, user_id, span, zone)
    before = _count(group, user_id, span.before, zone)
    pairs = {
        name: Trend(number, _numbers(before)[name])
        for name, number in _numbers(now).items()
    }
    return Summary(
        span=span,
        alerts=_published(group, span, "Alert"),
        documents=now.documents,
        sighted=_sighted(group, now.sightings),
        topics=now.topics,
        numbers=pairs,
        trends={
            name: _compare(now.counts[name], before.counts[name]) for name in COMPARED
        },
    )


def _count(group: Any, user_id: str, span: Span, zone: str | None) -> _Counted:
    begin, end = span.moments(zone)
    added = added_between(group, begin, end)
    readable = open_rows(group, list(added)) if added else {}
    topics = active_topics(group, begin, end, FIRST)
    fields = [COUNTS[name] for name in COMPARED]
    alerts, counts = count_alerts(group, _search(span, "Alert"), fields)
    return _Counted(
        alerts=alerts,
        counts={name: counts[COUNTS[name]] for name in COMPARED},
        documents=_published(group, span, "LibraryDocument"),
        sightings={uid: number for uid, number in added.items() if uid in readable},
        topics=Part(topics.total, topics.lines),
        requests=answered_between(group, user_id, begin, end),
    )


def _numbers(counted: _Counted) -> dict[str, int]:
    """By the names that ``@summary`` gives them."""
    return {
        "alerts": counted.alerts,
        "documents": counted.documents.total,
        "sightings": sum(counted.sightings.values()),
        "topics": counted.topics.total,
        "requests_asked": counted.requests.asked,
        "requests_answered": counted.requests.answered,
        "requests_answered_in_time": counted.requests.in_time,
    }


def _search(span: Span, portal_type: str, size: int = 1) -> LibrarySearch:
    filters = {"type": portal_type, "state": PUBLISHED_STATES}
    return LibrarySearch(filters, facets=(), since=span.first, until=span.last, size=size)


def _published(group: Any, span: Span, portal_type: str) -> Part[ItemRow]:
    found = list_items(group, _search(span, portal_type, FIRST))
    return Part(found.total, found.rows)


def _sighted(group: Any, sightings: Mapping[str, int]) -> Part[ItemRow]:
    """The alerts with the most new sightings first."""
    ranked = sorted(sightings, key=lambda uid: (-sightings[uid], uid))
    rows = open_rows(group, ranked[:FIRST]) if ranked else {}
    return Part(len(ranked), [rows[uid] for uid in ranked[:FIRST]])


def _compare(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, Trend]:
    """The most frequent values of either period."""
    trends = {
        value: Trend(now.get(value, 0), before.get(value, 0)) for value in {*now, *before}
    }
    ranked = sorted(trends, key=lambda one: (*(-n for n in trends[one]), one))
    return {value: trends[value] for value in ranked[:MOST_COMPARED]}
