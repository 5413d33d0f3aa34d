"""Rows of a listing as screens show them: codes by their titles, times for people."""

from cites.cug.access.guard import caller
from cites.cug.codelists.lists import title
from cites.cug.library.reading import read_among
from collections.abc import Iterable
from typing import Any


#: Column of a row → code list that names its value.
CODED = {"handling": "handling", "country": "country"}
KIND_LISTS = {"Alert": "alert_type", "LibraryDocument": "document_type"}


def rows_for(
    found: Iterable[tuple[str, str, dict[str, Any]]], request: Any
) -> list[dict[str, Any]]:
    """What ``listing.find`` gave, for a template; ``unread`` is the caller's."""
    found = list(found)
    user = caller()
    language = request.get("LANGUAGE") or "en"
    read = read_among(user, [uid for _path, uid, _row in found])
    return [
        {
            **row,
            "url": request.physicalPathToURL(path),
            "unread": uid not in read and row["author"] != user,
            "kind_title": title(KIND_LISTS[row["type"]], row["kind"], language),
            **{
                f"{column}_title": title(codelist, row[column], language)
                for column, codelist in CODED.items()
            },
        }
        for path, uid, row in found
    ]
