"""What the trail’s pages call the values in events of permits."""

from cites.cug.core.trail.event_words import EventWords
from cites.cug.permits.labels import SOURCES, STATUSES
from cites.cug.permits.schema import PERMIT_TYPES
from cites.cug.permits.verdict import LOOKS


VERDICTS = {verdict: look.title for verdict, look in LOOKS.items()}
WORDS = EventWords(
    by_kind={
        "permit": {
            "before": STATUSES,
            "result": VERDICTS,
            "source": SOURCES,
            "status": STATUSES,
            "type": PERMIT_TYPES,
        }
    }
)
