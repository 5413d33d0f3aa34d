"""The declaration of a resource.

A subclass of ``Resource`` says what the resource is called, what it is found at, its
schemas, the permission of each verb, and its actions and queries. ZCML registers all of
it with one directive, ``<cug:resource class=".resource.Directory" />``.

An instance is made for each request. Attributes hold what all requests share; methods
depend on the request or the item.
"""

from cites.cug.access.guard import caller, may
from cites.cug.access.permissions import Permission
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.web.confirmation.decisions import Decisions
from cites.cug.web.restapi.services import PAGE_SIZE, RestService
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from zope.i18nmessageid import Message


class Verb(NamedTuple):
    """An HTTP method at the name of a resource, or at an address below it."""

    method: str
    #: What follows the name: nothing, ``{key}``, ``{key}/test``.
    path: str
    permission: Permission
    #: What it does, for OpenAPI.
    description: str = ""
    #: The service, where it does something else than the verb of every resource. Without
    #: a description, it has a docstring.
    service: type[RestService] | None = None


class FormText(NamedTuple):
    """The texts of a form."""

    title: Message
    button: Message
    #: The status message after it was sent.
    done: Message


class Resource:
    """Base of the declarations."""

    #: The name of the service, without its ``@``, and of the page.
    name: ClassVar[str]
    #: The interface of the objects that it is found at.
    context_interface: ClassVar[Any]
    #: What OpenAPI calls these objects.
    place: ClassVar[str] = "{cug}"
    verbs: ClassVar[Sequence[Verb]]
    #: The fields of an item, in the forms and in JSON.
    schema: ClassVar[Any] = None
    #: The filters of the list.
    query_schema: ClassVar[Any] = None
    #: Keys of an item in JSON that depend on the caller and are not part of its ETag.
    caller_keys: ClassVar[Collection[str]] = ()
    #: Fields that take the value of ``new_values`` if a POST does not have them.
    filled_in: ClassVar[Collection[str]] = ()
    #: How many items a page of the list has. None: all are answered at once.
    size: ClassVar[int | None] = PAGE_SIZE
    #: Whether texts may name somebody; then the actions take ``decisions``.
    has_texts: ClassVar[bool] = True
    #: Called with the context, values, ``acting_user`` and ``decisions``; the new key.
    add_action: Callable[..., str]
    #: Called with the context, a key, values, ``acting_user`` and ``decisions``.
    change_action: Callable[..., Any]
    #: Called with the context, a key and ``acting_user``.
    remove_action: Callable[..., Any]

    #: The permission of the pages. None: there are none.
    page_permission: ClassVar[Permission | None] = None
    #: Its entry of the navigation (``web/layout/navigation.py``).
    navigation_entry: ClassVar[Any] = None
    title: ClassVar[Message]
    add_label: ClassVar[Message]
    #: The template of the list; it fills the slots of ``templates/list.pt``.
    template: ClassVar[Any] = None
    style_sheets: ClassVar[Sequence[str]] = ()
    scripts: ClassVar[Sequence[str]] = ()
    #: The texts of the forms; None: there is no such form.
    add_form: ClassVar[FormText | None] = None
    change_form: ClassVar[FormText | None] = None
    remove_form: ClassVar[FormText | None] = None
    #: The name of the forms, by which the ids of their inputs begin.
    form_id: ClassVar[str] = "item"
    #: Pages of its own, by their addresses as in ``Addresses``.
    pages: ClassVar[Mapping[tuple[str | None, ...], type]] = {}

    def __init__(self, context: Any, request: Any):
        self.context, self.request = context, request

    @cached_property
    def language(self) -> str:
        return reader_language()

    @cached_property
    def user_id(self) -> str:
        """Of the caller; empty for strangers."""
        return caller() or ""

    @property
    def rest_url(self) -> str:
        return f"{self.context.absolute_url()}/@{self.name}"

    @property
    def page_url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    def list_items(self, filters: Mapping[str, Any]) -> Sequence[Any]:
        """All items that the filters, values of ``query_schema``, leave."""
        raise NotImplementedError

    def list_keys(self, items: Sequence[Any]) -> dict[str, Any]:
        """What a GET of the list answers before the items."""
        return {"items_total": len(items)}

    def find(self, key: str) -> Any | None:
        """An item of the list; None if there is none."""
        return next((one for one in self.list_items({}) if one.id == key), None)

    def get(self, key: str) -> Any:
        """An item. Raises Missing."""
        item = self.find(key)
        if item is None:
            raise Missing(key)
        return item

    def serialize_item(self, item: Any) -> dict[str, Any]:
        """An item in JSON."""
        raise NotImplementedError

    def values(self, item: Any) -> dict[str, Any]:
        """The values of the fields of an item, which a form to change it begins with."""
        return {name: getattr(item, name) for name in self.schema}

    def new_values(self) -> Mapping[str, Any]:
        """The values which a form to add an item begins with."""
        return {}

    def row(self, item: Any) -> dict[str, Any]:
        """An item in words, for the template of the list."""
        raise NotImplementedError

    @property
    def trail(self) -> dict[str, Message]:
        """The pages above the forms: address below the context → title."""
        return {self.name: self.title}

    def item_title(self, item: Any) -> str:
        """What a form calls the item that it is about; nothing if it has no name."""
        return getattr(item, "name", "")

    def input_attributes(self) -> Mapping[str, Mapping[str, str]]:
        """More attributes of the inputs of filters, by their names."""
        return {}

    def check_add(self) -> None:
        """Raise Refusal if the caller, who has the permission, may not add an item."""

    def check_change(self, item: Any) -> None:
        """Raise Refusal if the caller, who has the permission, may not change it."""

    def check_remove(self, item: Any) -> None:
        """Raise Refusal if the caller, who has the permission, may not remove it."""
        self.check_change(item)

    def may(self, method: str, item: Any = None) -> bool:
        """Whether the caller may do this, with an item unless it is to add one."""
        path = "" if item is None else "{key}"
        verb = self.verb(method, path)
        if verb is None or not may(verb.permission, self.context):
            return False
        try:
            if method == "POST":
                self.check_add()
            elif method == "PATCH":
                self.check_change(item)
            elif method == "DELETE":
                self.check_remove(item)
        except Refusal:
            return False
        return True

    @classmethod
    def verb(cls, method: str, path: str) -> Verb | None:
        named = (one for one in cls.verbs if one[:2] == (method, path))
        return next(named, None)

    def add(self, values: Mapping[str, Any], decisions: Decisions) -> str:
        """Add an item; its key."""
        return self.add_action(self.context, values, **self._actor(decisions))

    def change(self, key: str, values: Mapping[str, Any], decisions: Decisions) -> None:
        self.change_action(self.context, key, values, **self._actor(decisions))

    def remove(self, key: str) -> None:
        self.remove_action(self.context, key, acting_user=self.user_id)

    def _actor(self, decisions: Decisions) -> dict[str, Any]:
        actor: dict[str, Any] = {"acting_user": self.user_id}
        return {**actor, "decisions": decisions} if self.has_texts else actor
