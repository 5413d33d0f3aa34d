"""Rows of a listing as screens show them: codes by their titles, times for people."""

from cites.cug.access.guard import caller
from cites.cug.codelists.lists import title
from cites.cug.layout.times import day
from cites.cug.layout.times import moment
from cites.cug.library.highlight import mark_words
from cites.cug.library.labels import STATES
from cites.cug.library.read_marks import read_among
from collections.abc import Iterable
from datetime import date
from datetime import datetime
from typing import Any


#: Column of a row → code list that names its value.
CODED = {"handling": "handling", "country": "country"}
KIND_LISTS = {"Alert": "alert_type", "LibraryDocument": "document_type"}
#: More species of an item are only counted.
SPECIES_SHOWN = 3
#: Two lines of a row; the item itself says it all.
SUMMARY_CHARACTERS = 240


def rows_for(
    found: Iterable[tuple[str, str, dict[str, Any]]],
    request: Any,
    words: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """What ``queries.list_items`` gave, for a template; ``unread`` is the caller's.

    What ends in ``_html`` is escaped, with ``words`` marked.
    """
    found = list(found)
    user = caller()
    language = request.get("LANGUAGE") or "en"
    read = read_among(user, [uid for _path, uid, _row in found])
    return [
        {
            **row,
            "url": request.physicalPathToURL(path),
            "unread": uid not in read and row["author"] != user,
            **_coded(row, language),
            **_dated(row, language),
            **_marked(row, words),
        }
        for path, uid, row in found
    ]


def _coded(row: dict[str, Any], language: str) -> dict[str, Any]:
    titles = {
        f"{column}_title": title(codelist, row[column], language)
        for column, codelist in CODED.items()
    }
    titles["kind_title"] = title(KIND_LISTS[row["type"]], row["kind"], language)
    titles["state_title"] = STATES.get(row["state"], row["state"])
    return titles


def _dated(row: dict[str, Any], language: str) -> dict[str, Any]:
    incident, published = row["incident_date"], row["effective"]
    return {
        "incident": incident and day(date.fromisoformat(incident), language),
        "published": published and moment(datetime.fromisoformat(published), language),
    }


def _marked(row: dict[str, Any], words: tuple[str, ...]) -> dict[str, Any]:
    title = mark_words(row["title"], words)
    summary = row["description"] or ""
    if len(summary) > SUMMARY_CHARACTERS:
        summary = summary[:SUMMARY_CHARACTERS].rsplit(maxsplit=1)[0] + " …"
    summary = mark_words(summary, words)
    species = [mark_words(name, words) for name in row["species"]]
    # Those that were met first: the rest is only counted.
    species.sort(key=lambda pair: not pair[1])
    return {
        "title_html": title[0],
        "summary_html": summary[0],
        "species_html": [html for html, _found in species[:SPECIES_SHOWN]],
        "species_more": max(len(species) - SPECIES_SHOWN, 0),
        "found_elsewhere": bool(words)
        and not any(found for _html, found in (title, summary, *species)),
    }
