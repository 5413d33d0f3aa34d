"""The field of an item that holds its translations, and that of a translated text."""

from cites.cug import _
from cites.cug.core.validation.rich_text import plain_structure
from cites.cug.web.confirmation.requirement import plain_text
from collections.abc import Iterator, Mapping
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.schema.interfaces import IDict, IText


class ITranslations(IDict):
    """Field of translations."""


@implementer(ITranslations)
class Translations(schema.Dict):
    """Code of the language → texts, translator and times, as ``actions.py`` stores them.

    Readonly: forms and JSON of the item do not change it.
    """

    def __init__(self) -> None:
        super().__init__(
            title=_("library_translations_title"),
            required=False,
            readonly=True,
            defaultFactory=dict,
        )

    def free_texts(self, value: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        for one in value.values():
            yield from (one["title"], one["description"], plain_text(one["body"]))


class IStructuredText(IText):
    """Field of HTML."""


@implementer(IStructuredText)
class StructuredText(schema.Text):
    """HTML with the structure that texts of items may have, as a plain string."""

    fit = staticmethod(plain_structure)

    def free_texts(self, value: str) -> Iterator[str]:
        yield plain_text(value)
