"""Plural forms in the messages of the portal, for pages, REST, mails and scripts alike.

A message has them where a number stands before a noun, in the form of ICU::

    {days, plural, one {# day} other {# days}}

``#`` is the number. Each language has the forms that its grammar needs, by the categories
of CLDR; ``other`` is what all have.
"""

import re
from babel import Locale
from cites.cug import _
from collections.abc import Mapping
from typing import Any
from zope.component import getUtility
from zope.i18n import translate
from zope.i18n.interfaces import INegotiator
from zope.i18n.translationdomain import TranslationDomain
from zope.i18nmessageid import Message


PLURAL = re.compile(r"\{(\w+), plural, ((?:\w+ \{[^{}]*\} ?)+)\}")
FORM = re.compile(r"(\w+) \{([^{}]*)\}")
#: Templates put the number between tags; large numbers have separators.
NO_DIGIT = re.compile(r"<[^>]*>|\D")


class PluralTranslationDomain(TranslationDomain):
    """Chooses the forms of a message once its variables are in place."""

    def __init__(self) -> None:
        super().__init__("cites.cug")

    def translate(
        self,
        msgid: Any,
        mapping: Mapping[str, Any] | None = None,
        context: Any = None,
        target_language: str | None = None,
        default: str | None = None,
        *arguments: Any,
        **options: Any,
    ) -> str:
        # Templates have ids alone.
        default = _.english.get(msgid, default)
        if target_language is None and context is not None:
            negotiator = getUtility(INegotiator)
            target_language = negotiator.getLanguage(self._catalogs.keys(), context)
        text = super().translate(
            msgid, mapping, context, target_language, default, *arguments, **options
        )
        values = getattr(msgid, "mapping", None) or mapping
        return with_forms(text, values or {}, target_language or "en")


def with_forms(text: str, values: Mapping[str, Any], language: str) -> str:
    """The text with the form that each number takes; without a number all forms stay."""
    if ", plural, " not in text:
        return text

    def chosen(match: re.Match[str]) -> str:
        value = str(values.get(match[1], ""))
        digits = NO_DIGIT.sub("", value)
        if not digits:
            return match[0]
        forms = dict(FORM.findall(match[2]))
        category = plural_category(int(digits), language)
        return (forms.get(category) or forms["other"]).replace("#", value)

    return PLURAL.sub(chosen, text)


def say(message: Message, language: str = "en") -> str:
    """The text in a language; in commands, which load no catalogues, the English."""
    text = translate(message, target_language=language)
    return with_forms(text, message.mapping or {}, language)


def plural_category(number: int, language: str) -> str:
    """The category of CLDR, as ``one``, ``few`` or ``other``."""
    return Locale.parse(language, sep="-").plural_form(number)
