"""What the trail’s pages call the values in events of messages."""

from cites.cug.core.trail.event_words import EventWords
from cites.cug.messaging.assistance.schema import KINDS
from cites.cug.messaging.schema import IRetention


WORDS = EventWords(
    by_kind={"assistance": {"kind": KINDS}},
    numbers={name: IRetention[name].title for name in IRetention},
)
