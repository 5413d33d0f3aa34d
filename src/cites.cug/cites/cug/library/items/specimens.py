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
        title=_("common_species_column"),
        description=_("library_specimens_any_name_any_language_help"),
        max_length=200,
    )
    term = code(_("library_specimen_column"), "term", required=True)
    quantity = schema.Float(title=_("common_quantity_column"))
    unit = code(
        _("common_unit_column"),
        "unit",
        description=_("library_specimens_empty_number_of_specimens_help"),
    )
    source = code(_("common_source"), "source")
    age_class = code(_("library_specimens_age"), "age_class")
    sex = code(_("library_specimens_sex"), "sex")
    condition = code(_("library_specimens_condition"), "condition")


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
        raise InvalidValues(
            [(COLUMNS[0], FieldError(_("library_specimens_line_set_columns_error")))]
        )
    unknown = set(line) - set(COLUMNS)
    if unknown:
        text = _(
            "library_specimens_unknown_column", mapping={"name": min(map(str, unknown))}
        )
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
        text = _("library_specimens_quantity_must_greater_than_text")
    elif quantity > MAX_QUANTITY:
        text = _("library_specimens_quantity_too_large")
    elif line["term"] in COUNTED_TERMS and unit not in COUNTING_UNITS:
        text = _("library_specimens_kind_specimen_counted_measured_text")
        return {"unit": InvalidValue(text)}
    elif unit is None and quantity != int(quantity):
        text = _("library_specimens_number_specimens_whole_number_text")
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
