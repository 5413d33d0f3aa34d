"""REST: the saved views of a reader of the trail."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid
from cites.cug.trail_desk.saved_views import forget_view, list_views, save_view
from cites.cug.web.restapi.services import RestService
from typing import Any


class ViewsGet(RestService):
    """``GET {cug}/@audit/views``: one's own saved views, by name."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        url = self.full_url
        views = list_views(self.context, self.user_id)
        items = [{"@id": f"{url}/{one.id}", **one.named("filters")} for one in views]
        return {"@id": url, "items": items}


class ViewsPost(RestService):
    """``POST {cug}/@audit/views`` ``{"name", "filters"}``: save what is searched for.

    One of the same name is replaced; 201.
    """

    keys = ("name", "filters")
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        name, filters = self.body.get("name"), self.body.get("filters")
        if not isinstance(name, str):
            raise invalid("name", _("A text is expected."))
        if not isinstance(filters, dict):
            raise invalid("filters", _("A JSON object is expected."))
        view_id = save_view(self.context, name, filters, acting_user=self.user_id)
        url = f"{self.full_url}/{view_id}"
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", url)
        return {"@id": url, "id": view_id}


class ViewDelete(RestService):
    """``DELETE {cug}/@audit/views/{id}``: one's own view; 204"""

    def reply(self) -> None:
        forget_view(self.context, self.named["key"], acting_user=self.user_id)
