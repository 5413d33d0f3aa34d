"""What of an alert can be corrected, and how a proposed value is kept: as JSON."""

import json
from cites.cug import _
from cites.cug.core.validation.errors import invalid, InvalidValues, mistakes_in, REQUIRED
from cites.cug.library.items.alert import IAlert, TELLS_WHO_REPORTED
from cites.cug.library.items.values import in_words
from cites.cug.web.confirmation.content_texts import field_texts
from cites.cug.web.confirmation.requirement import plain_text
from datetime import date
from plone.app.textfield.interfaces import IRichTextValue
from plone.restapi.interfaces import IFieldDeserializer
from typing import Any
from zope.component import getMultiAdapter
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ValidationError


FIELDS: dict[str, Any] = dict(getFieldsInOrder(IAlert))
#: In place of a value that was not sent: an empty one is sent as null.
NOT_SENT = object()
#: Who may have an alert, and what tells who has reported it, is not for readers to say;
#: translations are corrected by who has made them.
NOT_CORRECTED = frozenset({"handling", "hide_country", "share_iccwc", "translations"})
CORRECTABLE = tuple(
    name for name in FIELDS if name not in NOT_CORRECTED | TELLS_WHO_REPORTED
)
SAME = _("library_corrections_alert_already_says")


def title_of(name: str) -> Message:
    """What forms and pages call the field."""
    return FIELDS[name].title


def as_json(value: Any) -> Any:
    """The value of a field as programs write it; None for an empty one."""
    if IRichTextValue.providedBy(value):
        value = value.raw
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, list | tuple):
        value = [dict(one) if isinstance(one, dict) else one for one in value]
    return None if value in ("", []) else value


def kept(value: Any) -> str:
    """The value as the records keep it; equal values are equal texts."""
    return json.dumps(as_json(value), sort_keys=True, ensure_ascii=False)


def kept_now(alert: Any, name: str) -> str:
    """What the alert says in the field now, as the records would keep it."""
    return kept(getattr(alert, name))


def read_value(alert: Any, name: str, given: Any) -> Any:
    """The value that was sent, or kept, as the field stores it. Raises InvalidValues."""
    field = FIELDS[name]
    if given is NOT_SENT:
        raise invalid("value", REQUIRED)
    if given in (None, "", []):
        if field.required:
            raise invalid("value", REQUIRED)
        return (
            [] if given == [] or isinstance(field.default, list) else field.missing_value
        )
    reader = getMultiAdapter((field, alert, getRequest()), IFieldDeserializer)
    try:
        return reader(given)
    except ValidationError as error:
        raise invalid("value", *mistakes_in(error)) from error


def new_texts(alert: Any, name: str, value: Any) -> str:
    """What of the value is text that the alert does not hold yet."""
    field = FIELDS[name]
    before = set(field_texts(field, getattr(alert, name)))
    return "\n".join(one for one in field_texts(field, value) if one not in before)


def text_of(alert: Any, name: str, stored: str, language: str) -> str:
    """A value that is kept, in words, with one on a line."""
    given = json.loads(stored)
    try:
        value = None if given is None else read_value(alert, name, given)
    except InvalidValues:  # a code that is on no list any more
        return str(given)
    if IRichTextValue.providedBy(value):
        return plain_text(value.raw or "").strip()
    return "\n".join(in_words(FIELDS[name], value, language))
