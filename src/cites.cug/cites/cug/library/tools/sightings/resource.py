"""Sightings of what an alert is about: ``{alert}/sightings``, ``{alert}/@sightings``."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.browser.content import ContentPage
from cites.cug.library.tools.sightings.actions import (
    add_sighting,
    change_sighting,
    is_for_all_readers,
    may_change,
    may_open,
    may_remove,
    NOT_OPEN,
    open_sighting,
    own_country,
    remove_sighting,
    require_change,
    require_open,
    require_opening,
    require_removal,
    takes_sightings,
)
from cites.cug.library.tools.sightings.queries import (
    by_country,
    countries_in_words,
    find_sighting,
    SightingLine,
    sightings_of,
)
from cites.cug.library.tools.sightings.schema import ISighting
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.layout.lists import enumeration
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import day, moment
from cites.cug.web.resource.declaration import FormText, Resource, Verb
from cites.cug.web.resource.pages import AddItemForm, ChangePage, OnePage
from cites.cug.web.resource.services import OneService
from collections.abc import Mapping, Sequence
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


READ_BY = _("library_sightings_read_now_members_whoever_text")
NOT_BY_ALL = _("library_sightings_all_read_alert_now_text")


def readers_now(page: Any) -> dict[str, str]:
    """The readers of the alert, in words."""
    content = ContentPage(page.context, page.request)
    shown = content.audience
    words = [translate(one, context=page.request) for one in shown["readers"]]
    return {
        "readers": enumeration(words, content.language),
        "number": str(shown["members"]),
    }


class SightingsPage(AddItemForm):
    """``{alert}/sightings``: for whoever may read the alert."""

    index = ViewPageTemplateFile("templates/sightings.pt")
    holds_back = True
    begins_at = "note"
    text = FormText(
        _("library_seen_here_too_heading"),
        _("library_sightings_add_the_sighting"),
        _("library_sighting_added"),
    )

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each alert
        return (_(READ_BY, mapping=readers_now(self)),)

    @property
    def action(self) -> str:
        return self.place

    @property
    def obstacle(self) -> Message | None:
        return None if takes_sightings(self.context) else NOT_OPEN

    @cached_property
    def found(self) -> list[SightingLine]:
        return sightings_of(self.context)

    def countries(self) -> list[dict[str, Any]]:
        return countries_in_words(self.found, self.language)

    def rows(self) -> list[dict[str, Any]]:
        names = full_names({one.user_id for one in self.found})
        return [{**self.shown(one), "who": names[one.user_id]} for one in self.found]

    def shown(self, one: SightingLine) -> dict[str, Any]:
        """A sighting in words, with the addresses of what the reader may do with it."""
        quantity, address = one.quantity, f"{self.place}/{one.id}"
        may_widen = may_open(self.context, one, self.user_id)
        return {
            "country": title("country", one.country, self.language),
            "day": one.day and day(one.day, self.language),
            "quantity": None if quantity is None else number(quantity, self.language),
            "note": one.note,
            "time": moment(one.time, self.language),
            "is_changed": one.changed != one.time,
            "change": address if self.resource.may("PATCH", one) else None,
            "remove": f"{address}/remove" if self.resource.may("DELETE", one) else None,
            "open": f"{address}/open" if may_widen else None,
        }


class ChangeSighting(ChangePage):
    """``{alert}/sightings/<id>``: correct one's own sighting."""

    reminder = False
    holds_back = True

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each one
        if is_for_all_readers(self.context, self.found):
            return (_(READ_BY, mapping=readers_now(self)),)
        return (NOT_BY_ALL,)


class OpenSighting(ConfirmForm, OnePage):
    """``{alert}/sightings/<id>/open``: by who has added it, and the Secretariat."""

    suffix = "/open"
    submit_class = "primary"
    text = FormText(
        _("library_sightings_open_sighting_all_read_text"),
        _("library_sightings_open_all_them"),
        _("library_sightings_all_read_alert_read_text"),
    )

    def is_for(self, item: SightingLine) -> bool:
        return may_open(self.context, item, self.user_id)

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each one
        shown = _(
            "library_sightings_read_alert_now_members_text", mapping=readers_now(self)
        )
        return (shown,)

    @property
    def about_url(self) -> str:  # type: ignore[override] # of each alert
        return self.url

    def current_state(self) -> Mapping[str, Any]:
        """What it says, and to whom: the alert may have got more readers meanwhile."""
        return {"sighting.changed": self.found.changed, **readers_now(self)}

    def handle(self, data: dict[str, Any]) -> None:
        open_sighting(self.context, self.found.id, acting_user=self.user_id)
        self.done()


