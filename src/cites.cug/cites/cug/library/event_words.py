"""What the trail’s pages call the values in events of the library."""

from cites.cug.core.trail.event_words import EventWords
from cites.cug.library.items.readers import reader_in_words
from cites.cug.library.lists.labels import STATES
from cites.cug.library.tools.bulletins.schema import AUDIENCES
from cites.cug.library.tools.corrections.fields import CORRECTABLE, title_of
from cites.cug.library.tools.follows.words import FIELDS
from contextlib import suppress


def _say_reader(value: str, language: str) -> str:
    with suppress(ValueError):
        return reader_in_words(value, language)
    return value


CORRECTED = {name: title_of(name) for name in CORRECTABLE}
WORDS = EventWords(
    by_kind={"library": {"field": FIELDS | CORRECTED, "from": STATES, "to": STATES}},
    by_name={"audience": AUDIENCES},
    in_words={"readers": _say_reader, "readers_before": _say_reader},
)
