"""REST: what the caller follows in a group."""

from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import Missing
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.library.tools.follows.actions import follow, stop_following
from cites.cug.library.tools.follows.fields import Field
from cites.cug.library.tools.follows.queries import news_of, own_follows, OwnFollow
from cites.cug.library.tools.follows.words import shown
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.services import ResourceService
from cites.cug.web.restapi.idempotency import Done
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, UTC
from functools import cached_property
from typing import Any


class FollowsPost(ResourceService):
    """``POST {cug}/@follows`` ``{"field", "value"}``: follow it; 201, 200 if it was."""

    keys = ("field", "value")

    def reply(self) -> dict[str, Any]:
        field = Field(self.one_of("field", [one.value for one in Field]))
        value = self.body.get("value")
        made, is_new = follow(self.context, field, value, acting_user=self.user_id)
        self.request.response.setStatus(201 if is_new else 200)
        self.request.response.setHeader("Location", f"{self.url}/{made}")
        return self.get_item(made)

    def replay_response(self, done: Done) -> dict[str, Any]:
        """What is followed; its address alone, where that has ended meanwhile."""
        try:
            return self.get_item(str(done.location).rpartition("/")[2])
        except Missing:
            return {"@id": done.location}


class Follows(Resource):
    """What others follow is answered like what nobody follows."""

    name = "follows"
    context_interface = IClosedUserGroup
    verbs = (
        Verb("GET", "", Permission.USE_MESSAGES, "what the caller follows."),
        Verb("POST", "", Permission.USE_MESSAGES, service=FollowsPost),
        Verb("DELETE", "{key}", Permission.USE_MESSAGES, "follow it no more; 204"),
    )
    size = None
    remove_action = staticmethod(stop_following)

    @cached_property
    def news(self) -> Counter[str]:
        return news_of(self.context, self.user_id, datetime.now(UTC)).by_follow

    def list_items(self, filters: Mapping[str, Any]) -> list[OwnFollow]:
        return own_follows(self.context, self.user_id)

    def serialize_item(self, item: OwnFollow) -> dict[str, Any]:
        return {
            "@id": f"{self.rest_url}/{item.id}",
            "id": item.id,
            "field": item.field,
            "value": item.value,
            "title": shown(self.context, item.field, item.value, self.language)["title"],
            "created": item.created.isoformat(),
            "unread": self.news[item.id],
        }
