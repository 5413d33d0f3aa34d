"""Rows of the library as JSON."""

from cites.cug.access.guard import caller
from cites.cug.library.items.visits import new_among
from cites.cug.library.lists.queries import LibraryPage
from cites.cug.library.tools.sightings.queries import numbers_of
from datetime import datetime
from functools import lru_cache
from typing import Any
from ZPublisher.BaseRequest import quote


_quoted = lru_cache(maxsize=4096)(quote)


def serialize_words(page: LibraryPage) -> dict[str, Any]:
    """How many words the items have if none has all of them, and what may be meant."""
    told: dict[str, Any] = {}
    if page.words_matched is not None:
        told |= {"words_matched": page.words_matched, "words_asked": page.words_asked}
    if page.did_you_mean:
        told["did_you_mean"] = page.did_you_mean
    return told


def serialize_rows(
    group: Any,
    rows: list[tuple[str, str, dict[str, Any]]],
    since: datetime | None = None,
    *,
    has_sightings: bool = True,
) -> list[dict[str, Any]]:
    """The rows of a list, as ``queries.list_items`` gave them, for the caller.

    ``since`` is for ``new_among``; ``has_sightings`` is whether the group has any.
    """
    new = new_among(caller(), group, rows, since)
    alerts = (uid for _path, uid, row in rows if has_sightings and row["type"] == "Alert")
    sightings = numbers_of(group, alerts)
    here, above = group.absolute_url(), len("/".join(group.getPhysicalPath()))
    return [
        {
            "@id": address,
            "@type": row["type"],
            "UID": uid,
            **{key: value for key, value in row.items() if key != "type"},
            "picture": f"{address}/{quote(name)}" if name else None,
            "unread": uid in new,
            "sightings": sightings.get(uid, 0),
        }
        for path, uid, row in rows
        for address, name in [(f"{here}{_quoted(path[above:])}", row.get("picture"))]
    ]
