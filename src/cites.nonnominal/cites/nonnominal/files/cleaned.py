"""The result of cleaning a file: the clean file, and what was removed."""

from cites.nonnominal import _
from string import Template
from typing import NamedTuple
from zope.i18nmessageid import Message


MAX_VALUE_LENGTH = 200


class FoundMetadata(NamedTuple):
    """Something in a file that told more than the file shows."""

    #: Place and name: ``EXIF:Model``, ``comments``.
    key: str
    #: Its value, shortened; or how many there were, or a size.
    value: str


class Cleaned(NamedTuple):
    """A file with nothing but its visible content, and what was removed from it."""

    content: bytes
    content_type: str
    removed: list[FoundMetadata]


class Uncleanable(ValueError):
    """A file that cannot be cleaned; the message says why, and what its owner can do."""

    def __init__(self, message: Message):
        self.message = message
        text = Template(message.default or message)
        super().__init__(text.safe_substitute(message.mapping or {}))


def names(text: str) -> frozenset[str]:
    """Split a text into a set of names."""
    return frozenset(text.split())


def damaged() -> Uncleanable:
    text = _("files_cleaned_file_damaged_locked_password_text")
    return Uncleanable(text)


class Removed:
    """Collects what is removed from a file, in order."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def add(self, key: str, value: object) -> None:
        """Note a removed value by its name. Empty values are left out."""
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        text = "".join(c if c.isprintable() else " " for c in str(text)[:1000]).strip()
        if text and key not in self._values:
            self._values[key] = text[:MAX_VALUE_LENGTH]

    def count(self, key: str, number: int = 1) -> None:
        """Note how many of a kind are removed."""
        if number:
            self._counts[key] = self._counts.get(key, 0) + number

    def take_over(self, found: list[FoundMetadata], place: str) -> None:
        """Note what was removed from a file inside the file."""
        for key, value in found:
            self.add(f"{place}: {key}", value)

    def all(self) -> list[FoundMetadata]:
        counted = ((key, str(number)) for key, number in self._counts.items())
        return [FoundMetadata(*one) for one in (*self._values.items(), *counted)]
