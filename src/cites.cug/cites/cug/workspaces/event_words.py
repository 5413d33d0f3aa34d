"""What the trail’s pages call the values in events of workspaces."""

from cites.cug import _
from cites.cug.core.trail.event_words import EventWords
from cites.cug.workspaces.reported import WORDS as DECISIONS
from cites.cug.workspaces.roster import ROLES


OF_TOPICS = {
    "open": _("Open"),
    "closed": _("Closed"),
    "reported": _("Reported: identifies a person or company"),
}
OF_WORKSPACES = {"active": _("Active"), "archived": _("Archived")}
WORDS = EventWords(
    by_kind={
        "topic": {"from": OF_TOPICS, "to": OF_TOPICS},
        "workspace": {"from": OF_WORKSPACES, "to": OF_WORKSPACES},
    },
    by_name={"decision": DECISIONS, "role": ROLES},
)
