"""The list of requests for access, by state."""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import FieldErrors
from cites.cug.core.validation.query_parameters import MAX_START, number, one_of
from cites.cug.membership.access_requests import queries, scope
from cites.cug.membership.access_requests.models import RequestState
from cites.cug.membership.access_requests.queries import waiting_requests
from cites.cug.web.forms.wrong_filters import WrongFilters
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from datetime import datetime, UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message


STATES = {
    RequestState.PENDING: _("common_waiting_label"),
    RequestState.ENDORSED: _("membership_desk_endorsed"),
    RequestState.UNCONFIRMED: _("membership_desk_not_confirmed_yet"),
    RequestState.APPROVED: _("membership_desk_approved"),
    RequestState.DECLINED: _("membership_access_requests_declined"),
}


#: The value of ``state`` for what waits for the caller.
WAITING = "waiting"


class DeskPage(Page):
    """The base of all pages for those who decide."""

    @property
    def desk_url(self) -> str:
        return f"{self.context.absolute_url()}/requests"

    def may_vet(self) -> bool:
        return may(Permission.VET, self.context)


class RequestsPage(DeskPage):
    """The requests that wait for the caller, or those in one state; a page at a time."""

    template = ViewPageTemplateFile("templates/requests.pt")
    page_title = _("common_requests_for_access_link")
    navigation_entry = NavigationEntry(
        order=20,
        place=ADMINISTRATION,
        part="requests",
        explanation=_("membership_access_requests_explanation"),
        count=waiting_requests,
        counted=_("membership_desk_requests_waiting_for_you"),
    )
    size = 50

    def __call__(self) -> str:
        mistakes, form = FieldErrors(), self.request.form
        given = {"state": form.get("state") or WAITING}
        mistakes.gather(one_of, given, "state", (WAITING, *RequestState))
        self.start = mistakes.gather(number, form, "b_start", 0, 0, MAX_START) or 0
        self.wrong = WrongFilters(
            self, mistakes.by_field(), {"state": _("common_state_column")}
        )
        self.state = None if "state" in self.wrong else given["state"]
        self.country = scope.country(self.context)
        self.counts = queries.count_by_state(self.context, self.country)
        return self.template()

    def tabs(self) -> list[dict[str, Any]]:
        waiting = queries.waiting_states(self.context)
        shown: dict[str, Message] = {WAITING: _("common_waiting_label")}
        shown |= {one: said for one, said in STATES.items() if one not in waiting}
        return [
            {
                "title": title,
                "count": self.count(state),
                "url": self.url(state),
                "current": state == self.state,
            }
            for state, title in shown.items()
        ]

    def states(self, state: str) -> Sequence[RequestState]:
        if state == WAITING:
            return queries.waiting_states(self.context)
        return (RequestState(state),)

    def count(self, state: str) -> int:
        return sum(self.counts[one] for one in self.states(state))

    def url(self, state: str, start: int = 0) -> str:
        query = {"state": str(state), **({"b_start": start} if start else {})}
        return f"{self.desk_url}?{urlencode(query)}"

    def rows(self) -> list[dict[str, Any]]:
        language, now = reader_language(), datetime.now(UTC)
        found = queries.list_requests(
            self.context, self.country, self.states(self.state), self.start, self.size
        )
        return [
            {
                "url": f"{self.desk_url}-one?id={request.id}",
                "name": request.full_name,
                "organisation": request.organisation,
                "function": request.function,
                "country": title("country", request.country, language),
                "category": title("category", request.category, language),
                "endorsed": request.state == RequestState.ENDORSED,
                "created": moment(request.created, language),
                "days": queries.days_old(request, now),
            }
            for request in found
        ]

    def earlier(self) -> str | None:
        start = max(self.start - self.size, 0)
        return self.url(self.state, start) if self.start else None

    def later(self) -> str | None:
        start = self.start + self.size
        more = start < self.count(self.state)
        return self.url(self.state, start) if more else None
