"""A topic from and to JSON. An earlier text is kept when a topic is changed."""

from cites.cug.access.guard import caller
from cites.cug.interfaces import ICugLayer, ITopic
from cites.cug.web.restapi.content_deserializer import ContentFromJson
from cites.cug.workspaces.actions.topics import topic_edited
from cites.cug.workspaces.edit_history import earlier
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.dxcontent import SerializeFolderToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@adapter(ITopic, ICugLayer)
class TopicFromJson(ContentFromJson):
    """Keeps title and text as they were before the change."""

    def __call__(self, validate_all=False, data=None, create=False, **options):
        given = (validate_all, data, create)
        if create:
            return super().__call__(*given, **options)
        with topic_edited(self.context, acting_user=caller()):
            return super().__call__(*given, **options)


@implementer(ISerializeToJson)
@adapter(ITopic, ICugLayer)
class TopicJson(SerializeFolderToJson):
    """Adds ``edited``: whether the topic was changed after it was written."""

    def __call__(self, *args: Any, **options: Any) -> dict[str, Any]:
        answer = super().__call__(*args, **options)
        return {**answer, "edited": bool(earlier(self.context))}
