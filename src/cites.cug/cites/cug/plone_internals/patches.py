"""Patches of Plone's classes, and what they share with views.

``configure.zcml`` applies them. Each calls the original, which collective.monkeypatcher
keeps as ``_old_`` and its name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from plone.restapi.exceptions import QueryParsingError
from Products.CMFEditions.interfaces.IArchivist import ArchivistError
from Products.CMFEditions.interfaces.IStorage import StorageError
from Products.ZCTextIndex.ParseTree import ParseError, QueryError
from typing import Any
from zExceptions import BadRequest, NotFound


#: What catalogue and batches raise where a value is of the wrong kind.
SENSELESS = (
    *(AssertionError, AttributeError, LookupError, TypeError, ValueError),
    QueryParsingError,
)
#: Levels of the tree that a question may name. The index of paths counts up to the number
#: it is given, so a large one alone would occupy a process for ever.
DEEPEST = 99
#: In one word of a text that is looked for.
MOST_WILDCARDS = 2


@contextmanager
def question() -> Iterator[None]:
    """Within it, what fails is a question that makes no sense, and no failure of ours."""
    try:
        yield
    except SENSELESS as error:
        raise BadRequest("The query cannot be understood.") from error


@contextmanager
def missing_version(number: str | None) -> Iterator[None]:
    """Within it, a version that does not exist is missing, and no failure."""
    try:
        yield
    except (ArchivistError, OverflowError, StorageError, ValueError) as error:
        if number is None:
            raise
        raise NotFound from error


def query_text(index: Any, record: Any, resultset: Any = None) -> Any:
    """The text index's own ``query_index``.

    Raises ValueError over what it cannot look for, and over many wildcards in a word:
    each multiplies the ways in which it may match.
    """
    for word in " ".join(record.keys).split():
        if word.count("*") > MOST_WILDCARDS:
            raise ValueError(word)
    try:
        return index._old_query_index(record, resultset)
    except (ParseError, QueryError, RecursionError) as error:
        raise ValueError("The text cannot be looked for.") from error


def query_paths(index: Any, record: Any, resultset: Any = None) -> Any:
    """The path index's own ``query_index``, within the levels that there can be."""
    for name in ("depth", "level", "navtree_start"):
        levels = getattr(record, name, None)
        if isinstance(levels, int):
            setattr(record, name, max(-1, min(levels, DEEPEST)))
    return index._old_query_index(record, resultset)


def read_content(service: Any) -> Any:
    """In place of ``ContentGet.reply``: refuses versions and pages that are not there."""
    with question(), missing_version(service.request.form.get("version")):
        return service._old_reply()
