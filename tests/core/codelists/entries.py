"""Entries of code lists as tests write them."""

from cites.cug.core.codelists.entry import Entry
from cites.cug.core.settings.languages import CONVENTION


def entry(code, *titles, **more):
    """An entry with its titles in English, French and Spanish, in this order."""
    return Entry(code, dict(zip(CONVENTION, titles, strict=True)), **more)
