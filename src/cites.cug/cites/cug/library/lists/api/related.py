"""REST: what has to do with an item."""

from cites.cug.access.guard import group_of
from cites.cug.library.lists.related import related_to
from cites.cug.web.restapi.services import RestService
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
