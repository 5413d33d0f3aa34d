"""REST: add content to a group, with an id that the portal gives."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.plone_internals.adding import added_lightly
from cites.cug.core.validation.errors import invalid, shown
from cites.cug.interfaces import ILibraryItem
from cites.cug.web.restapi.content import ContentService
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.request_values import FormGiven, json_object, NO_OBJECT
from cites.cug.web.uploads.request_limits import refuse_deep
from collections.abc import Collection
from functools import cached_property
from plone.restapi.interfaces import IDeserializeFromJson, ISerializeToJson
from plone.restapi.services.content.utils import add, create
from typing import Any
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectCreatedEvent
from ZPublisher.HTTPRequest import FileUpload


class ContentPost(ContentService):
    """``POST {folder}``: like Plone's service, but the portal gives the id.

    Ids are random. Otherwise a name that is taken would tell of hidden content.
    """

    #: The query holds parameters of the answer, and the body fields of the type.
    parameters: Collection[str] | None = None
    keys: Collection[str] | None = None
    takes_forms = True

    @cached_property
    def body(self) -> dict[str, Any]:
        """Of a form: the object in its part ``json``, and a file for each other part.

        So large files come in without being held in memory, as a JSON body is.
        """
        values = super().body
        if not isinstance(self.body_values, FormGiven):
            return values
        # Bytes that are no UTF-8 stand in the form as surrogates.
        text = str(values.pop("json", "")).encode("utf-8", "surrogateescape")
        refuse_deep(text, self.request)
        sent = json_object(text)
        if sent is None:
            raise invalid("json", NO_OBJECT)
        for name, value in values.items():
            if not isinstance(value, FileUpload):
                raise invalid(shown(name), _("common_add_a_file_error"))
        return sent | values

    def read_item(self, *, keeps: bool) -> Any:
        """Make the item that is sent, and put it nowhere. Raises Refusal.

        ``keeps``: whether it will be stored, so that what is confirmed is recorded.
        """
        types = self.context.getTypeInfo().allowed_content_types
        kind = self.one_of("@type", types)
        # Raises Unauthorized (403) if the caller may not add this type here.
        item = create(self.context, kind).__of__(self.context)
        reader = getMultiAdapter((item, self.request), IDeserializeFromJson)
        reader.keeps = keeps
        reader(data=self.body, validate_all=True, create=True)
        return aq_base(item)

    def reply(self) -> dict[str, Any]:
        item = self.read_item(keeps=True)
        notify(ObjectCreatedEvent(item))
        with added_lightly(item, ILibraryItem.providedBy(item)):
            item = add(self.context, item)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", item.absolute_url())
        return self.serialize_item(item)

    def serialize_item(self, item: Any) -> dict[str, Any]:
        answer = getMultiAdapter((item, self.request), ISerializeToJson)()
        return {**answer, "@id": item.absolute_url()}

    def replay_response(self, done: Done) -> dict[str, Any]:
        """The item, if it is still there and its maker may still see it."""
        name = str(done.location).rpartition("/")[2]
        item = self.context.get(name)
        if item is None or not may(Permission.VIEW, item):
            return {"@id": done.location}
        return self.serialize_item(item)
