"""Pages: the directory of institutions, and the forms of those who keep it."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import entries, title
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.membership.institutions.actions import (
    add_institution,
    change_institution,
    delete_institution,
    keeps,
)
from cites.cug.membership.institutions.queries import (
    find_institution,
    InstitutionFilter,
    InstitutionLine,
    list_institutions,
)
from cites.cug.membership.institutions.query_parameters import (
    InstitutionQuery,
    read_institution_query,
    SIZE,
)
from cites.cug.membership.institutions.schema import FIELDS, IInstitution, KINDS
from cites.cug.membership.managers import member_manager, MemberManager
from cites.cug.web.confirmation.requirement import reason_in
from cites.cug.web.forms.below import Below, OneBelow, RemoveOne
from cites.cug.web.forms.inputs import choice, FilteredPage, Input, WORDS
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.forms.widgets import taxa_url
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.restapi.batching import Batch
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: So that ``{cug}/directory`` stands below the members.
ORDER = 82
PLACE = "directory"
TITLE = _("Rescue centres, laboratories and experts")


def institutions_entry() -> NavigationEntry:
    """The entry of the directory in the navigation."""
    title, permission = _("Institutions"), Permission.SEE_DIRECTORY
    return NavigationEntry(title, PLACE, permission, order=ORDER)


class InstitutionsPage(FilteredPage):
    """``{cug}/directory``: entries by country and name, a page at a time."""

    template = ViewPageTemplateFile("templates/institutions.pt")
    page_title = TITLE

    def __call__(self) -> str:
        try:
            self.asking = read_institution_query(self.request.form)
        except InvalidValues as error:
            self.show_mistake(error)
            self.asking = InstitutionQuery(InstitutionFilter(), 0, SIZE)
        self.found = list_institutions(self.context, self.asking.wanted, self.language)
        start, size = self.asking.start, self.asking.size
        self.lines = self.found[start : start + size]
        return self.template()

    @cached_property
    def manager(self) -> MemberManager:
        return member_manager(self.context)

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{PLACE}"

    @property
    def asked(self) -> dict[str, Any]:
        """The values of the filters that are asked for."""
        wanted = self.asking.wanted._asdict()
        return {name: value for name, value in wanted.items() if value}

    def inputs(self) -> list[Input]:
        taxa = {"autocomplete": "off", "data-taxa": taxa_url()}
        return [
            Input("q", _("Words"), WORDS),
            Input("species", _("Species, genus, family or order"), WORDS | taxa),
            choice("kind", _("Kind"), KINDS.items()),
            choice("country", _("Country"), entries("country", self.language)),
        ]

    def rows(self) -> list[dict[str, Any]]:
        return [self.row(one) for one in self.lines]

    def row(self, one: InstitutionLine) -> dict[str, Any]:
        """An entry in words, with the addresses of what the reader may do with it."""
        address = f"{self.url}/{one.id}"
        is_kept = keeps(self.manager, one.country)
        return {
            "id": one.id,
            "name": one.name,
            "kind": KINDS[one.kind],
            "country": title("country", one.country, self.language),
            "contact": one.contact,
            "languages": ", ".join(
                title("language", code, self.language) for code in one.languages
            ),
            "species": one.species,
            "services": one.services,
            "change": address if is_kept else None,
            "remove": f"{address}/remove" if is_kept else None,
        }

    def paging(self) -> dict[str, Any]:
        start, size = self.asking.start, self.asking.size
        return Batch(self.url, self.asked, start, size).paging(len(self.found))


class InstitutionForm(Below, SchemaForm):
    """Base of the forms of those who keep the directory."""

    below = PLACE
    id = "institution"
    reminder = False
    trail = {PLACE: TITLE}

    @cached_property
    def manager(self) -> MemberManager:
        return member_manager(self.context)

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each group
        return self.place


class AddInstitution(InstitutionForm):
    """``{cug}/directory/add``"""

    schema = IInstitution
    page_title = _("Add an entry to the directory")
    reminder = True
    submit_label = _("Add the entry")

    def __call__(self) -> str:
        if not self.manager.keeps_any:
            raise Missing("add")
        return super().__call__()

    @property
    def action(self) -> str:
        return f"{self.place}/add"

    def initial_values(self) -> Mapping[str, Any]:
        return {"country": self.manager.country or None}

    def handle(self, data: dict[str, Any]) -> None:
        add_institution(
            self.context,
            data,
            acting_user=self.user_id,
            confirmed=reason_in(self.request.form),
        )
        self.finish(_("The entry has been added."), self.place)


class OneInstitution(OneBelow, InstitutionForm):
    """Base of the forms about one entry, for whoever keeps it."""

    def find(self, key: str) -> InstitutionLine | None:
        found = find_institution(self.context, key)
        is_kept = found is not None and keeps(self.manager, found.country)
        return found if is_kept else None

    @property
    def about(self) -> str:  # type: ignore[override] # of each entry
        return self.found.name


class ChangeInstitution(OneInstitution):
    """``{cug}/directory/<id>``: change an entry."""

    schema = IInstitution
    page_title = _("Change an entry of the directory")
    changes = reminder = True

    def initial_values(self) -> Mapping[str, Any]:
        return {name: getattr(self.found, name) for name in FIELDS}

    def handle(self, data: dict[str, Any]) -> None:
        change_institution(
            self.context,
            self.found.id,
            data,
            acting_user=self.user_id,
            confirmed=reason_in(self.request.form),
        )
        self.finish(_("Changes saved."), self.place)


class RemoveInstitution(RemoveOne, OneInstitution):
    """``{cug}/directory/<id>/remove``: delete an entry."""

    page_title = _("Delete this entry?")
    submit_label = _("Delete")

    def handle(self, data: dict[str, Any]) -> None:
        delete_institution(self.context, self.found.id, acting_user=self.user_id)
        self.finish(_("The entry has been deleted."), self.place)


class Directory(Addresses):
    """The addresses below ``{cug}/directory``."""

    pages = {
        (): InstitutionsPage,
        ("add",): AddInstitution,
        (None,): ChangeInstitution,
        (None, "remove"): RemoveInstitution,
    }
