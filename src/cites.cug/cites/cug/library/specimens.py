"""Specimen lines: an alert is about one seizure, a line about one kind of specimen in it.

The columns are those of the CITES annual illegal trade report. Codes are CITES codes
where CITES has a list, else the portal's own (``codelists/``).
"""

from cites.cug import _
from cites.cug.codelists.fields import code
from cites.cug.library.species import species_name
from cites.cug.validation.characters import fit_line
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import mistakes_in
from cites.cug.validation.errors import wrong_type
from collections.abc import Mapping
from typing import Any
from typing import NamedTuple
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.schema.interfaces import IList
from zope.schema.interfaces import ValidationError


MAX_LINES = 100


class ISpecimen(Interface):
    """The columns of one line."""

    species = schema.TextLine(
        title=_("Species"),
        description=_("Scientific name; another name is kept as free text."),
        max_length=200,
    )
    term = code(_("Specimen"), "term", required=True)
    quantity = schema.Float(title=_("Quantity"))
    unit = code(_("Unit"), "unit", description=_("Empty: number of specimens."))
    source = code(_("Source"), "source")
    age_class = code(_("Age"), "age_class")
    sex = code(_("Sex"), "sex")
    condition = code(_("Condition"), "condition")


COLUMNS = tuple(schema.getFieldNamesInOrder(ISpecimen))
#: Terms for whole animals and parts that are counted. A weight or a length would be a
#: mistake.
COUNTED_TERMS = frozenset({"LIV", "BOD", "EGL", "TRO", "RUG", "SKU", "SKE"})
#: Units that count; the others measure.
COUNTING_UNITS = frozenset({None, "ITE", "PCS", "PAI", "SET", "BOX", "BAG", "CAS", "CRT"})
MAX_QUANTITY = 1e9


class SpecimenProblem(NamedTuple):
    """A mistake with its line, counted from 0, and its column."""

    line: int
    column: str
    message: Message

    @property
    def mistake(self) -> FieldError:
        return FieldError(self.message, f"[{self.line}].{self.column}")


class ISpecimens(IList):
    """Field of specimen lines, each a dict with the columns of ``ISpecimen``."""

    columns = Attribute("Schema of a line.")


def tidy(line: Any) -> Any:
    """A line as it is stored: all columns, trimmed texts, species as the list has them.

    What is no mapping stays as it is and is refused later.
    """
    if not isinstance(line, Mapping):
        return line
    tidied = {name: _tidy(value) for name, value in line.items()}
    if isinstance(tidied.get("species"), str):
        tidied["species"] = species_name(tidied["species"])
    return {**dict.fromkeys(COLUMNS), **tidied}


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return value.get("token", value)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value) if abs(value) <= MAX_QUANTITY else MAX_QUANTITY * 2
    return value


def problems(number: int, line: Any, context: Any) -> list[SpecimenProblem]:
    """All mistakes in one line; vocabularies are bound to ``context``."""
    if not isinstance(line, Mapping):
        return [SpecimenProblem(number, "species", _("A line is a set of columns."))]
    unknown = set(line) - set(COLUMNS)
    if unknown:
        text = _("Unknown column: ${name}", mapping={"name": min(map(str, unknown))})
        return [SpecimenProblem(number, "species", text)]
    found = []
    for name, field in schema.getFieldsInOrder(ISpecimen):
        try:
            _check(field.bind(context), line.get(name))
        except ValidationError as error:
            found += [
                SpecimenProblem(number, name, m.message) for m in mistakes_in(error)
            ]
    return found or _implausible(number, line)


def _check(field: Any, value: Any) -> None:
    if field.__name__ != "quantity" and not isinstance(value, str | None):
        raise wrong_type(field)
    if isinstance(value, str):
        fit_line(value)
    field.validate(value)


def _implausible(number: int, line: Mapping[str, Any]) -> list[SpecimenProblem]:
    quantity, unit = line["quantity"], line.get("unit")
    if not quantity > 0:  # also refuses NaN
        text = _("The quantity must be greater than 0.")
        return [SpecimenProblem(number, "quantity", text)]
    if quantity > MAX_QUANTITY:
        text = _("The quantity is too large to be true.")
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
    """A list of lines. Its errors name the line and the column."""

    columns = ISpecimen

    def __init__(self, **kw):
        super().__init__(max_length=MAX_LINES, **kw)

    def free_texts(self, value):
        """The species, the only column that takes typed words."""
        return [line["species"] for line in value]

    def _validate(self, value):
        super()._validate(value)
        found = [
            problem.mistake
            for number, line in enumerate(value)
            for problem in problems(number, line, self.context)
        ]
        if found:
            raise InvalidValue(*found)
