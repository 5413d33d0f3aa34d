"""The page of the library, and of each of its folders."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.interfaces import ILibraryFolder
from cites.cug.library.items.browser.content import ContentPage
from cites.cug.library.items.visits import mark_all_read, visit
from cites.cug.library.lists.browser.facets import facets, LOOKS
from cites.cug.library.lists.browser.question import Questioned
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import RELEVANCE
from cites.cug.library.lists.rows import rows_for
from cites.cug.library.tools.bulletins.actions import is_suitable
from cites.cug.library.tools.follows.fields import Field, search_of
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import NavigationEntry
from collections.abc import Sequence
from datetime import datetime, UTC
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


SORTS = {
    RELEVANCE: _("library_best_match"),
    "effective": _("library_newest"),
    "incident_date": _("library_date_of_the_incident_label"),
    "title": _("common_title_label"),
}


class LibraryPage(Questioned, ContentPage):
    """Search, filters and list. The query string alone says what is shown."""

    # Site managers read the group's own page, but none of what lies in it.
    navigation_entry = NavigationEntry(
        _("common_library_link"),
        order=3,
        permission=Permission.USE_MESSAGES,
    )
    template = ViewPageTemplateFile("templates/library.pt")
    #: The rows of this page of the list; none where a filter is wrong.
    rows: Sequence[dict[str, Any]] = ()

    def __call__(self) -> str:
        if self.request.method == "POST":
            return self.mark_read()
        visit(caller(), self.group, datetime.now(UTC))
        if not self.read_question(self.url):
            return self.template()
        found = list_items(self.group, self.question.search, self.within, some_words=True)
        self.total = found.total
        self.found = found
        self.rows = rows_for(
            self.group, found.rows, self.request, self.question.search.question
        )
        if self.makes_bulletins:
            for (_path, uid, indexed), row in zip(found.rows, self.rows, strict=True):
                ticked = uid in self.question.ticked
                row["box"] = (
                    {"uid": uid, "ticked": ticked} if is_suitable(indexed) else None
                )
        self.facets = facets(found.facets, found.total, self.question, self.language)
        return self.template()

    def mark_read(self) -> str:
        """The button “Mark all as read”."""
        CheckAuthenticator(self.request)
        mark_all_read(caller(), self.group, datetime.now(UTC))
        return self.lead_on(self.url, _("library_nothing_library_new_now_text"))

    @cached_property
    def is_root(self) -> bool:
        """Whether this is the library itself and no folder in it."""
        return not ILibraryFolder.providedBy(aq_parent(aq_inner(self.context)))

    @property
    def page_title(self) -> Any:
        return _("common_library_link") if self.is_root else local_text(self.context)

    @property
    def within(self) -> str | None:
        return None if self.is_root else "/".join(self.context.getPhysicalPath())

    def folders(self) -> list[Any]:
        """The folders directly in this one that the reader may see, by their names."""
        brains = api.portal.get_tool("portal_catalog").searchResults(
            portal_type="LibraryFolder",
            path={"query": "/".join(self.context.getPhysicalPath()), "depth": 1},
            show_inactive=True,
        )
        found = (self.context[brain.getId] for brain in brains)
        return sorted(found, key=lambda folder: local_text(folder).casefold())

    @property
    def follow_url(self) -> str:
        """Where the reader is asked whether to follow this list."""
        query = urlencode({"follow": f"{Field.SEARCH}:{search_of(self.question.asked)}"})
        return f"{self.group.absolute_url()}/followed?{query}"

    @property
    def everywhere_url(self) -> str:
        """Where the words are looked for in everything, not in the library alone."""
        query = urlencode({"q": self.question.search.words})
        return f"{self.group_url}/search-all?{query}"

    def sorts(self) -> list[dict[str, Any]]:
        chosen = self.question.search.sort_on
        return [
            {
                "title": words,
                "url": self.question.url(sort_on=name, sort_order=None),
                "current": "true" if name == chosen else None,
            }
            for name, words in SORTS.items()
            if name != RELEVANCE or self.question.search.question.wanted
        ]

    def looks(self) -> list[dict[str, Any]]:
        """How the list can look, and which of these it does."""
        return [
            {
                "title": words,
                "url": self.question.url(look=name),
                "current": "true" if name == self.question.look else None,
            }
            for name, words in LOOKS.items()
        ]

    def paging(self) -> dict[str, Any] | None:
        """Number of this page and addresses of its neighbours; None for a single page."""
        start, size = self.question.search.start, self.question.search.size
        if self.total <= size and not start:
            return None
        last = max(self.total - 1, 0) // size * size
        return {
            "number": start // size + 1,
            "pages": last // size + 1,
            "before": self._page(max(min(start, last + size) - size, 0))
            if start
            else None,
            "after": self._page(start + size) if start < last else None,
        }

    def _page(self, start: int) -> str:
        return self.question.url(b_start=start)

    def transitions(self) -> list[dict[str, Any]]:
        """None for the library itself: members could not open it if it were closed."""
        return [] if self.is_root else super().transitions()

    def may_delete(self) -> bool:
        return not self.is_root and super().may_delete()

    @cached_property
    def makes_bulletins(self) -> bool:
        """Whether the reader ticks items, to continue with them to a bulletin."""
        return may(Permission.PUBLISH, self.group)

    def ticked_elsewhere(self) -> list[str]:
        """UIDs of what is ticked and not on this page of the list."""
        here = [row["box"]["uid"] for row in self.rows if row["box"]]
        return [uid for uid in self.question.ticked if uid not in here]

    def may_add(self) -> dict[str, bool]:
        """Which of the buttons for new content the reader gets."""
        return {
            "alert": may(Permission.ADD_ALERT, self.context),
            "document": may(Permission.ADD_DOCUMENT, self.context),
            "folder": may(Permission.ADD_FOLDER, self.context),
        }
