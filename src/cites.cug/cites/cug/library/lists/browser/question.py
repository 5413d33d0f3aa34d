"""The part of pages that have the library's search and filters."""

from cites.cug import _
from cites.cug.access.guard import caller, group_of
from cites.cug.library.lists.browser.facets import (
    chips,
    Facet,
    LibraryQueryForm,
    NAMES,
    PERIODS,
)
from cites.cug.library.lists.query_parameters import ALL_FACETS
from cites.cug.web.forms.inputs import DAY, Input, SEARCH
from cites.cug.web.forms.wrong_filters import WrongFilters
from collections.abc import Sequence
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import parse_qsl
from zope.i18nmessageid import Message


#: Parameters that say how a list is shown, and not of what.
OF_LISTS = ("facets", "sort_on", "sort_order", "b_size", "look", "items")


class Questioned:
    """Pages that show what is asked for, and the filters beside it."""

    context: Any
    request: Any
    question: LibraryQueryForm
    #: The filters that change what was found; none where a filter is wrong.
    facets: Sequence[Facet] = ()
    question_parts = ViewPageTemplateFile("templates/question.pt")
    filters = ViewPageTemplateFile("templates/filters.pt")

    @cached_property
    def language(self) -> str:
        return self.request.get("LANGUAGE") or "en"

    @cached_property
    def group_url(self) -> str:
        return str(group_of(self.context).absolute_url())

    def read_question(self, url: str) -> bool:
        """Read what is asked for at this address, and tell whether that can be found."""
        self.question = LibraryQueryForm(self.request.form, url)
        return not self.wrong

    @cached_property
    def wrong(self) -> WrongFilters:
        inputs, question = {"q", *PERIODS}, self.question
        return WrongFilters(self, question.wrong, NAMES, inputs, question.typed)

    def periods(self) -> list[tuple[Message, list[Input]]]:
        """The days to limit the list to, under a heading each."""
        labels = (NAMES["since"], NAMES["until"])
        return [
            (
                title,
                [Input(*one, DAY | SEARCH) for one in zip(names, labels, strict=True)],
            )
            for title, names in (
                (_("library_published_label"), PERIODS[:2]),
                (_("library_question_incident"), PERIODS[2:]),
            )
        ]

    def same_question(self, page: str, **more: str | Sequence[str]) -> str:
        """The address of another page of the group with the same filters."""
        query = self.question.query(**dict.fromkeys(OF_LISTS), **more)
        url = f"{self.group_url}/{page}"
        return f"{url}?{query}" if query else url

    def chips(self) -> list[Any]:
        return chips(group_of(self.context), self.question, self.language)

    @property
    def unfolded(self) -> bool:
        """Whether filters are open on small screens: right after *More filters*, and
        where one is wrong.
        """
        asked_for = self.question.search.facets == ALL_FACETS
        return bool(self.wrong) or (asked_for and not self.question.narrowed)

    def more_filters(self) -> str | None:
        """Address of the page with all facets; None if they are shown already."""
        everything = self.question.search.facets == ALL_FACETS
        return None if everything else self.question.url(facets="all")

    def hidden(self) -> list[tuple[str, str]]:
        """Parameters that the search form takes along as hidden fields, and values."""
        fields = {"q", "items", *PERIODS} | ({"author"} if self.mine else set())
        return parse_qsl(self.question.query(**dict.fromkeys(fields)))

    @cached_property
    def mine(self) -> dict[str, Any] | None:
        """The checkbox that filters by the reader; None if another author is chosen."""
        if "author" in self.wrong:
            return None
        asked, user = self.question.values("author"), caller()
        return {"id": user, "checked": bool(asked)} if asked in ((), (user,)) else None
