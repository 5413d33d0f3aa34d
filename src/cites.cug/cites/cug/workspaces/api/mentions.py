"""REST: the members who can be mentioned in a topic."""

from cites.cug.access.guard import caller
from cites.cug.restapi.services import IntakeService
from cites.cug.workspaces.mentions import mentionable
from typing import Any


MOST = 10


class MentionsGet(IntakeService):
    """``GET {topic}/@mentions?q=``: other readers of the topic whose names begin so."""

    def reply(self) -> dict[str, Any]:
        q = self.request.form.get("q", "")
        found = mentionable(self.context, q if isinstance(q, str) else "", caller())
        items = [{"id": user_id, "fullname": name} for user_id, name in found[:MOST]]
        url = f"{self.context.absolute_url()}/@mentions"
        return {"@id": url, "items_total": len(found), "items": items}
