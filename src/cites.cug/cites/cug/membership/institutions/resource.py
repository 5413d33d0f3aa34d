"""The directory of institutions: ``{cug}/directory`` and ``{cug}/@directory``."""

import re
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.fields import code
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.membership.institutions.actions import (
    add_institution,
    change_institution,
    delete_institution,
    keeps,
    require_any,
    require_keeper,
)
from cites.cug.membership.institutions.queries import (
    find_institution,
    InstitutionFilter,
    InstitutionLine,
    list_institutions,
)
from cites.cug.membership.institutions.schema import (
    FIELDS,
    IInstitution,
    KINDS,
    MOST_SPECIES,
)
from cites.cug.membership.managers import member_manager, MemberManager
from cites.cug.web.forms.widgets import taxa_url
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.resource.declaration import FormText, Resource, Verb
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope import schema
from zope.interface import Interface


#: E-mail addresses within a text.
ADDRESS = re.compile(r"([^\s<>(),;:]+@[^\s<>(),;:]+[^\s<>(),;:.])")
#: What each kind is asked for first.
ASKED_FOR = {
    "rescue_centre": "other",
    "laboratory": "identification",
    "expert": "identification",
}


class IInstitutionQuery(Interface):
    """The filters of the directory."""

    q = schema.TextLine(title=_("common_words_title"), required=False)
    species = schema.List(
        title=_("membership_directory_species_label"),
        value_type=schema.TextLine(),
        required=False,
        max_length=MOST_SPECIES,
    )
    kind = schema.Choice(
        title=_("common_kind_label"), vocabulary=fixed_vocabulary(KINDS), required=False
    )
    country = code(_("common_country_label"), "country")


class Directory(Resource):
    """All members read it. The Secretariat keeps it, and contact points the entries of
    their own country.
    """

    name = "directory"
    context_interface = IClosedUserGroup
    verbs = (
        Verb(
            "GET",
            "",
            Permission.SEE_DIRECTORY,
            "one page of the directory, by country and name.",
        ),
        Verb("POST", "", Permission.KEEP_MEMBERS, "add an entry; 201"),
        Verb("GET", "{key}", Permission.SEE_DIRECTORY, "one entry."),
        Verb("PATCH", "{key}", Permission.KEEP_MEMBERS, "change an entry; 204"),
        Verb("DELETE", "{key}", Permission.KEEP_MEMBERS, "delete an entry; 204"),
    )
    schema = IInstitution
    query_schema = IInstitutionQuery
    caller_keys = frozenset({"is_editable"})
    add_action = staticmethod(add_institution)
    change_action = staticmethod(change_institution)
    remove_action = staticmethod(delete_institution)

    page_permission = Permission.SEE_DIRECTORY
    title = _("common_rescue_centres_laboratories_experts_link")
    navigation_entry = NavigationEntry(
        _("common_institutions"),
        order=3,
        place="messages",
    )
    add_label = _("membership_institutions_add_an_entry_label")
    template = ViewPageTemplateFile("templates/directory.pt")
    style_sheets = ("members.css",)
    scripts = ("taxa.js",)
    form_id = "institution"
    add_form = FormText(
        _("membership_institutions_add_entry_directory"),
        _("membership_institutions_add_the_entry"),
        _("membership_institutions_entry_added"),
    )
    change_form = FormText(
        _("membership_institutions_change_entry_directory"),
        _("common_save_label"),
        _("common_changes_saved"),
    )
    remove_form = FormText(
        _("membership_institutions_delete_this_entry"),
        _("common_delete_button"),
        _("membership_institutions_entry_deleted"),
    )

    @cached_property
    def manager(self) -> MemberManager:
        return member_manager(self.context)

    def check_add(self) -> None:
        require_any(self.manager)

    def check_change(self, item: InstitutionLine) -> None:
        require_keeper(self.manager, item.country)

    def list_items(self, filters: Mapping[str, Any]) -> list[InstitutionLine]:
        wanted = InstitutionFilter(**filters)
        return list_institutions(self.context, wanted, self.language)

    def find(self, key: str) -> InstitutionLine | None:
        return find_institution(self.context, key)

    def serialize_item(self, item: InstitutionLine) -> dict[str, Any]:
        return institution_json(item, self.rest_url, self.manager)

    def new_values(self) -> Mapping[str, Any]:
        return {"country": self.manager.country or None}

    def input_attributes(self) -> Mapping[str, Mapping[str, str]]:
        return {"species": {"autocomplete": "off", "data-taxa": taxa_url()}}

    def row(self, item: InstitutionLine) -> dict[str, Any]:
        languages = [title("language", one, self.language) for one in item.languages]
        return {
            **item._asdict(),
            "kind": KINDS[item.kind],
            "country": title("country", item.country, self.language),
            "languages": listed(languages, self.language),
            "contact": ADDRESS.split(item.contact),
            "ask_url": self.ask_url(item),
        }

    def ask_url(self, item: InstitutionLine) -> str:
        """Where members ask those of its country for assistance; "" for others."""
        if not may(Permission.USE_MESSAGES, self.context):
            return ""
        query = {"kind": ASKED_FOR[item.kind], "to": f"country:{item.country}"}
        return f"{self.context.absolute_url()}/assistance/ask?{urlencode(query)}"


def institution_json(
    one: InstitutionLine, url: str, manager: MemberManager
) -> dict[str, Any]:
    """An entry; ``url`` is the address of the directory, ``manager`` the caller."""
    return {
        "@id": f"{url}/{one.id}",
        "id": one.id,
        **{name: getattr(one, name) for name in FIELDS},
        "created": one.created.isoformat(),
        "modified": one.changed.isoformat(),
        "is_editable": keeps(manager, one.country),
    }
