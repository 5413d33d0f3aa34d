"""REST: what has to do with an item, and what followed it."""

from cites.cug.access.guard import group_of
from cites.cug.library.lists.related import related_to
from cites.cug.web.layout.conversation import conversation_about
from cites.cug.web.restapi.services import RestService
from datetime import UTC
from typing import Any


class RelatedGet(RestService):
    """``GET {item}/@related``: alerts that the caller may see, the nearest first."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found = related_to(group_of(self.context), self.context, self.context.UID())
        url = self.request.physicalPathToURL
        return {
            "@id": self.url,
            "items": [
                {
                    "@id": url(one.path),
                    "@type": one.row["type"],
                    "UID": one.uid,
                    "title": one.row["title"],
                    "handling": one.row["handling"],
                    "reasons": [str(reason) for reason in one.reasons],
                    "score": one.score,
                }
                for one in found
            ],
        }


class ConversationGet(RestService):
    """``GET {item}/@conversation``: what followed it, of what the caller may see."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        group_url = group_of(self.context).absolute_url()
        return {
            "@id": self.url,
            "items": [
                {
                    "@id": f"{group_url}/{one.resource}",
                    "kind": one.kind,
                    "title": self.say(one.title),
                    "author": one.author,
                    "time": one.time.astimezone(UTC).isoformat(timespec="seconds"),
                }
                for one in conversation_about(self.context)
            ],
        }
