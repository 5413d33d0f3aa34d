"""Fields of schemas that take codes of a list."""

from cites.cug import _
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import Choice, List
from zope.schema.interfaces import IChoice


VOCABULARIES = "cites.cug."
MAX_CODES = 50


class IHandlingCode(IChoice):
    """Field of a handling code: forms say what each code means."""


@implementer(IHandlingCode)
class HandlingCode(Choice):
    """How what is written may be passed on: a code of the TLP 2.0."""

    def __init__(self, **kw: Any):
        kw = {
            "title": _("common_handling_code_title"),
            "vocabulary": f"{VOCABULARIES}handling",
            "default": "amber_strict",
            **kw,
        }
        super().__init__(**kw)


def code(title: Message, list_name: str, required: bool = False, **kw: Any) -> Choice:
    """A field that takes one code of the list."""
    vocabulary = f"{VOCABULARIES}{list_name}"
    return Choice(title=title, vocabulary=vocabulary, required=required, **kw)


def codes(title: Message, list_name: str) -> List:
    """A field that takes several codes of the list, each once."""
    return List(
        title=title,
        value_type=Choice(vocabulary=f"{VOCABULARIES}{list_name}"),
        required=False,
        unique=True,
        max_length=MAX_CODES,
        defaultFactory=list,
    )


def list_name_of(field: IChoice) -> str | None:
    """Name of the list that a field's codes are from; None: its values are no codes."""
    name = getattr(field, "vocabularyName", None) or ""
    return name.removeprefix(VOCABULARIES) if name.startswith(VOCABULARIES) else None
