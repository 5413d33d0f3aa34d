"""Import of requests from a spreadsheet: a preview first, then all rows or none."""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.lists import entries
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.membership.access_requests import importing, spreadsheet
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.browser.desk import DeskPage
from cites.cug.membership.access_requests.schema import CATEGORIES, IApplication
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.validation.errors import InvalidValues
from datetime import datetime, UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


class ImportPage(DeskPage):
    """The preview page carries the rows in its form; they are checked again on import."""

    template = ViewPageTemplateFile("templates/requests_import.pt")
    page_title = _("Import a spreadsheet")
    rows: list[importing.ImportRow] = []
    error: Message | None = None

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if "make" in self.request.form:
                made = self.make()
                if made:
                    text = _("Requests made: ${count}", mapping={"count": made})
                    IStatusMessage(self.request).add(text)
                    return self.request.response.redirect(self.desk_url)
            else:
                self.look()
        if self.error is not None:
            self.request.response.setStatus(400)
        return self.template()

    def look(self) -> None:
        given = self.request.form.get("file")
        if not getattr(given, "filename", ""):
            self.error = _("Choose a file.")
            return
        category = one_line(self.request.form.get("category"))
        data = given.read(spreadsheet.MAX_BYTES + 1)
        try:
            lines = spreadsheet.read_spreadsheet(data, given.filename, category)
        except InvalidValues as error:
            self.error = error.message
        else:
            self.rows = importing.check_rows(self.context, lines)

    def make(self) -> int | None:
        lines = self.lines()
        self.rows = importing.check_rows(self.context, lines)
        try:
            return importing.make_requests(
                self.context,
                lines,
                reader_language(),
                acting_user=caller(),
                at=datetime.now(UTC),
            )
        except InvalidValues:
            self.error = _("Something has changed since you looked at it.")
            return None

    def lines(self) -> list[dict[str, str]]:
        """The rows that the form carries. A browser may send anything, so they are
        checked.
        """
        try:
            given = json.loads(self.request.form.get("lines", ""))
        except (TypeError, ValueError, RecursionError):
            return []
        rows = given[: spreadsheet.MAX_ROWS] if isinstance(given, list) else []
        return [
            {field: one_line(row.get(field)) for field in ("row", *FIELDS)}
            for row in rows
            if isinstance(row, dict)
        ]

    def carried(self) -> str:
        return json.dumps([row.values for row in self.rows], ensure_ascii=False)

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

    def categories(self) -> list[tuple[str, str]]:
        titles = entries("category", reader_language())
        return [pair for pair in titles if pair[0] in CATEGORIES]
