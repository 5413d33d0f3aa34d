"""What pages call types, states, roles and transitions."""

from cites.cug import _
from cites.cug.access.roles import Role
from cites.cug.library.items.values import code_in_words
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.tools.map.positions_in_words import area_in_words, leg_in_words
from cites.cug.library.tools.statistics.figures import read_leg
from cites.cug.reports.content import DECISIONS
from collections.abc import Iterable
from typing import Any
from zope.i18nmessageid import Message


TYPES = {"Alert": _("common_alert_title"), "LibraryDocument": _("common_document_label")}

STATES = {
    "draft": _("common_draft_text"),
    "pending": _("library_labels_waiting_for_the_secretariat"),
    "enforcement": _("library_labels_enforcement_officers_only"),
    "shared": _("library_labels_shared_with_igos"),
    "chosen": _("library_labels_chosen_readers"),
    "archived": _("common_archived_text"),
    "archived_chosen": _("library_labels_archived_chosen_readers"),
    "reported": _("common_reported_identifies_person_company"),
}

#: In the order in which pages name them.
ROLES = {
    Role.AUTHOR: _("library_labels_its_author"),
    Role.SECRETARIAT: _("library_labels_the_secretariat"),
    Role.READER: _("library_labels_the_readers_it_names"),
    Role.FOLDER_READER: _("library_labels_the_readers_it_names"),
    Role.ENFORCEMENT: _("library_labels_customs_police_wildlife_law"),
    Role.IGO: _("library_labels_intergovernmental_organizations_igos"),
}

#: The text of the button that does the transition.
TRANSITIONS = {
    "submit": _("library_labels_submit_to_the_secretariat"),
    "retract": _("library_labels_return_to_draft"),
    "choose": _("library_choose_its_readers_title"),
    "publish": _("library_labels_publish_to_enforcement_members"),
    "share": _("library_labels_share_with_igo_members"),
    "restrict": _("library_labels_restrict_to_enforcement_members"),
    "archive": _("common_archive_button"),
    "restore": _("library_labels_restore_from_the_archive"),
    "archive_chosen": _("common_archive_button"),
    "restore_chosen": _("library_labels_restore_from_the_archive"),
    "report": _("common_report_identifying_information_title"),
    **DECISIONS,
}

#: What the history says of a transition; None: the item was made.
DONE = {
    None: _("library_written_label"),
    "close": _("library_labels_closed_together_original_item"),
    "submit": _("library_labels_submitted_to_the_secretariat"),
    "retract": _("library_labels_returned_to_draft"),
    "choose": _("library_labels_opened_to_chosen_readers"),
    "publish": _("library_labels_published_to_enforcement_members"),
    "share": _("library_labels_shared_with_igo_members"),
    "restrict": _("library_labels_restricted_to_enforcement_members"),
    "archive": _("common_archived_text"),
    "restore": _("library_labels_restored_from_the_archive"),
    "archive_chosen": _("common_archived_text"),
    "restore_chosen": _("library_labels_restored_from_the_archive"),
    "report": _("common_reported_identifies_person_company"),
    "reinstate": _("library_labels_reinstated"),
    "reinstate_shared": _("library_labels_reinstated_shared_igo_members"),
    "reinstate_chosen": _("library_labels_reinstated_chosen_readers"),
    "reinstate_archived": _("library_labels_reinstated_in_the_archive"),
    "reinstate_archived_chosen": _(
        "library_labels_reinstated_archive_chosen_readers_text"
    ),
    "return": _("library_labels_returned_author_draft_text"),
}


def roles_in_words(roles: Iterable[str]) -> list[Message]:
    """Who has these roles, in words."""
    held = set(roles)
    return [words for role, words in ROLES.items() if role in held]


def value_title(name: str, value: str, language: str) -> Any:
    """The title of a value of a filter, in the reader's language.

    Of an author it is the id: see ``authors.filter_title``.
    """
    if name in FILTERS and (code_list := FILTERS[name].code_list):
        return code_in_words(code_list, value, language)
    if name == "area":
        return area_in_words(value, language)
    if name == "leg":
        return leg_in_words(read_leg(value), language)
    return {"type": TYPES, "state": STATES}.get(name, {}).get(value, value)


#: The tables of one value each: key of the totals → filter of the library, and title.
TABLES: dict[str, tuple[str, Message]] = {
    "by_country": ("country", _("library_country_of_the_incident")),
    "by_species": ("species", _("common_species_column")),
    "by_taxon": ("taxon", _("library_labels_genus_family_or_order")),
    "by_term": ("term", _("common_kind_of_specimen")),
    "by_transport_mode": ("transport_mode", _("library_means_of_transport")),
    "by_concealment": ("concealment", _("library_method_of_concealment")),
    "by_detection_method": ("detection_method", _("library_method_of_detection")),
    "by_agency": ("detecting_agency", _("library_detecting_agency")),
    "by_alert_type": ("alert_type", _("library_kind_of_alert")),
    "by_handling": ("handling", _("common_handling_code_title")),
}
