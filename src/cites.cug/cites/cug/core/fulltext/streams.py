"""The words of content in the form in which the records keep them."""

from cites.cug.core.fulltext.folding import LATIN, plain_form, split_words, stems
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any


#: So many words of one part of an entry are kept.
MOST_WORDS = 100_000
#: So many bytes do the different words of an entry have: PostgreSQL takes 2^20.
MOST_BYTES = 900_000
#: So much is kept to cut snippets from.
MOST_SHOWN = 10_000


@dataclass(frozen=True, kw_only=True)
class WordFields:
    """The words of content by what they are, from the most telling on."""

    title: str
    #: Titles of codes and names of species, in any language.
    names: Iterable[str] = ()
    text: str = ""
    files: str = ""
    languages: tuple[str, ...] = field(default=LATIN)
    #: With which code lists the names were made.
    stamp: str = ""


def columns_of(fields: WordFields) -> dict[str, Any]:
    """The columns of ``ContentWords`` but for the id."""
    room = Room()
    return {
        "title": stream(fields.title, fields.languages, room),
        "names": stream("\n".join(fields.names), LATIN, room),
        "text": stream(fields.text, fields.languages, room),
        "files": stream(fields.files, fields.languages, room),
        "shown": _storable(
            "\n".join(part for part in (fields.text, fields.files) if part)[:MOST_SHOWN]
        ),
        "languages": ",".join(fields.languages),
        "stamp": fields.stamp,
    }


class Room:
    """How much of the bytes of different words is left."""

    def __init__(self, most: int = MOST_BYTES):
        self.left = most
        self.known: set[str] = set()

    def takes(self, token: str) -> bool:
        if token in self.known:
            return True
        size = len(token.encode())
        if size > self.left:
            return False
        self.left -= size
        self.known.add(token)
        return True


def stream(text: str, languages: tuple[str, ...], room: Room | None = None) -> str:
    """The words of a text in their order, then their stems, with spaces around each."""
    room = room or Room()
    words = list(islice(split_words(text), MOST_WORDS))
    tokens = [*map(plain_form, words)]
    tokens += [one for word in words for one in stems(word, languages)]
    kept = [one for one in tokens if one and room.takes(one)]
    return f" {' '.join(kept)} " if kept else ""


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL characters, and neither of both half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
