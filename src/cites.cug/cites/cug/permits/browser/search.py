"""Search and statistics of permits, for enforcement authorities and the Secretariat."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import code_list
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.labels import STATUSES
from cites.cug.permits.permit import PermitType, Status
from cites.cug.permits.queries import (
    PermitPage,
    PermitSearch,
    search,
    Statistics,
    statistics,
)
from cites.cug.permits.query_parameters import read_search
from cites.cug.permits.registry import Registered
from cites.cug.permits.schema import PERMIT_TYPES
from cites.cug.permits.verdict import Look, look_of, verdict_of
from cites.cug.permits.warnings import warnings_of
from cites.cug.web.forms.inputs import (
    choice,
    DAY,
    EXACT,
    FilteredPage,
    Input,
    WORDS,
)
from cites.cug.web.forms.widgets import taxa_url
from cites.cug.web.layout.times import day
from datetime import date
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


FIELDS = ("species", "country", "status", "valid_on", "origin_country")
COUNTS = {
    "status": _("permits_search_status"),
    "type": _("permits_type_of_document_column"),
    "country": _("common_country_of_issue_column"),
    "origin_country": _("common_country_of_origin_title"),
    "species": _("common_scientific_name_heading"),
}
#: The list names so many species of a permit, and counts the others.
SPECIES_SHOWN = 3


class SearchPage(PermitsPage, FilteredPage):
    """The list of permits found, or the statistics of the same search."""

    permission = Permission.SEARCH_PERMITS
    template = ViewPageTemplateFile("templates/search.pt")
    page_title = _("permits_search_and_statistics_title")
    page: PermitPage | None = None
    counted: Statistics | None = None
    filter_class, submit_class = "permit-search", "primary"
    more_buttons = (("view", "statistics", _("permits_search_count_button")),)

    def __call__(self) -> str:
        form = self.request.form
        try:
            self.wanted = read_search(form)
        except InvalidValues as error:
            self.wanted = PermitSearch()
            self.show_mistake(error)
            return self.template()
        if self.counting:
            self.counted = statistics(self.wanted, acting_user=self.user_id)
        else:
            self.page = search(self.wanted, acting_user=self.user_id)
        return self.template()

    @property
    def counting(self) -> bool:
        return self.text("view") == "statistics"

    def address(self, **changes: Any) -> str:
        """The address of this search with some parameters changed; None removes a
        parameter.
        """
        asked = self.asked | changes
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.filter_url}?{query}" if query else self.filter_url

    @property
    def asked(self) -> dict[str, Any]:
        names = (*FIELDS, "view")
        return {name: value for name in names if (value := self.text(name))}

    @property
    def filter_url(self) -> str:
        return f"{self.url}/search"

    def inputs(self) -> list[Input]:
        taxa = {"list": "species-known", "data-taxa": taxa_url()}
        statuses = [(status.value, words) for status, words in STATUSES.items()]
        species = _("permits_search_scientific_name_beginning")
        countries = self.countries()
        return [
            Input("species", species, EXACT | WORDS | taxa),
            choice("country", COUNTS["country"], countries),
            choice("status", COUNTS["status"], statuses),
            choice("origin_country", COUNTS["origin_country"], countries),
            Input("valid_on", _("common_valid_on_title"), DAY),
        ]

    def species(self) -> list[Any]:
        """Known scientific names, offered while the reader types."""
        return list(code_list("species").entries.values())

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "url": f"{self.url}/{found.id}",
                "key": f"{found.permit.country} {found.permit.number}",
                "country": self.country(found.permit.country),
                "kind": PERMIT_TYPES[found.permit.type],
                "look": look_on(found, self.today),
                "until": found.permit.valid_until and self.day(found.permit.valid_until),
                "species": names[:SPECIES_SHOWN],
                "more": max(len(names) - SPECIES_SHOWN, 0),
            }
            for found in self.page.rows
            for names in (species_of(found),)
        ]

    def day(self, value: date) -> Any:
        return day(value, self.language)

    def paging(self) -> dict[str, Any]:
        start, total = self.wanted.start, self.page.total
        size = self.wanted.size
        more = start + size < total
        return {
            "first": start + 1,
            "last": min(start + size, total),
            "total": total,
            "before": self.address(b_start=max(start - size, 0)) if start else None,
            "after": self.address(b_start=start + size) if more else None,
        }

    @cached_property
    def tables(self) -> list[dict[str, Any]]:
        """The statistics as tables; each bar is as long as the count's share of the
        largest.
        """
        return [
            {
                "name": name,
                "title": words,
                "rows": [
                    {
                        "words": self.words(name, value),
                        "count": count,
                        "share": round(100 * count / counts[0][1]),
                        "url": self.narrowed(name, value),
                    }
                    for value, count in counts
                ],
            }
            for name, words in COUNTS.items()
            if (counts := self.counted.counts[name])
        ]

    def words(self, name: str, value: str) -> Any:
        match name:
            case "status":
                return STATUSES[Status(value)]
            case "type":
                return PERMIT_TYPES[PermitType(value)]
            case "species":
                return value.capitalize()
        return self.country(value)

    def narrowed(self, name: str, value: str) -> str | None:
        """Address of the search for the permits behind a count."""
        return self.address(**{name: value, "view": None}) if name in FIELDS else None


def look_on(found: Registered, today: date) -> Look:
    """How the verdict on a permit is shown; the same as on the permit's own page."""
    doubted = bool(warnings_of(found, today=today))
    return look_of(verdict_of(found, today), doubted=doubted)


def species_of(found: Registered) -> list[str]:
    """The scientific names on a permit, each once, in the order of the form."""
    names = (line.scientific_name for line in found.permit.lines)
    return list(dict.fromkeys(filter(None, names)))
