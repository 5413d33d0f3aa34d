"""What pages call types, states, roles and transitions."""

from cites.cug import _
from cites.cug.access.roles import Role
from cites.cug.library.items.values import code_in_words
from cites.cug.library.lists.filters import FILTERS
from cites.cug.reports.content import DECISIONS
from cites.cug.web.layout.people import full_name
from collections.abc import Iterable
from typing import Any
from zope.i18nmessageid import Message


TYPES = {"Alert": _("Alert"), "LibraryDocument": _("Document")}

STATES = {
    "draft": _("Draft"),
    "pending": _("Waiting for the Secretariat"),
    "enforcement": _("Enforcement officers only"),
    "shared": _("Shared with IGOs"),
    "chosen": _("Chosen readers"),
    "archived": _("Archived"),
    "archived_chosen": _("Archived for its chosen readers"),
    "reported": _("Reported: identifies a person or company"),
}

#: In the order in which pages name them.
ROLES = {
    Role.AUTHOR: _("its author"),
    Role.SECRETARIAT: _("the Secretariat"),
    Role.READER: _("the readers it names"),
    Role.FOLDER_READER: _("the readers it names"),
    Role.ENFORCEMENT: _("customs, police and wildlife law enforcement"),
    Role.IGO: _("intergovernmental organizations (IGOs)"),
}

#: The text of the button that does the transition.
TRANSITIONS = {
    "submit": _("Submit to the Secretariat"),
    "retract": _("Return to draft"),
    "choose": _("Choose its readers"),
    "publish": _("Publish to enforcement members"),
    "share": _("Share with IGO members"),
    "restrict": _("Restrict to enforcement members"),
    "archive": _("Archive"),
    "restore": _("Restore from the archive"),
    "archive_chosen": _("Archive"),
    "restore_chosen": _("Restore from the archive"),
    "report": _("Report identifying information"),
    **DECISIONS,
}

#: What the history says of a transition; None: the item was made.
DONE = {
    None: _("Written"),
    "close": _("Closed together with the original item"),
    "submit": _("Submitted to the Secretariat"),
    "retract": _("Returned to draft"),
    "choose": _("Opened to chosen readers"),
    "publish": _("Published to enforcement members"),
    "share": _("Shared with IGO members"),
    "restrict": _("Restricted to enforcement members"),
    "archive": _("Archived"),
    "restore": _("Restored from the archive"),
    "archive_chosen": _("Archived"),
    "restore_chosen": _("Restored from the archive"),
    "report": _("Reported: identifies a person or company"),
    "reinstate": _("Reinstated"),
    "reinstate_shared": _("Reinstated, shared with IGO members"),
    "reinstate_chosen": _("Reinstated for its chosen readers"),
    "reinstate_archived": _("Reinstated in the archive"),
    "reinstate_archived_chosen": _("Reinstated in the archive for its chosen readers"),
    "return": _("Returned to its author as a draft"),
}


def roles_in_words(roles: Iterable[str]) -> list[Message]:
    """Who has these roles, in words."""
    held = set(roles)
    return [words for role, words in ROLES.items() if role in held]


def value_title(name: str, value: str, language: str) -> Any:
    """The title of a value of a filter, in the reader's language."""
    if name == "author":
        return full_name(value)
    if name in FILTERS and (code_list := FILTERS[name].code_list):
        return code_in_words(code_list, value, language)
    return {"type": TYPES, "state": STATES}.get(name, {}).get(value, value)


#: The tables of one value each: key of the totals → filter of the library, and title.
TABLES: dict[str, tuple[str, Message]] = {
    "by_country": ("country", _("Country of the incident")),
    "by_species": ("species", _("Species")),
    "by_taxon": ("taxon", _("Genus, family or order")),
    "by_term": ("term", _("Kind of specimen")),
    "by_transport_mode": ("transport_mode", _("Means of transport")),
    "by_concealment": ("concealment", _("Method of concealment")),
    "by_detection_method": ("detection_method", _("Method of detection")),
    "by_agency": ("detecting_agency", _("Detecting agency")),
    "by_alert_type": ("alert_type", _("Kind of alert")),
    "by_handling": ("handling", _("Handling code")),
}
