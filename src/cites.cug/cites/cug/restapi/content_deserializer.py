"""Content from JSON: every mistake at once, each with the field it is in."""

import json
from Acquisition import aq_parent
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.confirmation.content_texts import stored_in
from cites.cug.confirmation.content_texts import texts_in
from cites.cug.confirmation.requirement import reason_in
from cites.cug.confirmation.requirement import require_confirmation
from cites.cug.interfaces import ICugLayer
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import mistakes_in
from cites.cug.validation.errors import REQUIRED
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.restapi.deserializer import json_body
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.exceptions import DeserializationError
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.publisher.browser import BrowserView
from zope.schema import getFields
from zope.schema.interfaces import ICollection


#: What a client may not set: the page that shows the content, and whether its versions
#: are kept.
CLOSED_KEYS = frozenset({"layout", "versioning_enabled"})
#: What the system says of content: sent back as it was read, it is left alone.
SYSTEM_KEYS = frozenset(
    {
        "UID",
        "creators",
        "contributors",
        "rights",
        "created",
        "modified",
        "effective",
        "expires",
        "review_state",
        "workflow_history",
        "local_roles",
        "__ac_local_roles__",
        "_owner",
    }
)


class InvalidContent(BadRequest):
    """Content that cannot be stored: what is wrong, by field."""

    def __init__(self, errors: list[dict[str, str]]):
        self.errors = errors
        super().__init__(" ".join(f"{e['field']}: {e['message']}" for e in errors))


def serialize(content: Any, request: Any) -> dict[str, Any]:
    """What is read of the content itself."""
    writer = getMultiAdapter((content, request), ISerializeToJson)
    return writer(include_items=False, include_expansion=False)


def field_error(request: Any, field: str, *mistakes: FieldError) -> InvalidContent:
    """The error to raise, in the reader's language."""
    errors = [
        {"field": f"{field}{place}", "message": translate(message, context=request)}
        for message, place in mistakes
    ]
    return InvalidContent(errors)


@adapter(IDexterityContent, ICugLayer)
class ContentFromJson(DeserializeFromJson):
    """Plone's, with complete and translated errors."""

    def __call__(self, validate_all=False, data=None, create=False, **_options):
        try:
            data = json_body(self.request) if data is None else data
        except DeserializationError as error:
            text = _("The request is not a JSON object.")
            raise BadRequest(translate(text, context=self.request)) from error
        self.refuse_system_keys(data, create)
        self.confirmed = reason_in(data)
        return super().__call__(
            validate_all, self.allowed(data), create, mask_validation_errors=False
        )

    def refuse_system_keys(self, data: dict[str, Any], create: bool) -> None:
        sent = SYSTEM_KEYS & data.keys()
        if not sent:
            return
        read = {} if create else serialize(self.context, self.request)
        wrong = sorted(key for key in sent if create or data[key] != read.get(key))
        if wrong:
            text = translate(_("This is set by the portal."), context=self.request)
            raise InvalidContent([{"field": key, "message": text} for key in wrong])

    def allowed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Without what is closed; no list is an empty list."""
        lists = {
            name
            for schema in iterSchemata(self.context)
            for name, field in getFields(schema).items()
            if ICollection.providedBy(field)
        }
        return {
            key: [] if value is None and key in lists else value
            for key, value in data.items()
            if key not in CLOSED_KEYS
        }

    def get_schema_data(self, data, validate_all, create=False):
        # Plone sets each value as it reads it.
        stored = {} if create else stored_in(self.context)
        values, errors = super().get_schema_data(data, validate_all, create)
        if errors:
            found = [
                {
                    "field": f"{error['field']}{place}",
                    "message": translate(message, context=self.request),
                }
                for error in errors
                for message, place in self.mistakes(error)
            ]
            raise InvalidContent(found)
        place = aq_parent(self.context) if create else self.context
        self.hold_back(place, values, stored)
        return values, errors

    def hold_back(self, place: Any, values: Any, stored: dict[str, Any]) -> None:
        """Nothing that may name somebody is kept unless the client says why."""
        fields = [
            (name, schema[name], value)
            for schema, given in values.items()
            for name, value in given.items()
        ]
        texts = texts_in(fields, stored)
        require_confirmation(place, texts, self.confirmed, acting_user=caller())

    def mistakes(self, error: dict[str, Any]) -> tuple[FieldError, ...]:
        # Only a null where something is required comes without its exception.
        if "error" not in error:
            return (FieldError(REQUIRED),)
        return tuple(mistakes_in(error["error"]))

    def handle_ordering(self, data):
        try:
            super().handle_ordering(data)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            text = _("This cannot be understood.")
            raise field_error(self.request, "ordering", FieldError(text)) from error


@adapter(InvalidContent, ICugLayer)
class InvalidContentAnswer(BrowserView):
    """``400``: one message, and the fields apart for programs."""

    def __call__(self) -> str:
        response = self.request.response
        response.setStatus(400, lock=1)
        response.setHeader("Content-Type", "application/json")
        answer = {
            "type": "BadRequest",
            "message": str(self.context),
            "errors": self.context.errors,
        }
        response.setBody(json.dumps(answer), lock=1)
        return ""
