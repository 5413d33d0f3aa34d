"""Addresses of the pages of requests, and their entry in the navigation."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.messaging.assistance.browser.ask_form import AskForm
from cites.cug.messaging.assistance.browser.lists import RequestsPage
from cites.cug.messaging.assistance.browser.one import (
    ClosingForm,
    RemindingForm,
    RequestPage,
)
from cites.cug.messaging.assistance.queries import open_for
from cites.cug.messaging.browser.addresses import Messages
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page


#: What follows ``assistance/`` → page; ``None`` stands for the id of a request.
PAGES: dict[tuple[str | None, ...], type[Page]] = {
    (): RequestsPage,
    ("ask",): AskForm,
    (None,): RequestPage,
    (None, "close"): ClosingForm,
    (None, "remind"): RemindingForm,
}


class Assistance(Messages):
    """Finds the page of an address below ``assistance``, as of one below ``messages``."""

    navigation_entry = NavigationEntry(
        _("messaging_addresses_assistance"),
        order=1,
        place="messages",
        count=lambda group: open_for(group, caller()),
        counted=_("messaging_addresses_open_requests_for_assistance"),
    )
    pages = PAGES
