"""Domains of e-mail addresses: those of offices, and those where anybody gets an
address.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path


SHIPPED = Path(__file__).parent / "data" / "free_mail_domains.txt"


def domain_of(email: str) -> str:
    """The part after the at sign, in small letters."""
    return email.rpartition("@")[2].lower()


def belongs(domain: str, to: frozenset[str]) -> bool:
    """Whether a domain is one of ``to``, or below one of them."""
    return any(parent in to for parent in _with_parents(domain))


def domains_in(text: str) -> frozenset[str]:
    """The domains of a list with one domain a line; ``#`` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line.lower().lstrip("@") for line in lines if line)


def domains_by_country(text: str) -> dict[str, frozenset[str]]:
    """Country code → domains, from lines like ``XA: customs.example police.example``."""
    found: dict[str, frozenset[str]] = {}
    for line in text.splitlines():
        country, colon, names = line.partition("#")[0].partition(":")
        if colon:
            code = country.strip().upper()
            words = names.replace(",", " ").split()
            mine = frozenset(word.lower().lstrip("@") for word in words)
            found[code] = found.get(code, frozenset()) | mine
    return found


def is_domain(word: str) -> bool:
    """Whether a word has the form of a domain name with at least one dot."""
    labels = word.split(".")
    return len(labels) > 1 and all(map(_is_label, labels))


def _is_label(word: str) -> bool:
    inner = word.replace("-", "")
    return inner.isascii() and inner.isalnum() and word.strip("-") == word


@lru_cache
def free_mail_domains() -> frozenset[str]:
    """The shipped list of mail services open to everybody. A Secretariat can add more."""
    return domains_in(SHIPPED.read_text(encoding="ascii"))


def _with_parents(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    return (".".join(labels[number:]) for number in range(len(labels) - 1))
