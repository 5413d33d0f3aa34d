"""The pages that every resource has, made of its declaration."""

from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import entries
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.core.validation.query_parameters import batch
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.below import Below, OneBelow, RemoveOne
from cites.cug.web.forms.inputs import choice, FilteredPage, Input, WORDS
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.resource.declaration import FormText, Resource
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.query_schema import read_query
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder, interfaces


class ResourcePage:
    """What the pages of a resource have in common."""

    context: Any
    request: Any
    declaration: type[Resource]

    @cached_property
    def resource(self) -> Resource:
        return self.declaration(self.context, self.request)


class ListPage(ResourcePage, FilteredPage):
    """The list, with its filters, a page at a time."""

    list_page = ViewPageTemplateFile("templates/list.pt")

    @property
    def page_title(self) -> Message:
        return self.declaration.title

    def __call__(self) -> str:
        form = self.request.form
        self.filters, self.start, self.size = {}, 0, self.declaration.size
        self.items: Sequence[Any] = ()
        try:
            self.filters = read_query(self.declaration.query_schema, form)
            self.start, self.size = batch(form, self.declaration.size)
            self.items = self.resource.list_items(self.filters)
        except InvalidValues as error:
            self.show_mistake(error)
        return self.declaration.template(self)

    @property
    def url(self) -> str:
        return self.resource.page_url

    @property
    def asked(self) -> dict[str, Any]:
        return self.filters

    @property
    def add_url(self) -> str | None:
        return f"{self.url}/add" if self.resource.may("POST") else None

    def inputs(self) -> list[Input]:
        more = self.resource.input_attributes()
        return [
            self.input(name, field, more.get(name, {}))
            for name, field in getFieldsInOrder(self.declaration.query_schema)
        ]

    def input(self, name: str, field: Any, more: Mapping[str, str]) -> Input:
        if interfaces.IChoice.providedBy(field):
            return choice(name, field.title, self.options(field))
        return Input(name, field.title, {**WORDS, **more})

    def options(self, field: Any) -> Iterable[tuple[str, Any]]:
        list_name = list_name_of(field)
        if list_name is not None:
            return entries(list_name, self.language)
        return [(term.token, term.title) for term in field.vocabulary]

    def rows(self) -> list[dict[str, Any]]:
        shown = self.items[self.start : self.start + self.size]
        return [self.row(one) for one in shown]

    def row(self, item: Any) -> dict[str, Any]:
        """An item in words, with the addresses of what the reader may do with it."""
        address = f"{self.url}/{item.id}"
        return {
            "id": item.id,
            **self.resource.row(item),
            "change": address if self.resource.may("PATCH", item) else None,
            "remove": f"{address}/remove" if self.resource.may("DELETE", item) else None,
        }

    def paging(self) -> dict[str, Any]:
        page = Batch(self.url, self.asked, self.start, self.size)
        return page.paging(len(self.items))


class ResourceForm(ResourcePage, Below, SchemaForm):
    """Base of the forms of a resource."""

    reminder = False
    text: FormText

    @property
    def below(self) -> str:  # type: ignore[override] # of each resource
        return self.declaration.name

    @property
    def id(self) -> str:  # type: ignore[override] # of each resource
        return self.declaration.form_id

    @property
    def page_title(self) -> Message:
        return self.text.title

    @property
    def submit_label(self) -> Message:
        return self.text.button

    @property
    def trail(self) -> dict[str, Message]:  # type: ignore[override] # of each resource
        return self.resource.trail

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each resource
        return self.place

    def done(self) -> None:
        self.finish(self.text.done, self.place)


class AddItemForm(ResourceForm):
    """The form to add an item, also where it stands below the list."""

    reminder = True

    @property
    def schema(self) -> Any:
        return self.declaration.schema

    def initial_values(self) -> Mapping[str, Any]:
        return self.resource.new_values()

    def handle(self, data: dict[str, Any]) -> None:
        self.resource.add(data, read_decisions(self.request.form))
        self.done()


class AddPage(AddItemForm):
    """The page to add an item, for whoever may."""

    def __call__(self) -> str:
        if not self.resource.may("POST"):
            raise Missing("add")
        return super().__call__()

    @property
    def action(self) -> str:
        return f"{self.place}/add"


class OnePage(OneBelow, ResourceForm):
    """Base of the forms about one item, for whoever may do with it what they are for."""

    method: str

    def find(self, key: str) -> Any:
        item = self.resource.find(key)
        return item if item is not None and self.is_for(item) else None

    def is_for(self, item: Any) -> bool:
        """Whether the caller may do with it what the form is for."""
        return self.resource.may(self.method, item)

    @property
    def about(self) -> str:  # type: ignore[override] # of each item
        return self.resource.item_title(self.found)


class ChangePage(OnePage):
    """Changes an item."""

    method = "PATCH"
    changes = reminder = True

    @property
    def schema(self) -> Any:
        return self.declaration.schema

    def initial_values(self) -> Mapping[str, Any]:
        return self.resource.values(self.found)

    def handle(self, data: dict[str, Any]) -> None:
        self.resource.change(self.found.id, data, read_decisions(self.request.form))
        self.done()


class RemovePage(RemoveOne, OnePage):
    """Asks before an item is removed."""

    method = "DELETE"

    def handle(self, data: dict[str, Any]) -> None:
        self.resource.remove(self.found.id)
        self.done()


PAGES: Mapping[tuple[str | None, ...], type] = {
    (): ListPage,
    ("add",): AddPage,
    (None,): ChangePage,
    (None, "remove"): RemovePage,
}


def make_pages(declaration: type[Resource]) -> type[Addresses]:
    """The addresses below the page of a resource."""

    texts = {
        ("add",): declaration.add_form,
        (None,): declaration.change_form,
        (None, "remove"): declaration.remove_form,
    }
    pages = {
        address: page
        for address, page in PAGES.items()
        if address == () or texts[address] is not None
    }

    def make(base: type, **names: Any) -> type:
        names |= {"declaration": declaration, "__module__": declaration.__module__}
        return type(f"{declaration.__name__}{base.__name__}", (base,), names)

    made = {
        address: make(page, **({"text": text} if (text := texts.get(address)) else {}))
        for address, page in {**pages, **declaration.pages}.items()
    }
    return make(Addresses, pages=made, navigation_entry=declaration.navigation_entry)
