"""What is done for a group by those who look after it, as one page."""

from cites.cug import _
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.page import Page
from collections.abc import Iterator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zExceptions import NotFound
from zope.i18nmessageid import Message


#: The headings of the page, by the ``part`` of an entry of the navigation.
PARTS = {
    "people": _("home_administration_people_heading"),
    "requests": _("home_administration_requests_heading"),
    "records": _("home_administration_records_heading"),
    "settings": _("home_administration_settings_heading"),
}


class Part(NamedTuple):
    """Pages under one heading."""

    id: str
    title: Message
    views: list[dict[str, Any]]


class AdministrationPage(Page):
    """The pages of a group's administration that the reader may open; else not found."""

    template = ViewPageTemplateFile("templates/administration.pt")
    page_title = _("home_administration_title")
    navigation_entry = NavigationEntry(
        order=6, counted=_("home_group_awaiting_your_decision_heading")
    )

    def __call__(self) -> str:
        places = self.context.restrictedTraverse("@@shell").navigation
        views = [
            view
            for place in places
            if place["path"] == ADMINISTRATION
            for view in place["views"]
        ]
        if not views:
            raise NotFound(ADMINISTRATION)
        return self.template(parts=[*_parts(views)])


def _parts(views: list[dict[str, Any]]) -> Iterator[Part]:
    for name, title in PARTS.items():
        found = [view for view in views if view["part"] == name]
        if found:
            yield Part(name, title, found)
