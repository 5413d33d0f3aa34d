"""Checks a text for names of persons and companies."""

from cites.nonnominal.findings import Finding, FindingKind
from cites.nonnominal.names.spelling import fold
from cites.nonnominal.reading import as_read
from collections.abc import Iterable
from functools import lru_cache


#: What may stand around a word and makes no other of it.
MARKS = ".,;:!?()[]'\"’“”«»"


def check(
    text: str, *, language: str | None = None, allowed: Iterable[str] = ()
) -> list[Finding]:
    """Find what may name a person or a company, in the order of the text.

    Positions count the characters of ``text``. ``language``: an ISO 639-1 code; the check
    recognises the language if it is None. ``allowed``: see ``without``.
    """
    # Imported here because their patterns take long to be compiled, which no program has
    # to wait for as it starts; one that serves does so behind its start (``get_ready``).
    from cites.nonnominal.rules import findings_in

    return without(allowed, findings_in(text, language))


def get_ready() -> None:
    """Load the rules and their lists, which the first text would have to wait for."""
    check("Rules")


def without(allowed: Iterable[str], findings: list[Finding]) -> list[Finding]:
    """Leave out findings that are allowed, as the names and addresses of members.

    ``allowed``: names and other words that the readers know anyway. A person's name is
    allowed if one allowed text has all its words. All other findings must have the same
    words as an allowed text.
    """
    known = [_words_allowed(name) for name in allowed] if findings else []
    if not known:
        return findings
    return [finding for finding in findings if not _is_allowed(finding, known)]


def _is_allowed(finding: Finding, known: list[frozenset[str]]) -> bool:
    words = set(folded_words(finding.text))
    if finding.kind is FindingKind.PERSON:
        return any(words <= name for name in known)
    return any(words == name for name in known)


@lru_cache(65_536)
def _words_allowed(name: str) -> frozenset[str]:
    """The words of an allowed name; kept, as a group may have thousands of members."""
    return frozenset(folded_words(name))


def folded_words(text: str) -> list[str]:
    """The words of a text without accents, capitals and marks, by which it is compared.

    Two spellings of a name that the check reads alike have the same folded words.
    """
    found = fold(as_read(text).text).strip("@").replace("-", " ").split()
    return [word.strip(MARKS) or word for word in found]
