"""The list of alerts that have to do with one, on its page and beside its form."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.library.lists.related import Reason, RelatedRow
from cites.cug.library.tools.translations.texts import title_of_row
from cites.cug.web.layout.times import day
from collections.abc import Iterable
from datetime import date
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


REASONS = {
    Reason.PERMIT: _("library_related_same_permit"),
    Reason.SEIZURE: _("common_same_seizure_number"),
    Reason.PICTURE: _("library_related_same_picture"),
    Reason.SPECIES: _("library_related_same_species_place_time"),
    Reason.ROUTE: _("library_related_same_route"),
    Reason.CONCEALMENT: _("library_related_same_concealment_and_transport"),
}


class RelatedList(BrowserView):
    """Rows under a heading; nothing where there are none, unless ``empty`` says so."""

    template = ViewPageTemplateFile("templates/related.pt")

    def __init__(
        self,
        context: Any,
        request: Any,
        heading: Message,
        found: Iterable[RelatedRow],
        empty: Message | None = None,
    ):
        super().__init__(context, request)
        self.heading, self.empty = heading, empty
        language = request.get("LANGUAGE") or "en"
        self.rows = [self.shown(one, language) for one in found]

    def shown(self, one: RelatedRow, language: str) -> dict[str, Any]:
        row = one.row
        return {
            "url": self.request.physicalPathToURL(one.path),
            "title": title_of_row(row, language),
            "handling": row["handling"],
            "handling_title": title("handling", row["handling"], language),
            "country": row["country"] and title("country", row["country"], language),
            "incident": row["incident_date"]
            and day(date.fromisoformat(row["incident_date"]), language),
            "reasons": [REASONS[reason] for reason in one.reasons],
        }

    def __call__(self) -> str:
        return self.template() if self.rows or self.empty else ""
