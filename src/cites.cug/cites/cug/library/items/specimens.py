"""Specimen lines: an alert is about one seizure, a line about one kind of specimen in it.

The columns are those of the CITES annual illegal trade report. Codes are CITES codes
where CITES has a list, else the portal's own (``core/codelists/``).
"""

from cites.cug import _
from cites.cug.core.codelists.fields import code
from cites.cug.core.validation.errors import FieldError, InvalidValue, InvalidValues
from cites.cug.library.items.species import SpeciesName
from cites.cug.web.restapi.field_deserializers import read_values
from collections.abc import Iterable, Mapping
from typing import Any
from zope import schema
from zope.interface import Attribute, implementer, Interface
from zope.schema.interfaces import IList


MAX_LINES = 100


class ISpecimen(Interface):
    """The columns of one line."""

    species = SpeciesName(
        title=_("Species"),
        description=_(
            "Any name in any language; a name that is on no list is kept as free text."
        ),
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


class ISpecimens(IList):
    """Field of specimen lines, each a dict with the columns of ``ISpecimen``."""

    columns = Attribute("Schema of a line.")


def read_line(line: Any) -> dict[str, Any]:
    """A line as it is stored, with all columns, from JSON, a form or a file.

    Raises InvalidValues; mistakes of the whole line are those of its first column.
    """
    if not isinstance(line, Mapping):
        raise InvalidValues([(COLUMNS[0], FieldError(_("A line is a set of columns.")))])
    unknown = set(line) - set(COLUMNS)
    if unknown:
        text = _("Unknown column: ${name}", mapping={"name": min(map(str, unknown))})
        raise InvalidValues([(COLUMNS[0], FieldError(text))])
    trimmed = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in line.items()
    }
    return read_values(ISpecimen, trimmed, _implausible)


def read_lines(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """Lines as they are stored. Raises InvalidValue with line, from 0, and column."""
    read, wrong = [], []
    for number, line in enumerate(lines):
        try:
            read.append(read_line(line))
        except InvalidValues as error:
            wrong += [
                FieldError(mistake.message, f"[{number}].{column}")
                for column, mistake in error.mistakes
            ]
    if wrong:
        raise InvalidValue(*wrong)
    return read


def _implausible(line: Mapping[str, Any]) -> dict[str, InvalidValue]:
    """What is wrong with a line whose values are each right, by column."""
    if set(line) != set(COLUMNS):
        return {}
    quantity, unit = line["quantity"], line["unit"]
    if quantity <= 0:
        text = _("The quantity must be greater than 0.")
    elif quantity > MAX_QUANTITY:
        text = _("The quantity is too large.")
    elif line["term"] in COUNTED_TERMS and unit not in COUNTING_UNITS:
        text = _("This kind of specimen is counted, not measured: leave the unit empty.")
        return {"unit": InvalidValue(text)}
    elif unit is None and quantity != int(quantity):
        text = _("A number of specimens is a whole number.")
    else:
        return {}
    return {"quantity": InvalidValue(text)}


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
        read_lines(value)
