"""Import of requests from a spreadsheet: a preview first, then all rows or none."""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValues, Refusal
from cites.cug.membership.access_requests import importing, spreadsheet
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.browser.desk import DeskPage
from cites.cug.membership.access_requests.schema import CATEGORIES, IApplication
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.web.forms.page_forms import FormsPage, PageForm
from cites.cug.web.forms.widgets import HiddenInput, UploadInput
from datetime import datetime, UTC
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema


class ISpreadsheet(Schema):
    """A file with a row for each person."""

    widget("file", UploadInput, accept=".xlsx,.csv")
    file = schema.Field(
        title=_("common_file_label"),
        description=_("membership_spreadsheet_xlsx_csv_most_500_help"),
    )
    widget("category", nothing_chosen=_("common_please_choose_option"))
    category = schema.Choice(
        title=_("membership_spreadsheet_category_rows_name_none_label"),
        vocabulary="cites.cug.category",
        constraint=CATEGORIES.__contains__,
        required=False,
        missing_value="",
    )


class IRows(Schema):
    """The rows that were read, as JSON. A browser may send anything."""

    widget("lines", HiddenInput)
    lines = schema.Text(title="Lines")


class SpreadsheetForm(PageForm):
    """Reads a file, so that the page shows its rows."""

    schema = ISpreadsheet
    id = "spreadsheet"
    paragraphs = (_("membership_spreadsheet_first_row_names_columns_text"),)
    submit_label = _("membership_spreadsheet_check_the_file_label")

    def handle(self, data: dict[str, Any]) -> None:
        upload = data["file"]
        content = upload.read(spreadsheet.MAX_BYTES + 1)
        lines = spreadsheet.read_spreadsheet(content, upload.filename, data["category"])
        self.page.rows = importing.check_rows(self.context, lines)


class RowsForm(PageForm):
    """Carries the rows, which are checked again, and makes a request of each."""

    schema = IRows
    id = "make"
    submit_label = _("membership_spreadsheet_create_request_each_row_label")

    @property
    def is_offered(self) -> bool:
        return bool(self.page.rows) and not self.page.wrong()

    def initial_values(self) -> dict[str, Any]:
        rows = [row.values for row in self.page.rows]
        return {"lines": json.dumps(rows, ensure_ascii=False)}

    def handle(self, data: dict[str, Any]) -> None:
        lines = rows_in(data["lines"])
        who: dict[str, Any] = {"acting_user": caller(), "at": datetime.now(UTC)}
        try:
            made = importing.make_requests(self.context, lines, reader_language(), **who)
        except InvalidValues as error:
            self.page.rows = importing.check_rows(self.context, lines)
            text = _("membership_spreadsheet_something_changed_since_checked_text")
            raise Refusal(text) from error
        if made:
            text = _("membership_spreadsheet_requests_created", mapping={"count": made})
            self.finish(text, self.page.desk_url)


class ImportPage(FormsPage, DeskPage):
    """The file to read, and then its rows with what is wrong in them."""

    template = ViewPageTemplateFile("templates/requests_import.pt")
    page_title = _("membership_access_requests_import_a_spreadsheet_title")
    forms = (SpreadsheetForm, RowsForm)
    rows: list[importing.ImportRow] = []

    @property
    def url(self) -> str:  # type: ignore[override] # of each group
        return f"{self.desk_url}-import"

    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.mistakes)

    def shown(self) -> list[dict[str, Any]]:
        return [
            {
                "number": row.number,
                "cells": [row.values.get(field, "") for field in FIELDS],
                "mistakes": [
                    {"title": IApplication[field].title, "text": mistake.message}
                    for field, mistake in row.mistakes
                ],
            }
            for row in self.rows
        ]


def rows_in(text: str) -> list[dict[str, str]]:
    """The rows in JSON; what is no row is left out."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rows = given[: spreadsheet.MAX_ROWS] if isinstance(given, list) else []
    return [
        {field: one_line(row.get(field)) for field in ("row", *FIELDS)}
        for row in rows
        if isinstance(row, dict)
    ]
