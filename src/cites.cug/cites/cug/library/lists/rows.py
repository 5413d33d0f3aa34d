"""Rows of a list of items for templates: titles instead of codes, times for people."""

from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.fulltext.question import NOTHING, Question
from cites.cug.core.fulltext.snippets import mark
from cites.cug.library.items.visits import new_among
from cites.cug.library.lists.labels import STATES
from cites.cug.library.lists.queries import picture_url
from cites.cug.library.tools.sightings.queries import numbers_of
from cites.cug.library.tools.translations.texts import title_of_row
from cites.cug.web.layout.times import day, moment
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any


#: The code list of each column that has codes.
CODED = {"handling": "handling", "country": "country"}
KIND_LISTS = {"Alert": "alert_type", "LibraryDocument": "document_type"}
#: So many species are named, the others are counted.
SPECIES_SHOWN = 3
#: A summary is cut after so many characters.
SUMMARY_CHARACTERS = 220


def rows_for(
    group: Any,
    found: Iterable[tuple[str, str, dict[str, Any]]],
    request: Any,
    question: Question = NOTHING,
    new: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """Rows for the template, from the rows that ``queries.list_items`` gave.

    ``unread`` is for the caller; ``new`` are the UIDs of new items if they are known.
    Keys that end in ``_html`` hold escaped HTML in which the words of the ``question``
    are marked.
    """
    found = list(found)
    language = request.get("LANGUAGE") or "en"
    if new is None:
        new = new_among(caller(), group, found)
    sightings = numbers_of(
        group, (uid for _path, uid, row in found if row["type"] == "Alert")
    )
    return [
        {
            **row,
            "title": title_of_row(row, language),
            "url": request.physicalPathToURL(path),
            "picture": picture_url(path, row, request),
            "unread": uid in new,
            "sightings": sightings.get(uid, 0),
            **_coded(row, language),
            **_dated(row, language),
            **_marked(row, title_of_row(row, language), question),
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


def _marked(row: dict[str, Any], shown: str, question: Question) -> dict[str, Any]:
    title = mark(shown, question)
    summary = row["description"] or ""
    if len(summary) > SUMMARY_CHARACTERS:
        summary = summary[:SUMMARY_CHARACTERS].rsplit(maxsplit=1)[0] + " …"
    summary = mark(summary, question)
    species = [mark(name, question) for name in row["species"]]
    # Names that the search found come first, as the others may only be counted.
    species.sort(key=lambda pair: not pair[1])
    shown_words = any(found for _html, found in (title, summary, *species))
    snippet = "" if shown_words else row.get("snippet", "")
    return {
        "title_html": title[0],
        "summary_html": mark(snippet, question)[0] if snippet else summary[0],
        "species_html": [html for html, _found in species[:SPECIES_SHOWN]],
        "species_more": max(len(species) - SPECIES_SHOWN, 0),
        "found_elsewhere": bool(question.wanted) and not shown_words,
    }
