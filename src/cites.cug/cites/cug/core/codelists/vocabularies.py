"""Code lists as named vocabularies `cites.cug.<list>`, in the reader's language.

Codes that are no longer offered come last, so that an older item with one can be saved.
"""

from cites.cug import _
from cites.cug.core.codelists.lists import code_list, CodeList
from cites.cug.core.codelists.shipped import descriptions
from cites.cug.core.settings.languages import supported
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any
from zope.component.zcml import utility
from zope.configuration.config import ConfigurationContext
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import directlyProvides
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm, SimpleVocabulary


def reader_language() -> str:
    """The language of the page that is being made, one of ``LANGUAGES``."""
    request = getRequest()
    return supported((request and request.get("LANGUAGE")) or "en")


def vocabulary(list_name: str, context: object = None) -> SimpleVocabulary:
    """Vocabulary of a list; `context` is there for IVocabularyFactory."""
    return _build(list_name, code_list(list_name), reader_language())


def fixed_vocabulary(titles: Mapping[Any, Message | str]) -> SimpleVocabulary:
    """Vocabulary of a few codes that the program itself defines: code → title."""
    terms = [SimpleTerm(code, str(code), title) for code, title in titles.items()]
    return SimpleVocabulary(terms)


def register_vocabularies(context: ConfigurationContext) -> None:
    """ZCML directive: each list as the utility `cites.cug.<list>`."""
    for list_name in descriptions():
        factory = partial(vocabulary, list_name)
        directlyProvides(factory, IVocabularyFactory)
        utility(context, component=factory, name=f"cites.cug.{list_name}")


# Terms contain nothing from a request or a database, so they can be shared. The list is
# part of the key: with a correction, another list is made.
@lru_cache(maxsize=256)
def _build(list_name: str, codes: CodeList, language: str) -> SimpleVocabulary:
    code_shown = descriptions()[list_name].code_shown
    ordered = sorted(codes.ordered[language], key=lambda entry: not entry.current)
    terms = []
    for entry in ordered:
        label = entry.title(language)
        if code_shown:
            label = f"{label} ({entry.code})"
        if not entry.current:
            label = translate(
                _(
                    "codelists_vocabularies_no_longer_used_label",
                    mapping={"title": label},
                ),
                target_language=language,
            )
        terms.append(SimpleTerm(entry.code, entry.code, label))
    return SimpleVocabulary(terms)
