"""REST: what was new in one week or month."""

from cites.cug.home.query_parameters import read_span, SUMMARY_PARAMETERS
from cites.cug.home.summary import summary_of, Trend
from cites.cug.library.lists.row_serializer import serialize_rows
from cites.cug.web.layout.periods import Span
from cites.cug.web.layout.times import reader_today, reader_zone
from cites.cug.web.restapi.services import RestService
from cites.cug.workspaces.row_serializer import serialize_topics
from typing import Any


class SummaryGet(RestService):
    """``GET {cug}/@summary?period=&from=``: numbers, and the first of each kind."""

    tagged = True
    parameters = SUMMARY_PARAMETERS

    def reply(self) -> dict[str, Any]:
        span = read_span(self.request.form, reader_today())
        found = summary_of(self.context, self.user_id, span, reader_zone())
        parts = {
            name: {
                "items_total": part.total,
                "items": serialize_rows(self.context, list(part.lines)),
            }
            for name, part in (
                ("alerts", found.alerts),
                ("documents", found.documents),
                ("sighted", found.sighted),
            )
        }
        topics = serialize_topics(self.context, found.topics.lines)
        return {
            "@id": self.url,
            "period": span.period.value,
            **_days(span),
            "before": _days(span.before),
            "numbers": {name: _numbers(one) for name, one in found.numbers.items()},
            "trends": {
                name: [
                    {"value": value, **_numbers(trend)} for value, trend in trends.items()
                ]
                for name, trends in found.trends.items()
            },
            **parts,
            "topics": {"items_total": found.topics.total, "items": topics},
        }


def _days(span: Span) -> dict[str, str]:
    return {"from": span.first.isoformat(), "until": span.last.isoformat()}


def _numbers(trend: Trend) -> dict[str, int]:
    return {"now": trend.now, "before": trend.before}
