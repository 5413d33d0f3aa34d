"""Our interface for programs, to be read: all calls, and each one by itself."""

import json
from cites.cug import _
from cites.cug.core.validation.errors import Missing
from cites.cug.exchange.openapi.document import build_document
from cites.cug.web.layout.page import Page
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from urllib.parse import urlencode


#: Parts of the interface in the order of the page.
PARTS = {
    "library": _("common_library_link"),
    "exchange": _("exchange_interface_exchange_with_other_systems"),
    "messaging": _("common_messages"),
    "permits": _("common_permits_link"),
    "workspaces": _("common_workspaces_title"),
    "membership": _("common_members_link"),
    "home": _("exchange_interface_start_page_and_search"),
    "login": _("exchange_interface_your_account"),
    "mailing": _("common_email_notifications_title"),
    "trail_desk": _("common_audit_trail_link"),
    "codelist_editor": _("common_list_of_taxa_title"),
    "reports": _("common_words_no_names_title"),
    "restapi": _("exchange_interface_content_and_texts"),
}


class Call(NamedTuple):
    """A verb at an address."""

    name: str
    verb: str
    path: str
    #: As ``@openapi`` describes it.
    told: dict[str, Any]
    url: str


class InterfacePage(Page):
    """``/interface``: all calls; ``?call=`` one of them. Nothing of any content."""

    template = ViewPageTemplateFile("templates/interface.pt")
    call: Call | None = None

    def __call__(self) -> str:
        name = self.request.form.get("call")
        if name is not None:
            self.call = next((one for one in self.calls if one.name == name), None)
            if self.call is None:
                raise Missing("call")
        return self.template()

    @property
    def page_title(self) -> Any:
        if self.call is not None:
            return f"{self.call.verb} {self.call.path}"
        return _("common_interface_for_programs_link")

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/interface"

    @cached_property
    def document(self) -> dict[str, Any]:
        return build_document(self.context.absolute_url())

    @cached_property
    def calls(self) -> list[Call]:
        return [
            Call(
                told["operationId"],
                verb.upper(),
                path,
                told,
                f"{self.url}?{urlencode({'call': told['operationId']})}",
            )
            for path, methods in self.document["paths"].items()
            for verb, told in methods.items()
        ]

    def parts(self) -> list[dict[str, Any]]:
        found: dict[str, list[Call]] = {name: [] for name in PARTS}
        for one in self.calls:
            found.setdefault(one.told["tags"][0], []).append(one)
        return [
            {"id": name, "title": PARTS.get(name, name), "calls": calls}
            for name, calls in found.items()
            if calls
        ]

    # One call

    def scopes(self) -> list[str]:
        """The scopes of tokens that open it."""
        security = self.call.told.get("security", []) if self.call else []
        return [scope for one in security for scope in one.get("token", [])]

    def parameters(self) -> list[dict[str, str]]:
        told = self.call.told["parameters"] if self.call else []
        return [
            {"name": one["name"], "in": one["in"], "taken": _values(one["schema"])}
            for one in told
        ]

    def keys(self) -> list[dict[str, str]]:
        """The keys of its body; none where these are those of a type of content."""
        schema = self.content("requestBody").get("schema", {})
        keys = schema.get("properties", {})
        return [{"name": name, "taken": _values(one)} for name, one in keys.items()]

    def content(self, name: str) -> dict[str, Any]:
        told = self.call.told.get(name, {}) if self.call else {}
        return told.get("content", {}).get("application/json", {})

    def sent(self) -> str | None:
        return _example(self.content("requestBody"))

    def answered(self) -> list[dict[str, Any]]:
        """Each answer with its status; an example where one was recorded."""
        answers = self.call.told["responses"] if self.call else {}
        return [
            {
                "status": status,
                "kinds": ", ".join(told.get("content", {})),
                "example": _example(told.get("content", {}).get("application/json", {})),
            }
            for status, told in answers.items()
            if status.startswith("2")
        ]


def _values(schema: dict[str, Any]) -> str:
    """In short which values there are: type, codes and limits, also of an array's."""
    kinds = schema.get("type", "")
    kind = " | ".join(kinds) if isinstance(kinds, list) else kinds
    codes = [str(one) for one in schema.get("enum", ()) if one is not None]
    limits = [
        f"{name}: {schema[name]}"
        for name in ("format", "minimum", "maximum", "maxLength", "minItems", "maxItems")
        if name in schema
    ]
    of_items = _values(schema["items"]) if "items" in schema else ""
    return "; ".join(filter(None, (kind, *limits, of_items, ", ".join(codes))))


def _example(content: dict[str, Any]) -> str | None:
    if "example" not in content:
        return None
    return json.dumps(content["example"], indent=2, ensure_ascii=False)
