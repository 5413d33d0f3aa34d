"""Pages: an alert's sightings, with the form to add one, and to correct or remove one."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.library.browser.content import ContentPage
from cites.cug.library.sightings.actions import (
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
    takes_sightings,
)
from cites.cug.library.sightings.queries import (
    by_country,
    find_sighting,
    SightingLine,
    sightings_of,
)
from cites.cug.library.sightings.schema import ISighting
from cites.cug.web.confirmation.requirement import reason_in
from cites.cug.web.forms.below import Below, OneBelow, RemoveOne
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import day, moment
from collections.abc import Iterable, Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


PLACE = "sightings"
READ_BY = _(
    "Can be read now by: ${readers}. Members: ${number}. Whoever the alert is opened to"
    " later reads it only if you or the Secretariat agree."
)
NOT_BY_ALL = _(
    "Not all who can read the alert now read your sighting: it was written before the"
    " alert was opened to them."
)


def countries_in_words(
    sightings: Iterable[SightingLine], language: str
) -> list[dict[str, Any]]:
    """From where how many sightings are."""
    return [
        {"title": title("country", country, language), "number": count}
        for country, count in by_country(sightings).items()
    ]


class SightingForm(Below, SchemaForm):
    """Base of the forms about sightings of the alert that they stand at."""

    below = PLACE
    reminder = False
    id = "sighting"

    def readers_now(self) -> dict[str, str]:
        """The readers of the alert, in words."""
        shown = ContentPage(self.context, self.request).audience
        words = [translate(one, context=self.request) for one in shown["readers"]]
        return {"readers": ", ".join(words), "number": str(shown["members"])}


class SightingsPage(SightingForm):
    """``{alert}/sightings``: for whoever may read the alert."""

    index = ViewPageTemplateFile("templates/sightings.pt")
    schema = ISighting
    page_title = _("Seen here too")
    reminder = holds_back = True
    submit_label = _("Add the sighting")

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each alert
        return (_(READ_BY, mapping=self.readers_now()),)

    @property
    def action(self) -> str:
        return self.place

    @property
    def obstacle(self) -> Message | None:
        return None if takes_sightings(self.context) else NOT_OPEN

    def initial_values(self) -> Mapping[str, Any]:
        return {"country": own_country(self.context, self.user_id)}

    def handle(self, data: dict[str, Any]) -> None:
        add_sighting(
            self.context,
            data,
            acting_user=self.user_id,
            confirmed=reason_in(self.request.form),
        )
        self.finish(_("Your sighting has been added."), self.place)

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
        may_edit = may_change(self.context, one, self.user_id)
        may_drop = may_remove(self.context, one, self.user_id)
        may_widen = may_open(self.context, one, self.user_id)
        return {
            "country": title("country", one.country, self.language),
            "day": one.day and day(one.day, self.language),
            "quantity": None if quantity is None else number(quantity, self.language),
            "note": one.note,
            "time": moment(one.time, self.language),
            "is_changed": one.changed != one.time,
            "change": address if may_edit else None,
            "remove": f"{address}/remove" if may_drop else None,
            "open": f"{address}/open" if may_widen else None,
        }


class OneSighting(OneBelow, SightingForm):
    """Base of the forms about one sighting."""

    def find(self, key: str) -> SightingLine | None:
        found = find_sighting(self.context, key)
        return found if found is not None and self.is_for(found) else None

    def is_for(self, found: SightingLine) -> bool:
        """Whether the caller may do with it what the form is for."""
        raise NotImplementedError

    @property
    def trail(self) -> dict[str, Message]:  # type: ignore[override] # of each alert
        return {"view": self.context.title, PLACE: SightingsPage.page_title}


class ChangeSighting(OneSighting):
    """``{alert}/sightings/<id>``: correct one's own sighting."""

    schema = ISighting
    page_title = _("Correct your sighting")
    changes = holds_back = True

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each one
        if is_for_all_readers(self.context, self.found):
            return (_(READ_BY, mapping=self.readers_now()),)
        return (NOT_BY_ALL,)

    def is_for(self, found: SightingLine) -> bool:
        return may_change(self.context, found, self.user_id)

    def initial_values(self) -> Mapping[str, Any]:
        one = self.found
        return {
            "country": one.country,
            "date": one.day,
            "quantity": one.quantity,
            "note": one.note,
        }

    def handle(self, data: dict[str, Any]) -> None:
        change_sighting(
            self.context,
            self.found.id,
            data,
            acting_user=self.user_id,
            confirmed=reason_in(self.request.form),
        )
        self.finish(_("Changes saved."), self.place)


class OpenSighting(ConfirmForm, OneSighting):
    """``{alert}/sightings/<id>/open``: by who has added it, and the Secretariat."""

    suffix = "/open"
    page_title = _("Open this sighting to all who can read the alert?")
    submit_label = _("Open it to all of them")
    submit_class = "primary"

    def is_for(self, found: SightingLine) -> bool:
        return may_open(self.context, found, self.user_id)

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each one
        shown = _(
            "These can read the alert now: ${readers}. Members: ${number}. They will read"
            " country, day, quantity and note, and who has added it.",
            mapping=self.readers_now(),
        )
        return (shown,)

    def handle(self, data: dict[str, Any]) -> None:
        open_sighting(self.context, self.found.id, acting_user=self.user_id)
        self.finish(_("All who can read the alert can read the sighting."), self.place)


class RemoveSighting(RemoveOne, OneSighting):
    """``{alert}/sightings/<id>/remove``: one's own; for the Secretariat, any."""

    page_title = _("Remove this sighting?")
    submit_label = _("Remove")

    def is_for(self, found: SightingLine) -> bool:
        return may_remove(self.context, found, self.user_id)

    def handle(self, data: dict[str, Any]) -> None:
        remove_sighting(self.context, self.found.id, acting_user=self.user_id)
        self.finish(_("The sighting has been removed."), self.place)


class Sightings(Addresses):
    """The addresses below ``{alert}/sightings``."""

    pages = {
        (): SightingsPage,
        (None,): ChangeSighting,
        (None, "open"): OpenSighting,
        (None, "remove"): RemoveSighting,
    }
