"""Transactions, and what of the content they see."""

from typing import Any


def joined_resources(transaction: Any) -> list[Any]:
    """The databases and other resources that take part in a transaction so far."""
    return transaction._resources


def has_changed_content(content: Any) -> bool:
    """Whether the running transaction has changed anything in a ZODB."""
    connections = content._p_jar.connections.values()
    return any(connection._registered_objects for connection in connections)


def content_state(content: Any) -> str:
    """The state of all content that the running transaction sees.

    Another one after each change of anything that is kept there: it is that of the last
    transaction which this one sees. What it has changed itself does not count.
    """
    storage = content._p_jar._storage
    # RelStorage has no start: what it sees is the last that it knows.
    seen = getattr(storage, "_start", None) or storage.lastTransaction()
    return seen.hex()
