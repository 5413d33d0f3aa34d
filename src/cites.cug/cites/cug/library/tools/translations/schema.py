"""What a translation consists of: the texts that the item has."""

from cites.cug import _
from cites.cug.core.codelists.fields import code
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.library.items.alert import IAlert
from cites.cug.library.tools.translations.field import StructuredText
from collections.abc import Mapping
from typing import Any
from zope import schema
from zope.interface import Interface


class ITranslation(Interface):
    """The texts of a document; the same in the form and in JSON."""

    language = code(
        _("library_translations_language_of_the_translation"), "language", required=True
    )
    title = schema.TextLine(title=_("common_title_label"), max_length=200)
    description = schema.Text(
        title=_("library_summary_label"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )


class IAlertTranslation(ITranslation):
    """The texts of an alert."""

    body = StructuredText(
        title=_("common_text_label"), required=False, default="", missing_value=""
    )


#: The texts of an item. A document has no body.
TEXTS = ("title", "description", "body")
NOT_TRANSLATED = _("library_translations_original_such_text_please_text")


def schema_of(item: Any) -> Any:
    return IAlertTranslation if IAlert.providedBy(item) else ITranslation


def texts_of(item: Any) -> dict[str, str]:
    """The original's texts, in the form in which translations are stored."""
    body = getattr(item, "body", None) if IAlert.providedBy(item) else None
    return {
        "title": item.title or "",
        "description": item.description or "",
        "body": (body.raw or "") if body is not None else "",
    }


def left_out(item: Any, values: Mapping[str, Any]) -> dict[str, InvalidValue]:
    """The texts of the original that are not translated: field → why that is wrong."""
    return {
        name: InvalidValue(NOT_TRANSLATED)
        for name, text in texts_of(item).items()
        if text and name in values and not values[name]
    }
