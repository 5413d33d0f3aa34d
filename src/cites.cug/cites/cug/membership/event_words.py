"""What the trail’s pages call the values in events of members."""

from cites.cug import _
from cites.cug.access.features import TITLES
from cites.cug.core.trail.event_words import EventWords
from cites.cug.membership.access_requests.letters import LETTERS
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.account_changes import KINDS as CHANGES
from cites.cug.membership.institutions.schema import KINDS as INSTITUTIONS
from cites.cug.membership.roster import REASONS


REQUEST_SOURCES = {
    RequestSource.FORM: _("membership_event_words_the_public_page"),
    RequestSource.REST: _("membership_event_words_a_program"),
    RequestSource.SPREADSHEET: _("membership_event_words_a_spreadsheet"),
}
WORDS = EventWords(
    by_kind={
        "institution": {"kind": INSTITUTIONS},
        "member": {"kind": CHANGES, "reason": REASONS},
        "request": {"source": REQUEST_SOURCES},
    },
    by_name={"letter": LETTERS, "features": TITLES},
)
