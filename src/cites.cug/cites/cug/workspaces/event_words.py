"""What the trail’s pages call the values in events of workspaces."""

from cites.cug import _
from cites.cug.core.trail.event_words import EventWords
from cites.cug.workspaces.reported import WORDS as DECISIONS
from cites.cug.workspaces.roster import ROLES


OF_TOPICS = {
    "open": _("workspaces_event_words_open"),
    "closed": _("workspaces_closed_text"),
    "reported": _("common_reported_identifies_person_company"),
}
OF_WORKSPACES = {"active": _("common_active"), "archived": _("common_archived_text")}
WORDS = EventWords(
    by_kind={
        "topic": {"from": OF_TOPICS, "to": OF_TOPICS},
        "workspace": {"from": OF_WORKSPACES, "to": OF_WORKSPACES},
    },
    by_name={"decision": DECISIONS, "role": ROLES},
)
