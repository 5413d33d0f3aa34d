"""The desk: requests by state."""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.codelists.lists import title
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.membership.access_requests import listing
from cites.cug.membership.access_requests import scope
from cites.cug.membership.access_requests.fields import one_line
from cites.cug.membership.access_requests.model import State
from cites.cug.shell.navigation import NavigationEntry
from cites.cug.shell.page import Page
from cites.cug.shell.times import moment
from datetime import datetime
from datetime import UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


STATES = {
    State.PENDING: _("Waiting"),
    State.ENDORSED: _("Endorsed"),
    State.UNCONFIRMED: _("Not confirmed yet"),
    State.APPROVED: _("Approved"),
    State.DECLINED: _("Declined"),
}


def requests_entry() -> NavigationEntry:
    """Where the navigation shows the desk."""
    return NavigationEntry(
        _("Requests"), "requests", Permission.SEE_REQUESTS, order=82, desk=True
    )


class DeskPage(Page):
    """What the desk's screens share."""

    @property
    def desk_url(self) -> str:
        return f"{self.context.absolute_url()}/requests"

    def may_vet(self) -> bool:
        return may(Permission.VET, self.context)


class RequestsPage(DeskPage):
    """Requests in one state."""

    template = ViewPageTemplateFile("../templates/requests.pt")
    page_title = _("Requests for access")
    size = 50

    def __call__(self) -> str:
        given = self.request.form.get("state")
        self.state = State(given) if given in list(State) else State.PENDING
        self.country = scope.country(self.context)
        self.counts = listing.counts(self.context, self.country)
        first = one_line(self.request.form.get("b_start", "0"))
        plain = first.isascii() and first.isdecimal() and len(first) < 7
        self.start = int(first) if plain else 0
        return self.template()

    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "title": title,
                "count": self.counts[state],
                "url": self.url(state),
                "current": state is self.state,
            }
            for state, title in STATES.items()
        ]

    def url(self, state: State, start: int = 0) -> str:
        query = {"state": state.value, **({"b_start": start} if start else {})}
        return f"{self.desk_url}?{urlencode(query)}"

    def rows(self) -> list[dict[str, Any]]:
        language, now = reader_language(), datetime.now(UTC)
        found = listing.rows(
            self.context, self.country, self.state, self.start, self.size
        )
        return [
            {
                "url": f"{self.desk_url}-one?id={request.id}",
                "name": request.full_name,
                "organisation": request.organisation,
                "function": request.function,
                "country": title("country", request.country, language),
                "category": title("category", request.category, language),
                "created": moment(request.created, language),
                "days": listing.days_old(request, now),
            }
            for request in found
        ]

    def earlier(self) -> str | None:
        start = max(self.start - self.size, 0)
        return self.url(self.state, start) if self.start else None

    def later(self) -> str | None:
        start = self.start + self.size
        more = start < self.counts[self.state]
        return self.url(self.state, start) if more else None
