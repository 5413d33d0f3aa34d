"""The page of the illegal trade report: what is incomplete, files, what has changed."""

from cites.cug import _
from cites.cug.core.codelists.lists import entries, title, titles
from cites.cug.core.validation.errors import Refusal
from cites.cug.exchange.illegal_trade.api.report import title_of
from cites.cug.exchange.illegal_trade.choices import choose_sharing
from cites.cug.exchange.illegal_trade.exports import (
    Changes,
    changes_since_export,
    ExportLine,
    list_exports,
)
from cites.cug.exchange.illegal_trade.files import take_file, TYPES
from cites.cug.exchange.illegal_trade.query_parameters import (
    Asked,
    FIRST_YEAR,
    own_country,
    read_asked,
)
from cites.cug.exchange.illegal_trade.report import make_report, ReportRow
from cites.cug.web.downloads import wanted_kind
from cites.cug.web.forms.inputs import FilteredPage, Input
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import day, moment, reader_today
from collections.abc import Iterable
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


PAGE = "illegal-trade-report"
#: Of incomplete and of changed rows so many are shown; more are told as a number.
SHOWN = 100
#: Years that are offered; any other can be asked for by the address.
YEARS = 10


class ReportPage(FilteredPage):
    """``{cug}/illegal-trade-report?country=&year=``; ``&download=csv`` or ``xlsx``.

    POST with ``share_iccwc`` keeps the Party's choice.
    """

    template = ViewPageTemplateFile("templates/report.pt")
    page_title = _("exchange_report_annual_illegal_trade_report_title")
    navigation_entry = NavigationEntry(
        order=33,
        place=ADMINISTRATION,
        part="records",
        explanation=_("exchange_illegal_trade_explanation"),
    )
    submit_label = _("common_show_label")
    report: Any = None
    most = SHOWN

    def __call__(self) -> Any:
        form = self.request.form
        self.office = self.own is None
        try:
            asked = self.read(form)
            if asked is None:
                return self.template()
            if self.request.method == "POST":
                return self.choose(asked)
            self.report = make_report(self.context, *asked)
        except Refusal as error:
            self.show_mistake(error)
            return self.template()
        if kind := wanted_kind(form, TYPES):
            return self.download(kind)
        self.exports = list_exports(self.report, self.user_id)
        self.changes = changes_since_export(self.report, self.exports)
        return self.template()

    def read(self, form: dict[str, Any]) -> Asked | None:
        """None until the Secretariat has said whose report. Raises Refusal."""
        if self.office and not form.get("country"):
            return None
        return read_asked(form, self.context)

    def choose(self, asked: Asked) -> Any:
        CheckAuthenticator(self.request)
        shared = self.request.form.get("share_iccwc") == "yes"
        choose_sharing(self.context, *asked, shared, acting_user=self.user_id)
        said = _("common_changes_saved")
        return self.lead_on(self.address(asked), said)

    def download(self, kind: str) -> Any:
        response = self.request.response
        return take_file(
            self.report, kind, self.language, response, acting_user=self.user_id
        )

    def address(self, asked: Asked, **more: str) -> str:
        query = urlencode({"country": asked.country, "year": asked.year, **more})
        return f"{self.url}?{query}"

    def file_url(self, kind: str) -> str:
        report = self.report
        return self.address(Asked(report.country, report.year), download=kind)

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{PAGE}"

    @cached_property
    def own(self) -> str | None:
        return own_country(self.context)

    @property
    def year(self) -> int:
        return self.report.year if self.report else reader_today().year - 1

    def years(self) -> list[int]:
        this_year = reader_today().year
        offered = {*range(max(FIRST_YEAR, this_year - YEARS), this_year + 1), self.year}
        return sorted(offered, reverse=True)

    def inputs(self) -> list[Input]:
        years = [(str(one), str(one)) for one in self.years()]
        country = Input(
            "country",
            _("common_country_label"),
            {"required": "required"},
            entries("country", self.language),
            _("common_please_choose_option"),
        )
        found = [country, Input("year", _("common_year_column"), {}, years)]
        return found if self.office else found[1:]

    def typed(self, name: str) -> str:
        if name == "country" and self.report:
            return self.report.country
        return str(self.year) if name == "year" else super().typed(name)

    def country_title(self) -> str:
        return title(
            "country", self.report.country if self.report else self.own, self.language
        )

    def shown_number(self, count: int) -> str:
        return number(count, self.language)

    @cached_property
    def handling(self) -> dict[str, str] | None:
        code = self.report.handling
        if code is None:
            return None
        return {"code": code, "title": titles("handling", self.language)[code]}

    def chosen_by(self) -> dict[str, Any] | None:
        """Who has said whether the report may be passed on, and when."""
        choice = self.report.choice
        if choice is None:
            return None
        name = full_names([choice.user_id])[choice.user_id]
        return {"who": name, "when": moment(choice.time, self.language)}

    def exceptions(self) -> list[ReportRow]:
        """Seizures whose authors have said that they are not passed on."""
        rows = {row.uid: row for row in self.report.rows if not row.values["share_iccwc"]}
        return list(rows.values()) if self.report.share_iccwc else []

    def incomplete(self) -> list[dict[str, Any]]:
        return [
            {**self.place(row), "missing": [title_of(name) for name in row.missing]}
            for row in self.report.incomplete[:SHOWN]
        ]

    def place(self, row: ReportRow) -> dict[str, Any]:
        found = row.values.get("incident_date")
        return {
            "title": row.title,
            "url": row.url,
            "edit": f"{row.url}/edit" if row.may_edit else None,
            "day": found and day(found, self.language),
            "species": row.values.get("species"),
        }

    def places(self, rows: Iterable[ReportRow]) -> list[dict[str, Any]]:
        return [self.place(row) for row in list(rows)[:SHOWN]]

    def files(self) -> list[dict[str, Any]]:
        names = full_names({one.user_id for one in self.exports})
        return [self.file(one, names[one.user_id]) for one in self.exports]

    def file(self, one: ExportLine, name: str) -> dict[str, Any]:
        return {
            "when": moment(one.time, self.language),
            "who": name,
            "kind": one.kind.upper(),
            "rows": "" if one.rows is None else self.shown_number(one.rows),
        }

    def unchanged(self, changes: Changes) -> bool:
        return not (changes.added or changes.changed or changes.removed)
