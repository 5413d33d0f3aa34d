"""Pages: the requests that a member was asked, or has asked, and how many there are."""

from cites.cug import _
from cites.cug.core.validation.errors import FieldErrors
from cites.cug.core.validation.query_parameters import MAX_START, number, one_of
from cites.cug.messaging.assistance.browser.page import AssistancePage
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import ASKED, BY_ME, counts, list_requests, ME
from cites.cug.messaging.assistance.schema import KINDS, STATES
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
#: Names of addressees in a row.
NAMED = 3


class RequestsPage(AssistancePage):
    """``{group}/assistance?asked=me|by-me&state=``"""

    template = ViewPageTemplateFile("templates/requests.pt")
    page_title = _("common_requests_for_assistance_link")

    def __call__(self) -> str:
        form, mistakes = self.request.form, FieldErrors()
        self.asked = form.get("asked") or ME
        self.state = form.get("state") or None
        mistakes.gather(one_of, {"asked": self.asked}, "asked", tuple(ASKED))
        mistakes.gather(
            one_of, {"state": self.state or State.OPEN}, "state", tuple(State)
        )
        self.start = mistakes.gather(number, form, "b_start", 0, 0, MAX_START)
        self.wrong = WrongFilters(self, mistakes.by_field(), TITLES)
        if self.wrong:
            return self.template()
        self.lines, self.total = list_requests(
            self.context,
            self.user_id,
            asked=self.asked,
            state=self.state,
            start=self.start,
            size=PAGE_SIZE,
        )
        return self.template()

    def lists(self) -> list[dict[str, Any]]:
        return [
            {"title": title, "url": self.link(asked=name), "current": name == self.asked}
            for name, title in LISTS.items()
        ]

    def states(self) -> list[dict[str, Any]]:
        """Filters by state."""
        offered = {None: _("messaging_assistance_request_all"), **STATES}
        return [
            {
                "title": title,
                "url": self.link(**self.kept, state=state),
                "current": state == self.state,
            }
            for state, title in offered.items()
        ]

    @property
    def kept(self) -> dict[str, Any]:
        """The list that the links lead to, if there is such a list."""
        return {} if "asked" in self.wrong else {"asked": self.asked}

    def link(self, **query: Any) -> str:
        given = {name: value for name, value in query.items() if value}
        return f"{self.place}?{urlencode(given)}"

    def neighbours(self) -> dict[str, str | None]:
        """Addresses of the page before and of the one after it."""
        here = {"asked": self.asked, "state": self.state}
        before, after = self.start - PAGE_SIZE, self.start + PAGE_SIZE
        return {
            "newer": self.link(**here, b_start=before) if self.start else None,
            "older": self.link(**here, b_start=after) if after < self.total else None,
        }

    def rows(self) -> list[dict[str, Any]]:
        ids = [one.line.id for one in self.lines]
        mailbox = (self.context, self.user_id)
        sizes = conversation_sizes(*mailbox, ids)
        addressed = addressees_of(*mailbox, ids) if self.asked == BY_ME else {}
        return [
            {
                "url": f"{self.place}/{line.id}",
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
