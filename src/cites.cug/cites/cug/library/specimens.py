"""Specimen lines: one alert is one seizure, a line is one kind of specimen in it.

Columns follow the CITES annual illegal trade report; codes are CITES's own where a list
exists (``codelists/``).
"""

from cites.cug import _
from collections.abc import Mapping
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.schema.interfaces import IList
from zope.schema.interfaces import ValidationError


MAX_LINES = 100


class ISpecimen(Interface):
    """One line."""

    species = schema.TextLine(
        title=_("Species"),
        description=_("Scientific name; another name is kept as free text."),
        max_length=200,
    )
    term = schema.Choice(title=_("Specimen"), vocabulary="cites.cug.term")
    quantity = schema.Float(title=_("Quantity"))
    unit = schema.Choice(
        title=_("Unit"),
        description=_("Empty: number of specimens."),
        vocabulary="cites.cug.unit",
        required=False,
    )
    source = schema.Choice(
        title=_("Source"), vocabulary="cites.cug.source", required=False
    )
    age_class = schema.Choice(
        title=_("Age"), vocabulary="cites.cug.age_class", required=False
    )
    sex = schema.Choice(title=_("Sex"), vocabulary="cites.cug.sex", required=False)
    condition = schema.Choice(
        title=_("Condition"), vocabulary="cites.cug.condition", required=False
    )


COLUMNS = tuple(schema.getFieldNamesInOrder(ISpecimen))
#: Terms that are counted in animals: a weight or a length would be a slip.
COUNTED_TERMS = frozenset({"LIV", "BOD", "EGL", "TRO", "RUG", "SKU", "SKE"})
#: Units that count things rather than measure them.
COUNTING_UNITS = frozenset({None, "ITE", "PCS", "PAI", "SET", "BOX", "BAG", "CAS", "CRT"})
MAX_QUANTITY = 1e9


class SpecimenProblem(ValidationError):
    """What is wrong, in which line (from 1) and column."""

    def __init__(self, line: int, column: str, message: str):
        super().__init__(line, column, message)
        self.line, self.column, self.message = line, column, message

    def doc(self) -> str:
        return _(
            "Specimen ${line}, ${column}: ${message}",
            mapping={
                "line": self.line,
                "column": ISpecimen[self.column].title,
                "message": self.message,
            },
        )

    def __str__(self) -> str:
        return f"specimens[{self.line - 1}].{self.column}: {self.message}"


class ISpecimens(IList):
    """Field of specimen lines, each a dict with the columns of ``ISpecimen``."""


def complete(line: Mapping[str, Any]) -> dict[str, Any]:
    """The line with every column: absent and empty values are None."""
    return {name: line.get(name) if line.get(name) != "" else None for name in COLUMNS}


def problems(number: int, line: Any, context: Any) -> list[SpecimenProblem]:
    """Everything wrong with one line; ``context`` binds the vocabularies."""
    if not isinstance(line, Mapping):
        return [SpecimenProblem(number, "species", _("A line is a set of columns."))]
    unknown = set(line) - set(COLUMNS)
    if unknown:
        text = _("Unknown column: ${name}", mapping={"name": min(map(str, unknown))})
        return [SpecimenProblem(number, "species", text)]
    found = []
    for name, field in schema.getFieldsInOrder(ISpecimen):
        try:
            field.bind(context).validate(line.get(name))
        except ValidationError as error:
            found.append(SpecimenProblem(number, name, error.doc()))
    return found or _implausible(number, line)


def _implausible(number: int, line: Mapping[str, Any]) -> list[SpecimenProblem]:
    quantity, unit = line["quantity"], line.get("unit")
    if not 0 < quantity <= MAX_QUANTITY:  # also refuses NaN
        text = _("The quantity must be greater than 0.")
        return [SpecimenProblem(number, "quantity", text)]
    if line["term"] in COUNTED_TERMS and unit not in COUNTING_UNITS:
        text = _("This kind of specimen is counted, not measured: leave the unit empty.")
        return [SpecimenProblem(number, "unit", text)]
    if unit is None and quantity != int(quantity):
        text = _("A number of specimens is a whole number.")
        return [SpecimenProblem(number, "quantity", text)]
    return []


@implementer(ISpecimens)
class Specimens(schema.List):
    """Validates line by line and says which line and column is wrong."""

    def __init__(self, **kw):
        super().__init__(max_length=MAX_LINES, **kw)

    def _validate(self, value):
        super()._validate(value)
        for number, line in enumerate(value, 1):
            for problem in problems(number, line, self.context):
                raise problem.with_field_and_value(self, value)
