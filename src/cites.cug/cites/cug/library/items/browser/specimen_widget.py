"""The input for specimen lines: rows that can be added and removed, even without
scripts.
"""

import re
from cites.cug import _
from cites.cug.core.codelists.entry import Entry
from cites.cug.core.codelists.lists import code_list, entries, shortlist, titles
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValue, InvalidValues
from cites.cug.library.items.specimens import COLUMNS, ISpecimen, MAX_LINES, read_line
from cites.cug.web.forms.widgets import NativeWidget, NUMBER, Problem
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from z3c.form.interfaces import NO_VALUE
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice


#: A row as it was typed: the text of each column.
Row = dict[str, str]
BLANK: Row = dict.fromkeys(COLUMNS, "")
#: Scripts copy a row that has this in place of its number.
TEMPLATE_ROW = "__row__"


class SpecimenProblem(NamedTuple):
    """A mistake with its row, counted from 0, and its column."""

    line: int
    column: str
    message: Message


class SpecimenProblems(InvalidValue):
    """Mistakes in the rows of a form; blank rows count when rows are numbered."""

    def __init__(self, found: list[SpecimenProblem]):
        self.found = found
        super().__init__(*(problem.message for problem in found))


class SpecimensInput(NativeWidget):
    """Input for ``Specimens``. Its value is a list of rows as they were typed."""

    template = ViewPageTemplateFile("templates/specimens_input.pt")
    grouped = True

    @property
    def filled(self) -> bool:
        return any(map(_is_filled, self.value or ()))

    def extract(self, default: Any = NO_VALUE) -> Any:
        form = self.request.form
        if f"{self.name}.rows" not in form:
            return default
        pattern = re.compile(
            rf"{re.escape(self.name)}\.(\d{{1,4}})\.({'|'.join(COLUMNS)})"
        )
        rows: dict[int, Row] = {}
        for name, value in form.items():
            place = pattern.fullmatch(name)
            if place and isinstance(value, str):
                rows.setdefault(int(place[1]), dict(BLANK))[place[2]] = value
        removed = form.get(f"{self.name}.remove")
        kept = [rows[number] for number in sorted(rows) if str(number) != removed]
        return [*kept, dict(BLANK)] if f"{self.name}.add" in form else kept

    def toWidgetValue(self, value: list[dict[str, Any]] | None) -> list[Row]:
        return [
            {name: _as_typed(line.get(name)) for name in COLUMNS} for line in value or ()
        ]

    def toFieldValue(self, raw: list[Row]) -> list[dict[str, Any]]:
        lines, found = [], []
        for number, row in enumerate(raw):
            if _is_filled(row):
                try:
                    lines.append(
                        read_line({**row, "quantity": _quantity(row["quantity"])})
                    )
                except InvalidValues as error:
                    found += [
                        SpecimenProblem(number, column, mistake.message)
                        for column, mistake in error.mistakes
                    ]
        if found:
            raise SpecimenProblems(found)
        return lines

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that the page shows, at least one."""
        typed = self.value or [BLANK]
        return [self.row(str(number), row) for number, row in enumerate(typed)]

    @property
    def template_row(self) -> dict[str, Any]:
        return self.row(TEMPLATE_ROW, BLANK)

    def row(self, number: str, typed: Row) -> dict[str, Any]:
        cells = [self.cell(number, name, typed[name]) for name in COLUMNS]
        return {"number": number, "cells": cells, "wrong": any(c["error"] for c in cells)}

    def cell(self, number: str, column: str, typed: str) -> dict[str, Any]:
        field: Any = ISpecimen[column]
        error = self.errors.get((number, column))
        cell_id = f"{self.id}-{number}-{column}"
        help_id, error_id = f"{self.id}-{column}-help", f"{cell_id}-error"
        described = [help_id] if field.description else []
        described += [error_id] if error else []
        return {
            "column": column,
            "id": cell_id,
            "name": f"{self.name}.{number}.{column}",
            "label": field.title,
            "required": field.required,
            "value": typed,
            "groups": self.choices(column, typed) if IChoice.providedBy(field) else None,
            "error": error,
            "error_id": error_id,
            "described_by": " ".join(described) or None,
        }

    @cached_property
    def errors(self) -> dict[tuple[str, str], Message]:
        error = self.error.error if self.error else None
        found = getattr(error, "found", ())
        return {(str(one.line), one.column): one.message for one in found}

    @property
    def problems(self) -> list[Problem]:
        if not self.errors:
            return super().problems
        return [
            Problem(
                f"{self.id}-{line}-{column}",
                _(
                    "library_specimen_widget_line",
                    mapping={
                        "line": int(line) + 1,
                        "column": ISpecimen[column].title,
                        "message": message,
                    },
                ),
            )
            for (line, column), message in self.errors.items()
        ]

    @property
    def notes(self) -> list[Message]:
        return [] if self.errors else super().notes

    @property
    def target(self) -> str:
        return f"{self.id}-0-species"

    @property
    def columns_with_help(self) -> list[tuple[str, Message, Message]]:
        return [
            (f"{self.id}-{name}-help", field.title, field.description)
            for name, field in getFieldsInOrder(ISpecimen)
            if field.description
        ]

    most = MAX_LINES

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.most

    @property
    def species(self) -> list[Entry]:
        """Species to offer to who has no scripts; any other name may be typed."""
        return [e for e in code_list("species").entries.values() if e.current]

    @property
    def taxa_url(self) -> str:
        """Where a script asks for names."""
        return f"{api.portal.get().absolute_url()}/@taxa"

    @property
    def language(self) -> str:
        return reader_language()

    def choices(self, column: str, chosen: str) -> list[tuple[Message | None, list]]:
        """Groups of ``(code, title, whether chosen)``, the usual codes first."""
        language = reader_language()
        offered = dict(entries(column, language))
        first = shortlist(column)
        rest = [code for code in offered if code not in first]
        if chosen and chosen not in offered:
            rest.append(chosen)  # a former code, or one to be refused
        names = titles(column, language)

        def group(codes):
            return [(code, names.get(code, code), code == chosen) for code in codes]

        if not first:
            return [(None, group(rest))]
        return [
            (_("library_specimen_widget_usual_for_cheetahs"), group(first)),
            (_("library_specimen_widget_all_others"), group(rest)),
        ]


def _is_filled(row: Row) -> bool:
    return any(value.strip() for value in row.values())


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _quantity(typed: str) -> float | str:
    """The number that was typed; what is no number stays text, and is refused later."""
    text = typed.strip().replace(",", ".")
    return float(text) if NUMBER.fullmatch(text) else typed


specimens_widget = SpecimensInput.for_field
