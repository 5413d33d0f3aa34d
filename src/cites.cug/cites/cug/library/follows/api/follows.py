"""REST: what the caller follows in a group."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.library.follows.actions import follow, stop_following
from cites.cug.library.follows.fields import Field
from cites.cug.library.follows.queries import news_of, own_follows, OwnFollow
from cites.cug.library.follows.words import shown
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from datetime import datetime, UTC
from typing import Any


class FollowsService(RestService):
    """What others follow is answered like what nobody follows."""

    def items(self) -> list[dict[str, Any]]:
        found = own_follows(self.context, self.user_id)
        news = news_of(self.context, self.user_id, datetime.now(UTC)).by_follow
        return [self.item(one, news[one.id]) for one in found]

    def item(self, one: OwnFollow, unread: int) -> dict[str, Any]:
        return {
            "@id": f"{self.url}/{one.id}",
            "id": one.id,
            "field": one.field,
            "value": one.value,
            "title": shown(one.field, one.value, reader_language())["title"],
            "created": one.created.isoformat(),
            "unread": unread,
        }

    def get_item(self, follow_id: str) -> dict[str, Any]:
        for item in self.items():
            if item["id"] == follow_id:
                return item
        raise Missing(follow_id)


class FollowsGet(FollowsService):
    """``GET {cug}/@follows``: what the caller follows."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        items = self.items()
        return {"@id": self.url, "items_total": len(items), "items": items}


class FollowsPost(FollowsService):
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


class FollowDelete(FollowsService):
    """``DELETE {cug}/@follows/{id}``: follow it no more; 204"""

    def reply(self) -> None:
        stop_following(self.context, self.named["key"], acting_user=self.user_id)
