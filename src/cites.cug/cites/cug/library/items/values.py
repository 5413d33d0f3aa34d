"""Values of fields in words, in the reader's language."""

from cites.cug import _
from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.shipped import descriptions
from cites.cug.library.items.permit_references import IPermitReferences
from cites.cug.library.items.specimens import ISpecimen, ISpecimens
from cites.cug.library.tools.translations.field import ITranslations
from cites.cug.web.confirmation.requirement import plain_text
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.numbers import file_size, number
from cites.cug.web.layout.times import day
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamed
from typing import Any
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool, IChoice, IDate, IFloat, IInt, IList


def code_in_words(list_name: str, code: str, language: str) -> str:
    """The title of a code, with the code itself if the list shows codes."""
    words = title(list_name, code, language)
    return f"{words} ({code})" if descriptions()[list_name].code_shown else words


def empty_values(schema: Any) -> dict[str, Any]:
    """The value of each field that nothing was said of."""
    return {
        name: default.copy() if isinstance(default, list | dict) else default
        for name, default in _defaults(schema)
    }


@lru_cache(maxsize=4)
def _defaults(schema: Any) -> list[tuple[str, Any]]:
    return [(name, field.bind(None).default) for name, field in getFieldsInOrder(schema)]


def in_words(field: Any, value: Any, language: str) -> list[str]:
    """The value of a field in words; a list, as some fields have several values."""
    if value in (None, "", [], {}):
        return []
    for kind, words_of in WORDS:
        if kind.providedBy(field):
            found = words_of(field, value, language)
            return [found] if isinstance(found, str) else found
    return [str(value)]


def field_text(field: Any, item: Any, language: str) -> str:
    """The value that an item has for a field, as plain text with one value on a line."""
    value = getattr(item, field.getName(), None)
    if IRichTextValue.providedBy(value):
        lines = plain_text(value.raw or "").splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())
    if INamed.providedBy(value):
        # The checksum differs even if two files have the same name and size.
        digest = sha256(value.data).hexdigest()
        size = translate(file_size(value.getSize(), language), target_language=language)
        return f"{value.filename}\n{size}\nSHA-256 {digest}"
    return "\n".join(in_words(field, value, language))


def translation_in_words(code: str, one: Mapping[str, Any], language: str) -> str:
    """The texts of a translation, under the name of its language."""
    body = " ".join(plain_text(one["body"]).split())
    texts = (one["title"], one["description"], body)
    words = "\n".join(text for text in texts if text)
    return f"{title('language', code, language)}: {words}"


def specimen_in_words(line: Mapping[str, Any], language: str) -> str:
    """One specimen line as text, such as "Acinonyx jubatus, live (LIV), 3"."""
    parts = [
        word
        for name, field in getFieldsInOrder(ISpecimen)
        for word in in_words(field, line.get(name), language)
    ]
    return listed(parts, language)


def permit_in_words(permit: Mapping[str, Any], language: str) -> str:
    """A permit as text, such as "XA-2026-114 (Exercise country XA)"."""
    return f"{permit['number']} ({title('country', permit['country'], language)})"


def _list_in_words(field: Any, value: Any, language: str) -> list[str]:
    inner = field.value_type
    return [word for one in value for word in in_words(inner, one, language)]


def _yes_or_no(_field: Any, value: Any, language: str) -> str:
    return translate(
        _("common_yes_2") if value else _("common_no"), target_language=language
    )


#: Kinds of fields, those of ours before Plone's, with what writes a value of it in words.
WORDS: tuple[tuple[Any, Callable[[Any, Any, str], str | list[str]]], ...] = (
    (
        ISpecimens,
        lambda _field, value, language: [
            specimen_in_words(one, language) for one in value
        ],
    ),
    (
        IPermitReferences,
        lambda _field, value, language: [permit_in_words(one, language) for one in value],
    ),
    (
        ITranslations,
        lambda _field, value, language: [
            translation_in_words(code, one, language)
            for code, one in sorted(value.items())
        ],
    ),
    (IList, _list_in_words),
    (
        IChoice,
        lambda field, value, language: code_in_words(
            list_name_of(field), value, language
        ),
    ),
    (IBool, _yes_or_no),
    (IDate, lambda _field, value, language: day(value, language).text),
    (IFloat, lambda _field, value, language: number(value, language)),
    (IInt, lambda _field, value, language: number(value, language)),
)
