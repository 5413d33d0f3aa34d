"""The REST services that every resource has, made of its declaration."""

from cites.cug.core.validation.query_parameters import batch
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.items import ItemService, OneItemService
from cites.cug.web.restapi.query_schema import read_query
from cites.cug.web.restapi.services import BATCH
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from zope.schema import getFieldNamesInOrder


class ResourceService(ItemService):
    """Base of the services."""

    declaration: type[Resource]

    @classmethod
    def describe(cls, declaration: type[Resource]) -> dict[str, Any]:
        """The attributes of the service of a resource that depend on its declaration."""
        return {}

    @cached_property
    def resource(self) -> Resource:
        return self.declaration(self.context, self.request)

    @property
    def url(self) -> str:
        return self.resource.rest_url

    def get_item(self, key: str) -> dict[str, Any]:
        return self.resource.serialize_item(self.resource.get(key))


class WritingService(ResourceService):
    """Base of what takes the values of an item."""

    @classmethod
    def describe(cls, declaration: type[Resource]) -> dict[str, Any]:
        names = getFieldNamesInOrder(declaration.schema)
        more = (*DECISION_KEYS,) if declaration.has_texts else ()
        return {"keys": (*names, *more), "schemas": (declaration.schema,)}

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return read_values(self.declaration.schema, given)


class ListGet(ResourceService):
    """The list, filtered, and a page at a time if the resource says so."""

    tagged = True

    @classmethod
    def describe(cls, declaration: type[Resource]) -> dict[str, Any]:
        schema = declaration.query_schema
        filters = [] if schema is None else getFieldNamesInOrder(schema)
        pages = () if declaration.size is None else BATCH
        return {"parameters": (*filters, *pages), "query_schema": schema}

    def reply(self) -> dict[str, Any]:
        resource, form = self.resource, self.request.form
        filters = {}
        if resource.query_schema is not None:
            filters = read_query(resource.query_schema, form)
        if resource.size is None:
            items = resource.list_items(filters)
            return self.answer(self.url, items, items)
        start, size = batch(form, resource.size)
        items = resource.list_items(filters)
        page = Batch(self.url, form, start, size)
        shown = items[start : start + size]
        return {
            **self.answer(page.address(), items, shown),
            **page.links(len(items)),
        }

    def answer(self, url: str, items: Any, shown: Any) -> dict[str, Any]:
        return {
            "@id": url,
            **self.resource.list_keys(items),
            "items": [self.resource.serialize_item(one) for one in shown],
        }


class ListPost(WritingService):
    """Adds an item."""

    def check_caller(self) -> None:
        self.resource.check_add()

    def reply(self) -> dict[str, Any]:
        given, usual = self.body, self.resource.new_values()
        for name in self.declaration.filled_in:
            given[name] = given.get(name) or usual[name]
        return self.created(self.resource.add(self.read(given), read_decisions(given)))


class OneService(OneItemService, ResourceService):
    """Base of what is done with one item."""

    @property
    def of_others(self) -> Any:  # type: ignore[override] # of each resource
        return self.declaration.caller_keys


class OneGet(OneService):
    """One item."""

    tagged = True


class OnePatch(OneService, WritingService):
    """Changes an item; fields that are not sent keep their values."""

    def check_caller(self) -> None:
        self.resource.check_change(self.resource.get(self.key))

    def reply(self) -> None:
        given, stands = self.body, self.get_item(self.key)
        kept = {name: stands[name] for name in self.declaration.schema}
        self.resource.change(self.key, self.read(kept | given), read_decisions(given))


class ListedDelete(ResourceService):
    """Removes an item that only the list shows: it has no ETag of its own."""

    def reply(self) -> None:
        self.resource.remove(self.key)


class OneDelete(OneService, ListedDelete):
    """Removes an item."""

    reply = ListedDelete.reply

    def check_caller(self) -> None:
        self.resource.check_remove(self.resource.get(self.key))


SERVICES: Mapping[tuple[str, str], type[ResourceService]] = {
    ("GET", ""): ListGet,
    ("POST", ""): ListPost,
    ("GET", "{key}"): OneGet,
    ("PATCH", "{key}"): OnePatch,
    ("DELETE", "{key}"): OneDelete,
}


def make_service(declaration: type[Resource], verb: Verb, call: str) -> type:
    """The service of a verb, which OpenAPI calls ``call``."""
    base: Any = verb.service or SERVICES[verb.method, verb.path]
    if base is OneDelete and declaration.verb("GET", "{key}") is None:
        base = ListedDelete
    # A description may begin with the body.
    mark = "" if verb.description.startswith("``") else ":"
    names: dict[str, Any] = {
        "declaration": declaration,
        "__module__": declaration.__module__,
        "__doc__": f"``{call}``{mark} {verb.description}",
    }
    if not verb.description:
        names["__doc__"] = base.__doc__
    if verb.service is None:
        names |= base.describe(declaration)
    return type(f"{declaration.__name__}{base.__name__}", (base,), names)
