"""A report as a file for spreadsheet programs, and that it was taken."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.core.trail.trail import record
from cites.cug.exchange.illegal_trade.exports import keep_export
from cites.cug.exchange.illegal_trade.report import Report
from cites.cug.web.downloads import (
    csv_pieces,
    CSV_TYPE,
    file_answer,
    workbook,
    XLSX_TYPE,
)
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.limits.use import Limit, use_without_limit
from collections.abc import Iterable, Iterator
from datetime import datetime, UTC
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
EXPORTED = "exchange.report"


def take_file(
    report: Report, kind: str, language: str, response: Any, *, acting_user: str
) -> Any:
    """Answer the report as CSV or XLSX, whose name has the strictest handling code."""
    use_without_limit(report.group, acting_user, Limit.EXPORTS)
    note_taken(report, kind, acting_user=acting_user)
    keep_export(report, kind, acting_user=acting_user)
    # It leaves the portal: no form of CITES has the words of two languages.
    language = report.template.language(language)
    rows = [report.template.headings(language), *_cells(report, language)]
    if kind == "csv":
        pieces: Iterable[bytes] = csv_pieces(rows)
    else:
        sheets = {
            _say(_("exchange_files_illegal_trade_report"), language): rows,
            _say(_("exchange_files_about_this_file"), language): list(
                _notes(report, language)
            ),
        }
        pieces = [workbook(sheets)]
    name = f"illegal-trade-{report.country}-{report.year}"
    if report.handling is not None:
        name += f"-tlp-{report.handling}".replace("_", "-")
    return file_answer(response, f"{name}.{kind}", TYPES[kind], pieces)


def note_taken(report: Report, kind: str, *, acting_user: str) -> None:
    """Record who has taken how many rows of which report."""
    detail = {
        "country": report.country,
        "year": report.year,
        "format": kind,
        "items": len(report.rows),
    }
    record(EXPORTED, target=report.group, detail=detail, acting_user=acting_user)


def _cells(report: Report, language: str) -> Iterator[list[Any]]:
    for row in report.rows:
        yield report.template.cells(row.values, language)


def _notes(report: Report, language: str) -> Iterator[list[Any]]:
    """What the file is: for whom holds it without having taken it."""
    answer = _("common_yes_2") if report.share_iccwc else _("common_no")
    yield [
        _say(_("common_group_label"), language),
        local_text(report.group, language=language),
    ]
    yield [
        _say(_("common_country_label"), language),
        title("country", report.country, language),
    ]
    yield [_say(_("common_year_column"), language), report.year]
    if report.handling is not None:
        handling = title("handling", report.handling, language)
        yield [_say(_("common_handling_code_title"), language), handling]
    yield [
        _say(_("exchange_files_may_passed_members_iccwc_text"), language),
        _say(answer, language),
    ]
    yield [_say(_("exchange_illegal_trade_rows_column"), language), len(report.rows)]
    yield [_say(_("exchange_files_incomplete_rows"), language), len(report.incomplete)]
    made = datetime.now(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")
    yield [_say(_("exchange_files_created_on_utc"), language), made]


def _say(message: Message, language: str) -> str:
    return translate(message, target_language=language)
