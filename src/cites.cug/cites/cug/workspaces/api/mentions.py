"""REST: the members who can be mentioned in a topic."""

from cites.cug.core.validation.query_parameters import word
from cites.cug.web.restapi.services import RestService
from cites.cug.workspaces.mentions import mentionable
from typing import Any


MOST = 10


class MentionsGet(RestService):
    """``GET {topic}/@mentions?q=``: other readers of the topic whose names begin so."""

    tagged = True
    parameters = ("q",)

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        q = word(form, "q") if "q" in form else ""
        found = mentionable(self.context, q, self.user_id)
        items = [{"id": user_id, "fullname": name} for user_id, name in found[:MOST]]
        return {"@id": self.url, "items_total": len(found), "items": items}
