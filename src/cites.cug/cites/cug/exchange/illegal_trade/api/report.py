"""REST: the illegal trade report of a country and year."""

from cites.cug import _
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import invalid
from cites.cug.exchange.illegal_trade.choices import choose_sharing, find_choice
from cites.cug.exchange.illegal_trade.exports import (
    changes_since_export,
    ExportLine,
    list_exports,
)
from cites.cug.exchange.illegal_trade.files import note_taken, take_file
from cites.cug.exchange.illegal_trade.query_parameters import PARAMETERS, read_asked
from cites.cug.exchange.illegal_trade.report import (
    make_report,
    Report,
    ReportRow,
    SPECIMENS,
)
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.specimens import ISpecimen
from cites.cug.web.downloads import CSV_TYPE, XLSX_TYPE
from cites.cug.web.restapi.services import RestService
from cites.cug.wsgi.early_answers import JSON
from datetime import date
from typing import Any


#: Media type that is asked for → what the report is then.
KINDS = {CSV_TYPE.partition(";")[0]: "csv", XLSX_TYPE: "xlsx"}


class ReportService(RestService):
    """Base of both: a change is about the Party's choice."""

    parameters = PARAMETERS

    def current_state(self) -> dict[str, Any]:
        asked = read_asked(self.request.form, self.context)
        choice = find_choice(self.context, *asked)
        return {"share_iccwc": choice is None or choice.share_iccwc}


class ReportGet(ReportService):
    """``GET {cug}/@illegal-trade-report?country=&year=``: by ``Accept`` a file."""

    tagged = True
    media_types = (JSON, *KINDS)

    def reply(self) -> Any:
        asked = read_asked(self.request.form, self.context)
        report = make_report(self.context, *asked)
        kind = KINDS.get(self.media_type)
        if kind is None:
            note_taken(report, "json", acting_user=self.user_id)
            return self.serialize_item(report)
        response, language = self.request.response, reader_language()
        return take_file(report, kind, language, response, acting_user=self.user_id)

    def serialize_item(self, report: Report) -> dict[str, Any]:
        exports = list_exports(report, self.user_id)
        return {
            "@id": self.url,
            "country": report.country,
            "year": report.year,
            "share_iccwc": report.share_iccwc,
            "handling": report.handling,
            "columns": self.columns(report),
            "items_total": len(report.rows),
            "rows": [self.row(row) for row in report.rows],
            "incomplete": [self.incomplete(row) for row in report.incomplete],
            "left_out": {
                name: count
                for name, count in report.left_out._asdict().items()
                if count is not None
            },
            "exports": [self.export(one) for one in exports],
            "changes": self.changes(report, exports),
        }

    def columns(self, report: Report) -> list[dict[str, Any]]:
        language = report.template.language(reader_language())
        return [
            {
                "field": column.field,
                "title": column.heading[language],
                "mandatory": column.is_mandatory,
            }
            for column in report.template.columns
        ]

    def row(self, row: ReportRow) -> dict[str, Any]:
        values = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.values.items()
        }
        return {"@id": row.url, "UID": row.uid, "line": row.line, **values}

    def place(self, row: ReportRow) -> dict[str, Any]:
        return {"@id": row.url, "UID": row.uid, "line": row.line}

    def incomplete(self, row: ReportRow) -> dict[str, Any]:
        missing = [
            {"field": name, "title": self.say(title_of(name))} for name in row.missing
        ]
        edit = f"{row.url}/edit" if row.may_edit else None
        return {**self.place(row), "title": row.title, "missing": missing, "edit": edit}

    def export(self, one: ExportLine) -> dict[str, Any]:
        told = {
            "id": one.id,
            "user": one.user_id,
            "time": one.time.isoformat(),
            "format": one.kind,
        }
        return told if one.rows is None else {**told, "rows": one.rows}

    def changes(self, report: Report, exports: list[ExportLine]) -> dict[str, Any] | None:
        found = changes_since_export(report, exports)
        if found is None:
            return None
        told: dict[str, Any] = {
            "since": found.export.time.isoformat(),
            "added": [self.place(row) for row in found.added],
            "changed": [self.place(row) for row in found.changed],
        }
        return told if found.removed is None else {**told, "removed": found.removed}


class ReportPatch(ReportService):
    """``PATCH {cug}/@illegal-trade-report?country=&year=`` ``{"share_iccwc"}``: may ICCWC
    have the report; 204"""

    keys = ("share_iccwc",)

    def reply(self) -> None:
        asked = read_asked(self.request.form, self.context)
        share_iccwc = self.body.get("share_iccwc")
        if not isinstance(share_iccwc, bool):
            raise invalid("share_iccwc", _("common_give_true_or_false_error"))
        choose_sharing(self.context, *asked, share_iccwc, acting_user=self.user_id)


def title_of(field: str) -> Any:
    """The title of a field of an alert, or of a line of specimens."""
    if field == SPECIMENS or field not in ISpecimen:
        return IAlert[field].title
    return ISpecimen[field].title
