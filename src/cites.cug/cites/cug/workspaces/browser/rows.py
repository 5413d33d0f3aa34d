"""Rows of a list of topics for templates: full names, and times for people."""

from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.local_texts import local_text
from cites.cug.layout.people import full_names
from cites.cug.layout.times import moment
from cites.cug.workspaces.queries import TopicLine
from cites.cug.workspaces.topic_records import moment_of
from collections.abc import Collection, Sequence
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: Macros of the pages; the macro ``topics`` shows such rows.
PARTS = ViewPageTemplateFile("templates/parts.pt")


def topic_rows(
    group: Any, lines: Sequence[TopicLine], with_place: bool = True
) -> list[dict[str, Any]]:
    """Rows for the template, from the lines that ``queries.find_topics`` gave.

    ``with_place`` adds the title of each topic's workspace.
    """
    threads = [line.thread for line in lines]
    names = full_names(
        {one.author for one in threads} | {one.last_author for one in threads}
    )
    titles = _titles_of(group, {line.place for line in lines}) if with_place else {}
    url, language = f"{group.absolute_url()}/workspaces", reader_language()
    return [
        {
            "url": f"{url}/{thread.path}",
            "title": thread.title,
            "place": titles.get(line.place),
            "author": names[thread.author],
            "last_author": names[thread.last_author],
            "last": moment(moment_of(thread.last_post), language),
            "comments": thread.comments_total,
            "unread": line.unread,
            "pinned": thread.pinned,
            "closed": thread.closed,
            "answered": thread.answered,
        }
        for line, thread in zip(lines, threads, strict=True)
    ]


def _titles_of(group: Any, ids: Collection[str]) -> dict[str, str]:
    """Names of workspaces in the reader's language, by their ids."""
    places = group["workspaces"]
    return {one: local_text(places[one]) for one in ids if one in places}
