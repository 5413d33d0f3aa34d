"""REST: add content to a group, with an id that the portal gives."""

from Acquisition import aq_base
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.restapi.content import ContentService
from cites.cug.restapi.idempotency import Done
from plone.restapi.interfaces import IDeserializeFromJson, ISerializeToJson
from plone.restapi.services.content.utils import add, create
from typing import Any
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectCreatedEvent


class ContentPost(ContentService):
    """``POST {folder}``: like Plone's service, but the portal gives the id.

    Ids are random. Otherwise a name that is taken would tell of hidden content.
    """

    #: The query holds parameters of the answer, and the body fields of the type.
    parameters = keys = None

    def reply(self) -> dict[str, Any]:
        types = self.context.getTypeInfo().allowed_content_types
        kind = self.one_of("@type", types)
        # Raises Unauthorized (403) if the caller may not add this type here.
        item = create(self.context, kind).__of__(self.context)
        reader = getMultiAdapter((item, self.request), IDeserializeFromJson)
        reader(data=self.body, validate_all=True, create=True)
        item = aq_base(item)
        notify(ObjectCreatedEvent(item))
        item = add(self.context, item)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", item.absolute_url())
        return self.shown(item)

    def shown(self, item: Any) -> dict[str, Any]:
        answer = getMultiAdapter((item, self.request), ISerializeToJson)()
        return {**answer, "@id": item.absolute_url()}

    def again(self, done: Done) -> dict[str, Any]:
        """The item, if it is still there and its maker may still see it."""
        name = str(done.location).rpartition("/")[2]
        item = self.context.get(name)
        if item is None or not may(Permission.VIEW, item):
            return {"@id": done.location}
        return self.shown(item)
