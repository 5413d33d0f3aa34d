"""Patches of Plone's classes, and functions that they share with views.

``configure.zcml`` applies the patches. Each calls the original method, which
collective.monkeypatcher keeps under its name with the prefix ``_old_``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from plone.restapi.exceptions import QueryParsingError
from Products.CMFEditions.interfaces.IArchivist import ArchivistError
from Products.CMFEditions.interfaces.IStorage import StorageError
from Products.ZCTextIndex.ParseTree import ParseError, QueryError
from typing import Any
from zExceptions import BadRequest, NotFound


#: Exceptions of the catalogue and of batches for values of a wrong type.
SENSELESS = (
    *(AssertionError, AttributeError, LookupError, TypeError, ValueError),
    QueryParsingError,
)
#: Most levels of the tree in a query. The path index counts up to the given number, so
#: that a large one would occupy a process forever.
DEEPEST = 99
#: Most wildcards in one word of a searched text.
MOST_WILDCARDS = 2


@contextmanager
def question() -> Iterator[None]:
    """Turn the failures of a query into BadRequest."""
    try:
        yield
    except SENSELESS as error:
        raise BadRequest("The query cannot be understood.") from error


@contextmanager
def missing_version(number: str | None) -> Iterator[None]:
    """Turn the failure of a query for a missing version into NotFound."""
    try:
        yield
    except (ArchivistError, OverflowError, StorageError, ValueError) as error:
        if number is None:
            raise
        raise NotFound from error


def query_text(index: Any, record: Any, resultset: Any = None) -> Any:
    """The text index's ``query_index``, with limits.

    Raises ValueError for a text that cannot be searched, and for a word with many
    wildcards: each multiplies the possible matches.
    """
    for word in " ".join(record.keys).split():
        if word.count("*") > MOST_WILDCARDS:
            raise ValueError(word)
    try:
        return index._old_query_index(record, resultset)
    except (ParseError, QueryError, RecursionError) as error:
        raise ValueError("The text cannot be looked for.") from error


def query_paths(index: Any, record: Any, resultset: Any = None) -> Any:
    """The path index's ``query_index``, with limited levels."""
    for name in ("depth", "level", "navtree_start"):
        levels = getattr(record, name, None)
        if isinstance(levels, int):
            setattr(record, name, max(-1, min(levels, DEEPEST)))
    return index._old_query_index(record, resultset)


def read_content(service: Any) -> Any:
    """Replaces ``ContentGet.reply``: answers 404 for versions that do not exist."""
    with question(), missing_version(service.request.form.get("version")):
        return service._old_reply()
