"""What forms know of others: that what they change was changed meanwhile, and that they
were sent already.

A form that changes something carries a digest of what stood there when it was shown. If
something else stands there by then, it comes back with both, and only the button pressed
again saves over it. A form also carries a key of its own: sent twice, it is done once.
"""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.encryption.authentic import keyed_digest
from cites.cug.restapi.idempotency import digest_of_body, digest_of_stream, KeyedRequest
from collections.abc import Mapping
from datetime import date
from lxml import html
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamed
from typing import Any, NamedTuple
from z3c.form.interfaces import NOT_CHANGED
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.schema.interfaces import IBool, IChoice, ICollection, IVocabularyFactory


#: Names of the two hidden inputs.
BASED_ON, KEY = "form.based_on", "form.key"
PURPOSE = "what a form changes"
LENGTH = 32
NOTHING = "–"
YES = _("Yes")


class Both(NamedTuple):
    """A field in which somebody else was faster: what stands there, and what is typed."""

    label: Message | str
    now: str
    typed: str


def comparable(value: Any) -> Any:
    """A value of a field as JSON takes it; equal values give equal ones."""
    if IRichTextValue.providedBy(value):
        return value.raw
    if INamed.providedBy(value):
        with value.open() as stream:
            return [value.filename, digest_of_stream(stream)]
    if isinstance(value, Mapping):
        return {name: comparable(one) for name, one in value.items()} or None
    if isinstance(value, list | tuple | set | frozenset):
        return [comparable(one) for one in value] or None
    return str(value) if isinstance(value, date) else value or None


def digest_of(standing: Mapping[str, Any]) -> str:
    """A digest of what stands there, for this caller alone."""
    told = {name: comparable(value) for name, value in standing.items()}
    text = json.dumps(told, sort_keys=True, default=str)
    return keyed_digest(PURPOSE, f"{caller()} {text}")[:LENGTH]


def differing(standing: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Names of the fields in which what is typed is not what stands there."""
    return [
        name
        for name, value in standing.items()
        if data.get(name, NOT_CHANGED) is not NOT_CHANGED
        and comparable(data[name]) != comparable(value)
    ]


def in_words(field: Any, value: Any, context: Any) -> Any:
    """A value as readers understand it: a text, or a message."""
    if value in (None, "", [], ()):
        return NOTHING
    if IRichTextValue.providedBy(value):
        return html.fromstring(value.raw or "<p/>").text_content().strip() or NOTHING
    if INamed.providedBy(value):
        return value.filename
    if IBool.providedBy(field):
        return YES if value else NOTHING
    if IChoice.providedBy(field):
        return _title(field, value, context)
    if ICollection.providedBy(field):
        return "\n".join(str(in_words(field.value_type, one, context)) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(str(one) for one in value.values() if one not in (None, ""))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _title(field: Any, value: Any, context: Any) -> Any:
    vocabulary = field.vocabulary
    if vocabulary is None:
        factory = queryUtility(IVocabularyFactory, name=field.vocabularyName or "")
        vocabulary = factory and factory(context)
    try:
        term = vocabulary.getTerm(value)
    except (AttributeError, LookupError):
        return str(value)
    return term.title or term.value


def keyed_form(request: Any) -> KeyedRequest | None:
    """The key of the form that was sent; None if it has none."""
    key = request.form.get(KEY)
    if request.method != "POST" or not isinstance(key, str) or not 0 < len(key) <= 64:
        return None
    return KeyedRequest(request, key, digest_of_body(request))