class SightingOpen(OneService):
    """``POST {alert}/@sightings/{id}/open``: to all who read the alert now; by who has
    added it, and the Secretariat.
    """

    def check_caller(self) -> None:
        item = self.resource.get(self.key)
        require_opening(self.context, item, self.user_id)

    def reply(self) -> dict[str, Any]:
        open_sighting(self.context, self.key, acting_user=self.user_id)
        return self.get_item(self.key)


class Sightings(Resource):
    """Whoever may read an alert reads its sightings, and may add one."""

    name = "sightings"
    context_interface = IAlert
    place = "{alert}"
    verbs = (
        Verb("GET", "", Permission.READ, "those for the caller, the latest first."),
        Verb(
            "POST",
            "",
            Permission.READ,
            '``{"country", "date", …}``: seen here too; 201',
        ),
        Verb("GET", "{key}", Permission.READ, "one sighting."),
        Verb("PATCH", "{key}", Permission.READ, "correct one's own; 204"),
        Verb(
            "DELETE",
            "{key}",
            Permission.READ,
            "one's own, as the Secretariat any; 204",
        ),
        Verb("POST", "{key}/open", Permission.READ, service=SightingOpen),
    )
    schema = ISighting
    size = None
    caller_keys = frozenset(
        {"for_all_readers", "is_deletable", "is_editable", "is_openable"}
    )
    filled_in = frozenset({"country"})
    add_action = staticmethod(add_sighting)
    change_action = staticmethod(change_sighting)
    remove_action = staticmethod(remove_sighting)

    page_permission = Permission.READ
    title = SightingsPage.text.title
    form_id = "sighting"
    change_form = FormText(
        _("library_sightings_correct_your_sighting"),
        _("common_save_label"),
        _("common_changes_saved"),
    )
    remove_form = FormText(
        _("library_sightings_remove_this_sighting"),
        _("common_remove_label"),
        _("library_sighting_removed"),
    )
    pages = {
        (): SightingsPage,
        (None,): ChangeSighting,
        (None, "open"): OpenSighting,
    }

    @property
    def trail(self) -> dict[str, Message]:
        return {"view": self.context.title, **super().trail}

    def list_items(self, filters: Mapping[str, Any]) -> list[SightingLine]:
        return sightings_of(self.context)

    def list_keys(self, items: Sequence[SightingLine]) -> dict[str, Any]:
        may_add = takes_sightings(self.context)
        total = super().list_keys(items)
        return {**total, "countries": by_country(items), "may_add": may_add}

    def find(self, key: str) -> SightingLine | None:
        return find_sighting(self.context, key)

    def check_add(self) -> None:
        require_open(self.context)

    def check_change(self, item: SightingLine) -> None:
        require_change(self.context, item, self.user_id)

    def check_remove(self, item: SightingLine) -> None:
        require_removal(self.context, item, self.user_id)

    def new_values(self) -> Mapping[str, Any]:
        return {"country": own_country(self.context, self.user_id)}

    def values(self, item: SightingLine) -> dict[str, Any]:
        return {**item._asdict(), "date": item.day}

    def serialize_item(self, item: SightingLine) -> dict[str, Any]:
        return {
            "@id": f"{self.rest_url}/{item.id}",
            "id": item.id,
            "author": item.user_id,
            "country": item.country,
            "date": item.day and item.day.isoformat(),
            "quantity": item.quantity,
            "note": item.note,
            "created": item.time.isoformat(),
            "modified": item.changed.isoformat(),
            "is_editable": may_change(self.context, item, self.user_id),
            "is_deletable": may_remove(self.context, item, self.user_id),
            "for_all_readers": is_for_all_readers(self.context, item),
            "is_openable": may_open(self.context, item, self.user_id),
        }
