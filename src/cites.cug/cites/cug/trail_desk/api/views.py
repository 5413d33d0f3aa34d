"""REST: the saved views of a reader of the trail."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.named_values import NamedValue
from cites.cug.core.validation.errors import invalid
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.trail_desk.saved_views import forget_view, list_views, save_view
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.services import ResourceService
from collections.abc import Mapping, Sequence
from typing import Any


class ViewsPost(ResourceService):
    """``POST {cug}/@audit/views`` ``{"name", "filters"}``: save what is searched for.

    One of the same name is replaced; 201.
    """

    keys = ("name", "filters")
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        name, filters = self.body.get("name"), self.body.get("filters")
        if not isinstance(name, str):
            raise invalid("name", _("common_enter_a_text_error"))
        if not isinstance(filters, dict):
            raise invalid("filters", _("common_send_a_json_object_error"))
        view_id = save_view(self.context, name, filters, acting_user=self.user_id)
        url = f"{self.url}/{view_id}"
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", url)
        return {"@id": url, "id": view_id}


class SavedViews(Resource):
    """Each reader has their own."""

    name = "audit/views"
    context_interface = IClosedUserGroup
    verbs = (
        Verb("GET", "", Permission.KEEP_ACCOUNTS, "one's own saved views, by name."),
        Verb("POST", "", Permission.KEEP_ACCOUNTS, service=ViewsPost),
        Verb("DELETE", "{key}", Permission.KEEP_ACCOUNTS, "one's own view; 204"),
    )
    size = None
    remove_action = staticmethod(forget_view)

    def list_items(self, filters: Mapping[str, Any]) -> list[NamedValue]:
        return list_views(self.context, self.user_id)

    def list_keys(self, items: Sequence[NamedValue]) -> dict[str, Any]:
        return {}

    def serialize_item(self, item: NamedValue) -> dict[str, Any]:
        return {"@id": f"{self.rest_url}/{item.id}", **item.named("filters")}
