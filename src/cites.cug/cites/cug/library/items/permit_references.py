"""The permits that an alert is about: country of issue and number of each."""

from cites.cug import _
from cites.cug.core.codelists.fields import code
from cites.cug.core.validation.errors import FieldError, InvalidValue, InvalidValues
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.web.restapi.field_deserializers import read_values
from collections.abc import Iterable, Mapping
from typing import Any
from zope import schema
from zope.interface import Attribute, implementer, Interface
from zope.schema.interfaces import IList


MAX_PERMITS = 50


class PermitNumber(schema.TextLine):
    """Field of a number, kept as it is written on the permit."""

    def filter_form(self, number: str) -> str:
        """The form in which filters compare numbers."""
        return normal_number(number)


class IPermitReference(Interface):
    """The columns of one line."""

    country = code(_("common_country_of_issue_column"), "country", required=True)
    number = PermitNumber(
        title=_("library_permit_references_permit_number_label"), max_length=60
    )


COLUMNS = tuple(schema.getFieldNamesInOrder(IPermitReference))


class IPermitReferences(IList):
    """Field of permits, each a dict with the columns of ``IPermitReference``."""

    columns = Attribute("Schema of a line.")


def read_permits(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """Permits as they are stored, each once however its number is spelled.

    Raises InvalidValue with line, from 0, and column.
    """
    read: dict[tuple[str, str], dict[str, Any]] = {}
    wrong = []
    for place, line in enumerate(lines):
        if not isinstance(line, Mapping) or not set(line) <= set(COLUMNS):
            text = _("library_permit_references_give_country_issue_number_text")
            wrong.append(FieldError(text, f"[{place}]"))
            continue
        try:
            permit = read_values(IPermitReference, line, _without_characters)
        except InvalidValues as error:
            wrong += [
                FieldError(mistake.message, f"[{place}].{column}")
                for column, mistake in error.mistakes
            ]
        else:
            key = permit["country"], normal_number(permit["number"])
            read.setdefault(key, permit)
    if wrong:
        raise InvalidValue(*wrong)
    return list(read.values())


def _without_characters(permit: Mapping[str, Any]) -> dict[str, InvalidValue]:
    """Refuse a number of dashes and spaces: nothing would be left to compare."""
    number = permit.get("number")
    if not number or normal_number(number):
        return {}
    return {
        "number": InvalidValue(
            _("library_permit_references_number_neither_letters_nor_error")
        )
    }


@implementer(IPermitReferences)
class PermitReferences(schema.List):
    """A list of permits. Its errors name the line and the column."""

    columns = IPermitReference

    def __init__(self, **kw):
        super().__init__(max_length=MAX_PERMITS, **kw)

    def free_texts(self, value):
        """The numbers, the only column that is typed."""
        return [permit["number"] for permit in value]

    def _validate(self, value):
        super()._validate(value)
        read_permits(value)
