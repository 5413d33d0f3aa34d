"""REST: new content of a group, with a name that the system gives."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.uploads.cleaning_notices import removed_from
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.services import Service
from plone.restapi.services.content.utils import add
from plone.restapi.services.content.utils import create
from typing import Any
from zExceptions import BadRequest
from zope.component import getMultiAdapter
from zope.event import notify
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectCreatedEvent


class ContentPost(Service):
    """``POST {folder}``: like Plone's, but the system gives the id.

    Ids are random, so that a name already taken tells nothing. What else a client may not
    set (``UID``, ``creators``, ``review_state``) is no field and so is left alone.
    """

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        data = self.data()
        # Holds the caller to what may be added here; else 403.
        item = create(self.context, self.type_name(data)).__of__(self.context)
        reader = getMultiAdapter((item, self.request), IDeserializeFromJson)
        reader(data=data, validate_all=True, create=True)
        item = aq_base(item)
        notify(ObjectCreatedEvent(item))
        item = add(self.context, item)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", item.absolute_url())
        answer = getMultiAdapter((item, self.request), ISerializeToJson)()
        told = removed_from(self.request)
        return {**answer, "@id": item.absolute_url(), **told}

    def data(self) -> dict[str, Any]:
        try:
            return json_body(self.request)
        except DeserializationError:
            raise self.refused(_("The request is not a JSON object.")) from None

    def type_name(self, data: dict[str, Any]) -> str:
        name = data.get("@type")
        known = self.context.getTypeInfo().allowed_content_types
        if name not in known:
            text = _(
                "@type: one of these is expected here: ${types}.",
                mapping={"types": ", ".join(known)},
            )
            raise self.refused(text)
        return name

    def refused(self, text: Message) -> BadRequest:
        return BadRequest(translate(text, context=self.request))
