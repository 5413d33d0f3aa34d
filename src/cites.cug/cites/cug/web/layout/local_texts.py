"""Names and texts of the portal, of groups and of folders, in each language.

Each has its texts once as its own, and may have them in a language too, in a field whose
name ends with the code of the language (``title_fr``). Readers get those of their
language; where it lacks them, its own.
"""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.core.settings.languages import DEFAULT, LANGUAGES
from cites.cug.core.settings.registry import setting_of
from collections.abc import Callable, Sequence
from plone import api
from plone.registry.interfaces import IRegistry
from plone.supermodel import model
from plone.supermodel.interfaces import DEFAULT_ORDER, FIELDSETS_KEY
from typing import Any
from zope.component import getUtility
from zope.globalrequest import getRequest
from zope.interface.interface import InterfaceClass
from zope.schema import Text, TextLine
from zope.schema.interfaces import IText


PORTAL_PREFIX = "cites.cug.portal"
IN_LANGUAGES = _("web_local_texts_in_each_language")
HELP = _("web_local_texts_shown_readers_language_empty_help")


def in_languages(*names: str) -> Callable[[Any], Any]:
    """Give a schema these of its fields once more for each language.

    A form folds them into one part, ``IN_LANGUAGES``.
    """

    def extend(schema: Any) -> Any:
        base = _fields_in_languages(f"{schema.__name__}InLanguages", schema, names)
        schema.__bases__ = (*schema.__bases__, base)
        return schema

    return extend


def _fields_in_languages(schema_name: str, schema: Any, names: Sequence[str]) -> Any:
    fields: dict[str, IText] = {}
    for language, own_name in LANGUAGES.items():
        for name in names:
            original = schema[name]
            kind = TextLine if isinstance(original, TextLine) else Text
            fields[f"{name}_{language}"] = kind(
                title=_(
                    "common_field_language_label",
                    mapping={"field": original.title, "language": own_name},
                ),
                description=HELP,
                max_length=original.max_length,
                required=False,
            )
    made: Any = InterfaceClass(
        schema_name,
        (model.Schema,),
        dict(fields),
        __module__=schema.__module__,
    )
    part = model.Fieldset(
        "languages", label=IN_LANGUAGES, fields=list(fields), order=DEFAULT_ORDER + 1
    )
    part.folded = True
    made.setTaggedValue(FIELDSETS_KEY, [part])
    return made


def local_text(place: Any, name: str = "title", language: str | None = None) -> str:
    """A text of a group or folder in the language; None: in that of the page."""
    own = getattr(place, name)  # and wakes the place
    local = vars(aq_base(place)).get(f"{name}_{language or _page_language()}")
    return local or own or ""


class IPortalName(model.Schema):
    """The portal's own name is Plone's; this is only what it looks like."""

    title = TextLine(title=_("common_name_label"), max_length=200)


#: Records of the registry below ``PORTAL_PREFIX``.
IPortalNames = _fields_in_languages("IPortalNames", IPortalName, ["title"])


def portal_title(language: str | None = None) -> str:
    """The portal's name in the language; None: in that of the page."""
    name = f"title_{language or _page_language()}"
    local = name in IPortalNames and setting_of(IPortalNames, PORTAL_PREFIX, name)
    return local or api.portal.get().title


def offer_languages() -> None:
    """Make the site offer each language, and have a name for itself in each.

    A language that has come since takes its place; names that were given stay.
    """
    registry = getUtility(IRegistry)
    if registry["plone.available_languages"] != [*LANGUAGES]:
        registry["plone.available_languages"] = [*LANGUAGES]
    if any(f"{PORTAL_PREFIX}.{name}" not in registry for name in IPortalNames):
        registry.registerInterface(IPortalNames, prefix=PORTAL_PREFIX)


def _page_language() -> str:
    request = getRequest()
    return (request and request.get("LANGUAGE")) or DEFAULT
