"""What a report looks like: its columns and choices, from a file.

``template.json`` has the portal's own. CITES's official form could not be had; a
deployment that has it names its file by ``illegal-trade-template``, without a release.
Headings and choices stand there in three languages or more; a choice may stand for
several of the portal's codes. Fields without choices have the titles of the code lists.
"""

import json
from cites.cug import _
from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import title
from cites.cug.core.settings.deployment import illegal_trade_template
from cites.cug.core.settings.languages import CONVENTION, DEFAULT, LANGUAGES
from cites.cug.core.validation.errors import CONFLICT, Refusal
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.specimens import ISpecimen
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zope.schema import getFieldNames, getFields
from zope.schema.interfaces import IField, IList


SHIPPED = Path(__file__).with_name("template.json")
HANDLING = "handling"
#: How a column shows codes of the portal's lists.
CODE, TITLE = "code", "title"
UNUSABLE = _("exchange_template_form_report_portal_given_text")
YES_NO = ("no", "yes")
#: Between several values of a cell.
SEPARATOR = "; "
Titles = Mapping[str, str]


class Column(NamedTuple):
    """A column: the field of an alert, or of a line of specimens, that it shows."""

    field: str
    heading: Titles
    is_mandatory: bool
    shown: str


class Choice(NamedTuple):
    """Words that stand for one code or several."""

    codes: tuple[str, ...]
    title: Titles


class ReportTemplate(NamedTuple):
    """Columns in their order, and choices by field."""

    columns: tuple[Column, ...]
    choices: Mapping[str, tuple[Choice, ...]]

    def language(self, reader: str) -> str:
        """The reader's language if the form has all its words in it, else English."""
        titles = [column.heading for column in self.columns]
        titles += [one.title for choices in self.choices.values() for one in choices]
        return reader if all(reader in one for one in titles) else DEFAULT

    def headings(self, language: str) -> list[str]:
        """Those of the columns, in a language that the form has."""
        return [column.heading[language] for column in self.columns]

    def cells(self, values: Mapping[str, Any], language: str) -> list[Any]:
        """A row for a spreadsheet, in that language: texts, numbers and dates."""
        return [self._cell(one, values.get(one.field), language) for one in self.columns]

    def _cell(self, column: Column, value: Any, language: str) -> Any:
        if isinstance(value, bool):
            value = YES_NO[value]
        if isinstance(value, list):
            words = (str(self._words(column, one, language)) for one in value)
            return SEPARATOR.join(dict.fromkeys(words))
        return self._words(column, value, language)

    def _words(self, column: Column, value: Any, language: str) -> Any:
        if value is None or isinstance(value, (date, int)):
            return value
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        for choice in self.choices.get(column.field, ()):
            if value in choice.codes:
                return choice.title[language]
        listed = LISTS.get(column.field)
        if listed is None or column.shown != TITLE:
            return value
        return title(listed, value, language)


def _lists() -> dict[str, str | None]:
    """Field of an alert or a line → the list that its codes are from."""
    found = {}
    for schema in (IAlert, ISpecimen):
        for name, field in getFields(schema).items():
            found[name] = list_name_of(_value_field(field))
    return found


def _value_field(field: IField) -> IField:
    return field.value_type if IList.providedBy(field) and field.value_type else field


LISTS = _lists()
LINE_FIELDS = frozenset(getFieldNames(ISpecimen))
#: Fields that a column may show: those that fit into a cell.
FIELDS = frozenset(LISTS) - {"specimens", "permits", "body"}


def report_template() -> ReportTemplate:
    """The template of this deployment. Raises Refusal if it cannot be used."""
    path = illegal_trade_template() or SHIPPED
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise Refusal(UNUSABLE, CONFLICT) from error


def check_template() -> None:
    """Raise OSError or ValueError that says what is wrong with the deployment's file."""
    path = illegal_trade_template()
    if path is not None:
        read_template(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> ReportTemplate:
    return read_template(path.read_text(encoding="utf-8"))


def read_template(text: str) -> ReportTemplate:
    """Read a template. Raises ValueError with the place of the first mistake."""
    try:
        told = json.loads(text)
        columns = [_column(one) for one in told["columns"]]
        choices = {
            _field(name): tuple(map(_choice, ones))
            for name, ones in told.get("choices", {}).items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        words = f"the file is not as docs/illegal-trade-report.md says: {error!r}"
        raise ValueError(words) from error
    names = [column.field for column in columns]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two columns are of the field {min(twice)}")
    if HANDLING not in names:
        # It goes with whatever leaves the portal.
        shipped = report_shipped()
        columns += [one for one in shipped.columns if one.field == HANDLING]
    return ReportTemplate(tuple(columns), choices)


@lru_cache(maxsize=1)
def report_shipped() -> ReportTemplate:
    """The portal's own template, which imports read too."""
    return read_template(SHIPPED.read_text(encoding="utf-8"))


def _column(told: Mapping[str, Any]) -> Column:
    shown = told.get("shown", TITLE)
    if shown not in (CODE, TITLE):
        raise ValueError(f"shown is {CODE} or {TITLE}, not {shown}")
    heading = _titles(told["heading"])
    return Column(_field(told["field"]), heading, bool(told.get("mandatory")), shown)


def _choice(told: Mapping[str, Any]) -> Choice:
    return Choice(tuple(map(str, told["codes"])), _titles(told["title"]))


def _titles(told: Mapping[str, str]) -> Titles:
    """CITES has its form in three languages; a deployment's may have others."""
    titles = {language: str(told[language]) for language in CONVENTION}
    others = LANGUAGES.keys() & told.keys() - titles.keys()
    return titles | {language: str(told[language]) for language in others}


def _field(name: str) -> str:
    if name not in FIELDS:
        raise ValueError(f"an alert has no field {name} for a column")
    return name
