"""Reads content from JSON, and reports all mistakes at once, each with its field."""

from Acquisition import aq_parent
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import (
    FieldError,
    FieldErrors,
    invalid,
    InvalidValues,
    mistakes_in,
    REQUIRED,
    shown,
)
from cites.cug.interfaces import ICugLayer
from cites.cug.web.confirmation.content_texts import stored_in, texts_in
from cites.cug.web.confirmation.decisions import (
    DECISION_KEYS,
    read_decisions,
    UNDECIDED,
)
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.restapi.request_values import CANNOT_BE_SET, read_request_values
from collections.abc import Mapping
from plone.autoform.interfaces import WRITE_PERMISSIONS_KEY
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.interfaces import ISerializeToJson
from plone.supermodel.utils import mergedTaggedValueDict
from typing import Any
from zope.component import adapter, getMultiAdapter
from zope.interface.interface import InterfaceClass
from zope.schema import getFields
from zope.schema.interfaces import ICollection


#: Keys that a client may not set: the view of the content, and whether versions are
#: kept.
CLOSED_KEYS = frozenset({"layout", "versioning_enabled"})
#: Keys that a client may send beside the fields.
SENT_KEYS = CLOSED_KEYS | {"@id", "@type", "id", "ordering", "sort", *DECISION_KEYS}
#: Keys that plone.restapi answers beside the fields.
AROUND = frozenset({"@components", "batching", "items", "items_total"})
#: Keys that the portal sets. A client may send them back unchanged.
SYSTEM_KEYS = frozenset(
    {
        "UID",
        "creators",
        "contributors",
        "rights",
        "created",
        "id",
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

SYSTEM = _("web_content_deserializer_set_portal")


def serialize(content: Any, request: Any) -> dict[str, Any]:
    """The content as JSON, without its children and expanded components."""
    writer = getMultiAdapter((content, request), ISerializeToJson)
    return writer(include_items=False, include_expansion=False)


@adapter(IDexterityContent, ICugLayer)
class ContentFromJson(DeserializeFromJson):
    """Plone's deserializer, with complete and translated errors."""

    #: Whether what is read will be stored; else it is only looked at beforehand.
    keeps = True

    def __call__(self, validate_all=False, data=None, create=False, **_options):
        if data is None:
            data = read_request_values(self.request, FieldErrors()).values
        self.refuse_other_keys(data, create)
        self.decisions = read_decisions(data)
        return super().__call__(
            validate_all, self.allowed(data), create, mask_validation_errors=False
        )

    def refuse_other_keys(self, data: Mapping[str, Any], create: bool) -> None:
        """Raise InvalidValues for keys that the portal sets, and for unknown keys."""
        fields: dict[str, Any] = {}
        closed: set[str] = set()
        for schema in iterSchemata(self.context):
            fields |= getFields(schema)
            closed |= self.closed_fields(schema)
        kept = {name for name, field in fields.items() if field.readonly} | closed
        known = SENT_KEYS | AROUND | (fields.keys() - kept)
        if not create:
            known -= {"id"}  # Plone would leave the name as it is, and answer 204
        others = [key for key in data if key not in known]
        if not others:
            return
        system = SYSTEM_KEYS | kept
        # A client may send back what it has read.
        read = {} if create else serialize(self.context, self.request)
        mistakes = [
            (shown(key), FieldError(SYSTEM if key in system else CANNOT_BE_SET))
            for key in others
            if key not in read or (key in system and data[key] != read[key])
        ]
        if mistakes:
            raise InvalidValues(sorted(mistakes))

    def closed_fields(self, schema: InterfaceClass) -> set[str]:
        """Fields that take a permission which the caller does not hold here."""
        permissions = mergedTaggedValueDict(schema, WRITE_PERMISSIONS_KEY)
        return {
            name
            for name, permission in permissions.items()
            if not self.check_permission(permission)
        }

    def allowed(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data without closed keys; a list that is null becomes empty."""
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
        # Read the stored values first, since Plone sets each value while reading.
        stored = {} if create else stored_in(self.context)
        values, errors = super().get_schema_data(data, validate_all, create)
        if errors:
            raise InvalidValues(
                [
                    (error["field"], mistake)
                    for error in errors
                    for mistake in self.mistakes(error)
                ]
            )
        place = aq_parent(self.context) if create else self.context
        self.hold_back(place, values, stored)
        return values, errors

    def hold_back(self, place: Any, values: Any, stored: dict[str, Any]) -> None:
        """Raise NonNominal for new texts with findings that are not decided about."""
        if self.decisions != UNDECIDED and not self.keeps:
            return  # it is recorded with what is stored
        fields = [
            (name, schema[name], value)
            for schema, given in values.items()
            for name, value in given.items()
        ]
        texts = texts_in(fields, stored)
        require_confirmation(place, texts, self.decisions, acting_user=caller())

    def mistakes(self, error: dict[str, Any]) -> tuple[FieldError, ...]:
        # Plone passes no exception for a null in a required field.
        if "error" not in error:
            return (FieldError(REQUIRED),)
        return tuple(mistakes_in(error["error"]))

    def handle_ordering(self, data):
        try:
            super().handle_ordering(data)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise invalid(
                "ordering", _("common_this_cannot_be_understood_error")
            ) from error
