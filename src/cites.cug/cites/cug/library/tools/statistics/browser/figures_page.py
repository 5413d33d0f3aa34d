"""What the pages have in common that add up alerts: map and statistics."""

from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.lists.browser.facets import Facet, facets
from cites.cug.library.lists.browser.question import Questioned
from cites.cug.library.tools.statistics.totals import count_facets
from cites.cug.web.layout.page import Page
from collections.abc import Sequence
from functools import cached_property


class FiguresPage(Questioned, Page):
    """Base of the pages of a group that add up the alerts that are asked for."""

    name: str

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    def list_of(self, **filters: str | Sequence[str]) -> str:
        """The list of the alerts of which a number is the total."""
        return self.same_question(LIBRARY_ID, **{"type": "Alert", **filters})

    def facets_of(self, total: int) -> list[Facet]:
        """The filters beside the figures, which are of alerts alone."""
        counted = count_facets(self.context, self.question.search)
        counted.pop("type", None)
        return facets(counted, total, self.question, self.language)
