"""REST: ``{cug}/@bulletins``."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.tools.bulletins.actions import make_bulletin
from cites.cug.library.tools.bulletins.schema import FIELDS, IBulletin
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zope.component import getMultiAdapter


class BulletinsPost(RestService):
    """``POST {cug}/@bulletins``: a draft document of the items that are named; 201

    ``not_set``: the letters that stand as question marks in it.
    """

    keys = ("items", *FIELDS, *DECISION_KEYS)
    schemas = (IBulletin,)

    def reply(self) -> dict[str, Any]:
        given = {"audience": IBulletin["audience"].default, **self.body}
        made = make_bulletin(
            self.context,
            given.get("items"),
            read_values(IBulletin, given),
            acting_user=self.user_id,
            decisions=read_decisions(given),
        )
        document = made.document
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", document.absolute_url())
        return {**self.serialize_item(document), "not_set": made.not_set}

    def serialize_item(self, document: Any) -> dict[str, Any]:
        answer = getMultiAdapter((document, self.request), ISerializeToJson)()
        return {**answer, "@id": document.absolute_url()}

    def replay_response(self, done: Done) -> dict[str, Any]:
        """The draft, if it is still there and its maker may still see it."""
        name = str(done.location).rpartition("/")[2]
        document = self.context[LIBRARY_ID].get(name)
        if document is None or not may(Permission.VIEW, document):
            return {"@id": done.location}
        return self.serialize_item(document)
