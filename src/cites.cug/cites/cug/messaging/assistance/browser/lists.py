"""Pages: the requests that a member was asked, or has asked, and how many there are."""

from cites.cug import _
from cites.cug.core.validation.errors import FieldErrors
from cites.cug.core.validation.query_parameters import MAX_START, number, one_of
from cites.cug.messaging.assistance.browser.page import AssistancePage
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import (
    ASKED,
    BY_ME,
    count_by_state,
    counts,
    list_requests,
    ME,
)
from cites.cug.messaging.assistance.schema import KINDS, STATES_IN_LISTS
from cites.cug.messaging.browser.rows import addressee_names
from cites.cug.messaging.queries import conversation_sizes
from cites.cug.messaging.receipts import addressees_of
from cites.cug.messaging.schema import Addressees
from cites.cug.messaging.untrusted import TITLE
from cites.cug.web.forms.wrong_filters import WrongFilters
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import moment
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.services import PAGE_SIZE
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


TITLES = {
    "asked": _("messaging_assistance_lists_title"),
    "state": _("common_state_column"),
}
LISTS = {
    ME: _("messaging_assistance_asked_of_me"),
    BY_ME: _("messaging_assistance_asked_by_me"),
}
#: The value of ``state`` for all of them; without it only open ones are listed.
ALL = "all"
#: Names of addressees in a row.
NAMED = 3


class RequestsPage(AssistancePage):
    """``{group}/assistance?asked=me|by-me&state=``"""

    template = ViewPageTemplateFile("templates/requests.pt")
    page_title = _("common_requests_for_assistance_link")

    def __call__(self) -> str:
        form, mistakes = self.request.form, FieldErrors()
        self.asked = form.get("asked") or ME
        self.state = form.get("state") or State.OPEN.value
        mistakes.gather(one_of, {"asked": self.asked}, "asked", tuple(ASKED))
        mistakes.gather(one_of, {"state": self.state}, "state", (*State, ALL))
        self.start = mistakes.gather(number, form, "b_start", 0, 0, MAX_START)
        self.wrong = WrongFilters(self, mistakes.by_field(), TITLES)
        if self.wrong:
            return self.template()
        self.lines, self.total = list_requests(
            self.context,
            self.user_id,
            asked=self.asked,
            state=None if self.lists_all else self.state,
            start=self.start,
            size=PAGE_SIZE,
            by_day=True,
        )
        self.counts_by_state = count_by_state(self.context, self.user_id, self.asked)
        return self.template()

    def lists(self) -> list[dict[str, Any]]:
        return [
            {"title": title, "url": self.link(asked=name), "current": name == self.asked}
            for name, title in LISTS.items()
        ]

    def states(self) -> list[dict[str, Any]]:
        """Filters by state, each with the number of requests behind it."""
        counts = {} if self.wrong else self.counts_by_state
        totals = {**counts, ALL: sum(counts.values())}
        offered = {**STATES_IN_LISTS, ALL: _("messaging_assistance_request_all")}
        return [
            {
                "title": title,
                "url": self.link(**self.kept, state=state),
                "current": state == self.state,
                "total": totals.get(state, 0),
            }
            for state, title in offered.items()
        ]

    @property
    def lists_all(self) -> bool:
        return self.state == ALL

    @property
    def kept(self) -> dict[str, Any]:
        """The list that the links lead to, if there is such a list."""
        return {} if "asked" in self.wrong else {"asked": self.asked}

    def link(self, **query: Any) -> str:
        given = {name: value for name, value in query.items() if value}
        return f"{self.place}?{urlencode(given)}"

    def paging(self) -> dict[str, Any]:
        here = {"asked": self.asked, "state": self.state}
        return Batch(self.place, here, self.start, PAGE_SIZE).paging(self.total)

    def rows(self) -> list[dict[str, Any]]:
        ids = [one.line.id for one in self.lines]
        mailbox = (self.context, self.user_id)
        sizes = conversation_sizes(*mailbox, ids)
        addressed = addressees_of(*mailbox, ids) if self.asked == BY_ME else {}
        return [
            {
                "url": f"{self.place}/{line.id}",
                "may_answer": self.asked == ME and progress.state == State.OPEN,
                "subject": line.subject if line.trusted else self.said(TITLE),
                "who": self.who(line.sender_name, addressed.get(line.id)),
                "unread": line.unread or sizes.get(line.thread, (0, 0))[1] > 0,
                "handling": line.handling,
                "handling_title": self.handling_title(line.handling),
                "answers": sizes.get(line.thread, (1, 0))[0] - 1,
                "files": line.attachments_total,
                "time": moment(line.time, self.language),
                **self.progress(progress, line.answer_by),
            }
            for line, progress in self.lines
        ]

    def who(self, sender: str, addressees: Addressees | None) -> str:
        if addressees is None:
            return sender
        return listed(addressee_names(self, addressees, NAMED), self.language)


class CountsPage(Page):
    """``{group}/assistance-counts``"""

    template = ViewPageTemplateFile("templates/counts.pt")
    page_title = _("messaging_assistance_how_many_requests_assistance_title")
    navigation_entry = NavigationEntry(
        order=22,
        place=ADMINISTRATION,
        part="requests",
        explanation=_("messaging_assistance_counts_explanation"),
    )

    def __call__(self) -> str:
        return self.template()

    def rows(self) -> list[dict[str, Any]]:
        return [
            {**one._asdict(), "title": KINDS[one.kind]} for one in counts(self.context)
        ]
