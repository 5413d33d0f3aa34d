"""What is said for the codes of items, so that any word of it finds all."""

from cites.cug.core.codelists.synonyms import synonyms
from cites.cug.core.fulltext.synonyms import Thesaurus
from functools import cache


@cache
def thesaurus() -> Thesaurus:
    """Words of concealment, transport and specimens, each with those of its meaning."""
    return Thesaurus(one.names for one in synonyms())
