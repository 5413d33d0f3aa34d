"""The page of a week or month: what was new, and how it compares with the one before."""

from babel.dates import format_date
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.home.browser.rows import Row, Rows
from cites.cug.home.query_parameters import read_span, SUMMARY_PARAMETERS
from cites.cug.home.start import ItemRow
from cites.cug.home.summary import summary_of, Trend
from cites.cug.library.lists.labels import TABLES, value_title
from cites.cug.library.lists.rows import rows_for
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.periods import Period, Span, span_of
from cites.cug.web.layout.times import day, reader_today, reader_zone
from cites.cug.workspaces.rows import topic_rows
from collections.abc import Iterator, Mapping, Sequence
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple
from urllib.parse import urlencode
from zope.i18nmessageid import Message


#: What is counted → its words.
NUMBERS: dict[str, Message] = {
    "alerts": _("home_new_alerts_title"),
    "documents": _("home_summary_new_documents"),
    "sightings": _("home_summary_new_sightings"),
    "topics": _("home_summary_topics_with_new_posts"),
    "requests_asked": _("common_requests_for_assistance_asked"),
    "requests_answered": _("common_requests_for_assistance_answered"),
    "requests_answered_in_time": _("common_answered_time"),
}
BLOCKS: dict[str, Message] = {
    "alerts": _("home_new_alerts_title"),
    "documents": _("home_summary_new_documents"),
    "sighted": _("home_summary_alerts_with_new_sightings"),
    "topics": _("home_summary_topics_with_new_posts"),
}
NOTHING = _("home_summary_nothing_in_this_period")


class Line(NamedTuple):
    """A number of both periods with its words."""

    words: str | Message
    now: str
    before: str
    change: str


class Block(NamedTuple):
    """The first rows of one kind, and how many there are."""

    id: str
    title: Message
    total: str
    rows: Sequence[Row]
    #: The list of all; empty where there is none.
    url: str


class SummaryPage(Rows, Page):
    """``{cug}/summary?period=&from=``"""

    template = ViewPageTemplateFile("templates/summary.pt")
    page_title = _("home_summary_periodic_summary_title")
    nothing = NOTHING

    def __call__(self) -> str:
        self.mistake: InvalidValues | None = None
        form = {
            name: self.request.form[name]
            for name in SUMMARY_PARAMETERS
            if name in self.request.form
        }
        self.today = reader_today()
        try:
            self.span = read_span(form, self.today)
        except InvalidValues as error:
            self.request.response.setStatus(400)
            self.mistake = error
            self.span = read_span({}, self.today)
        self.summary = summary_of(self.context, caller() or "", self.span, reader_zone())
        return self.template()

    @property
    def days(self) -> dict[str, str]:
        """The first and the last day in words."""
        first, last = (day(one, self.language).text for one in self.span[1:])
        return {"first": first, "last": last}

    @property
    def is_month(self) -> bool:
        return self.span.period is Period.MONTH

    @property
    def month(self) -> str:
        return format_date(self.span.first, "LLLL y", self.language)

    def is_over(self) -> bool:
        return self.span.last < self.today

    def url_of(self, span: Span) -> str:
        query = urlencode({"period": span.period, "from": span.first.isoformat()})
        return f"{self.url}/summary?{query}"

    def earlier(self) -> str:
        return self.url_of(self.span.before)

    def later(self) -> str | None:
        after = self.span.after
        return self.url_of(after) if after.first <= self.today else None

    def other_period(self) -> str:
        """The month that the week ends in, or the last week of the month."""
        other = Period.WEEK if self.is_month else Period.MONTH
        return self.url_of(span_of(other, min(self.span.last, self.today)))

    def numbers(self) -> list[Line]:
        return [
            self.line(words, self.summary.numbers[name])
            for name, words in NUMBERS.items()
        ]

    def line(self, words: str | Message, trend: Trend) -> Line:
        now, before = (number(one, self.language) for one in trend)
        return Line(words, now, before, self.signed(trend.change))

    def signed(self, change: int) -> str:
        if not change:
            return "0"
        sign = "+" if change > 0 else "\N{MINUS SIGN}"
        return sign + number(abs(change), self.language)

    def trends(self) -> Iterator[tuple[str, Message, list[Line]]]:
        """A table for each kind of value of which there is one."""
        for name, trends in self.summary.trends.items():
            if trends:
                filter_name, title = TABLES[name]
                yield name, title, list(self.trend_lines(filter_name, trends))

    def trend_lines(
        self, filter_name: str, trends: Mapping[str, Trend]
    ) -> Iterator[Line]:
        for value, trend in trends.items():
            words = str(value_title(filter_name, value, self.language))
            yield self.line(words, trend)

    def blocks(self) -> Iterator[Block]:
        summary = self.summary
        for name, part in (
            ("alerts", summary.alerts),
            ("documents", summary.documents),
            ("sighted", summary.sighted),
        ):
            yield self.block(name, part.total, self.items(part.lines))
        topics = [
            self.topic(row) for row in topic_rows(self.context, summary.topics.lines)
        ]
        yield self.block("topics", summary.topics.total, topics)

    def block(self, name: str, total: int, rows: Sequence[Row]) -> Block:
        return Block(
            name, BLOCKS[name], number(total, self.language), rows, self.list(name)
        )

    def items(self, lines: Sequence[ItemRow]) -> list[Row]:
        return [self.item(row) for row in rows_for(self.context, lines, self.request)]

    def list(self, name: str) -> str:
        """The page where all of one kind are."""
        period = {"since": self.span.first, "until": self.span.last}
        lists: dict[str, str] = {
            "alerts": f"library?{urlencode({'type': 'Alert', **period})}",
            "documents": f"library?{urlencode({'type': 'LibraryDocument', **period})}",
            "topics": "workspaces",
        }
        return f"{self.url}/{lists[name]}" if name in lists else ""
