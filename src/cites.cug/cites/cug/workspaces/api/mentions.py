"""REST: whom a topic can speak to, as whoever writes begins to type a name."""

from cites.cug.access.guard import caller
from cites.cug.restapi.services import IntakeService
from cites.cug.workspaces.mentions import mentionable
from typing import Any


MOST = 10


class MentionsGet(IntakeService):
    """``GET {topic}/@mentions?q=``: readers of the topic, and nobody else"""

    def reply(self) -> dict[str, Any]:
        q = self.request.form.get("q", "")
        found = mentionable(self.context, q if isinstance(q, str) else "", caller())
        items = [{"id": user_id, "fullname": name} for user_id, name in found[:MOST]]
        url = f"{self.context.absolute_url()}/@mentions"
        return {"@id": url, "items_total": len(found), "items": items}
