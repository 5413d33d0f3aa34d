"""Items as JSON in plone.restapi's format, but faster.

plone.restapi looks up an adapter for each field, and asks the catalog for the content of
each container. An alert has some thirty simple fields, and most alerts contain nothing.
"""

from Acquisition import aq_base
from cites.cug.access.author import knows_author
from cites.cug.interfaces import ICugLayer, ILibraryItem
from cites.cug.library.items.alert import IAlert, TELLS_WHO_REPORTED
from collections.abc import Callable
from functools import lru_cache
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.restapi.bbb import boolean_value
from plone.restapi.interfaces import (
    IFieldSerializer,
    IObjectPrimaryFieldTarget,
    ISchemaSerializer,
    ISerializeToJson,
)
from plone.restapi.serializer.dxcontent import SerializeFolderToJson, SerializeToJson
from plone.restapi.serializer.schema import SerializeSchemaToJson
from plone.supermodel.utils import mergedTaggedValueDict
from typing import Any
from zope import schema
from zope.component import adapter, getMultiAdapter
from zope.interface import implementer
from zope.interface.interfaces import IInterface
from zope.schema.interfaces import IField
from zope.schema.vocabulary import getVocabularyRegistry


#: Kinds of field whose values go into JSON unchanged.
AS_IT_IS = (schema.TextLine, schema.Text, schema.Int, schema.Float, schema.Bool)
Writer = Callable[[IField, Any], Any]
#: What of a lock tells nothing of who holds it.
LOCKED = frozenset({"locked", "stealable"})


@implementer(ISerializeToJson)
@adapter(IAlert, ICugLayer)
class AlertJson(SerializeFolderToJson):
    """Asks the catalog for pictures and files only if the alert contains any."""

    def __call__(self, version=None, include_items=True, include_expansion=True):
        wanted = boolean_value(self.request.form.get("include_items", include_items))
        if len(self.context) or not wanted:
            answer = super().__call__(version, include_items, include_expansion)
            return {**answer, "lock": lock_told(self.context, answer["lock"])}
        answer = SerializeToJson.__call__(self, version, False, include_expansion)
        lock = lock_told(self.context, answer["lock"])
        empty = {"is_folderish": True, "items": [], "items_total": 0}
        return {**answer, "lock": lock, **empty}


def lock_told(item: Any, lock: dict[str, Any]) -> dict[str, Any]:
    """What the caller is told of a lock: not whose it is where the author is not told."""
    if knows_author(item):
        return lock
    return {name: value for name, value in lock.items() if name in LOCKED}


@implementer(IObjectPrimaryFieldTarget)
@adapter(IAlert, ICugLayer)
class NoFileToOpen:
    """Says at once that an alert has no primary file; plone.restapi searches for one."""

    def __init__(self, context, request):
        self.context, self.request = context, request

    def __call__(self) -> None:
        return None


@implementer(ISchemaSerializer)
@adapter(IInterface, ILibraryItem, ICugLayer)
class ItemFields(SerializeSchemaToJson):
    """Reads simple fields of the item's own schema directly from the item."""

    def __call__(self) -> dict[str, Any]:
        if not is_own(self.schema, self.context):
            return super().__call__()
        self.context._p_activate()
        stored = aq_base(self.context).__dict__
        answer: dict[str, Any] = {}
        kept = frozenset() if knows_author(self.context) else TELLS_WHO_REPORTED
        for name, field, write in plan(self.schema):
            if name in kept:
                answer[name] = None
            elif write is None:
                answer[name] = self.by_adapter(field)
            else:
                # Not dict.get: it takes time to make a default, and most items have a
                # value.
                value = stored[name] if name in stored else field.default  # noqa: SIM401
                answer[name] = None if value is None else write(field, value)
        return answer

    def by_adapter(self, field: IField) -> Any:
        return getMultiAdapter((field, self.context, self.request), IFieldSerializer)()


def is_own(fields: Any, item: Any) -> bool:
    """Whether the item's class has this schema, and readers may see all its fields."""
    protected = mergedTaggedValueDict(fields, READ_PERMISSIONS_KEY)
    return fields.implementedBy(type(aq_base(item))) and not protected


@lru_cache(maxsize=16)
def plan(fields: Any) -> list[tuple[str, IField, Writer | None]]:
    """The fields of a schema, each with the function that writes its value as JSON.

    None instead of a function: plone.restapi's adapter writes the value.
    """
    return [
        (name, field, writer(field)) for name, field in schema.getFields(fields).items()
    ]


def writer(field: IField) -> Writer | None:
    """The function that writes values of this field; None: leave it to plone.restapi."""
    if isinstance(field, AS_IT_IS):
        return lambda _field, value: value
    if isinstance(field, schema.Date):
        return lambda _field, value: value.isoformat()
    if is_coded(field):
        return write_code
    if isinstance(field, schema.List) and is_coded(field.value_type):
        return write_codes
    return None


def is_coded(field: IField) -> bool:
    """Whether the field takes a code of a named vocabulary."""
    return isinstance(field, schema.Choice) and field.vocabularyName is not None


def write_code(field: schema.Choice, code: str) -> dict[str, str] | str:
    """``{"token", "title"}`` of a code; a code that is on no list stays a text."""
    vocabulary = getVocabularyRegistry().get(None, field.vocabularyName)
    try:
        term = vocabulary.getTerm(code)
    except LookupError:
        return code
    return {"token": term.token, "title": term.title}


def write_codes(field: schema.List, codes: list[str]) -> list[dict[str, str]]:
    """``{"token", "title"}`` of each code that is on the list."""
    written = (write_code(field.value_type, code) for code in codes)
    return [code for code in written if isinstance(code, dict)]
