"""What cleaning a file gives: the file as it is stored, and what it held before."""

from cites.cug import _
from typing import NamedTuple
from zope.i18nmessageid import Message


MAX_VALUE_LENGTH = 200


class FoundMetadata(NamedTuple):
    """Something that said more than the file shows."""

    #: Where it was and what it is called there: ``EXIF:Model``, ``comments``.
    key: str
    #: What it said, shortened; a number where there were several, or a size.
    value: str


class Cleaned(NamedTuple):
    """A file with nothing but what it shows."""

    content: bytes
    content_type: str
    removed: list[FoundMetadata]


class Uncleanable(ValueError):
    """A file that cannot be cleaned; says why, and what its owner can do."""

    def __init__(self, message: Message):
        self.message = message
        super().__init__(message)


def names(text: str) -> frozenset[str]:
    """The words of a list of names."""
    return frozenset(text.split())


def damaged() -> Uncleanable:
    text = _("The file is damaged or locked by a password and cannot be read.")
    return Uncleanable(text)


class Removed:
    """What is taken out, in the order in which it is met."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def add(self, key: str, value: object) -> None:
        """A value under its name; empty ones say nothing."""
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        text = "".join(c if c.isprintable() else " " for c in str(text)[:1000]).strip()
        if text and key not in self._values:
            self._values[key] = text[:MAX_VALUE_LENGTH]

    def count(self, key: str, number: int = 1) -> None:
        """So many of a kind."""
        if number:
            self._counts[key] = self._counts.get(key, 0) + number

    def take_over(self, found: list[FoundMetadata], place: str) -> None:
        """What was found in something that lies inside."""
        for key, value in found:
            self.add(f"{place}: {key}", value)

    def all(self) -> list[FoundMetadata]:
        counted = ((key, str(number)) for key, number in self._counts.items())
        return [FoundMetadata(*one) for one in (*self._values.items(), *counted)]
