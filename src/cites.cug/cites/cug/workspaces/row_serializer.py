"""Rows of lists of topics as JSON."""

from cites.cug.web.layout.people import full_names
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.queries import (
    titles_of,
    TopicLine,
)
from cites.cug.workspaces.topic_records import moment_of
from collections.abc import Sequence
from typing import Any


def serialize_topics(group: Any, lines: Sequence[TopicLine]) -> list[dict[str, Any]]:
    """The topics of a list, as ``queries.find_topics`` gave them."""
    names = full_names({line.thread.author for line in lines})
    titles = titles_of(group, {line.place for line in lines})
    url = f"{group.absolute_url()}/workspaces"
    return [_item(url, line, titles, names) for line in lines]


def _item(
    url: str, line: TopicLine, titles: dict[str, str], names: dict[str, str]
) -> dict[str, Any]:
    thread, place = line.thread, line.place
    return {
        "@id": f"{url}/{thread.path}",
        "UID": thread.topic_uid,
        "title": thread.title,
        "author": thread.author,
        "author_name": names[thread.author],
        "workspace": {
            "@id": f"{url}/{place}",
            "UID": thread.workspace_uid,
            "title": titles.get(place, place),
        },
        "comments_total": thread.comments_total,
        "unread_total": line.unread,
        "last_activity": moment_of(thread.last_post).isoformat(timespec="seconds"),
        "subscribed": line.level == NoticeLevel.ALL,
        "subscription": line.level.value,
        "pinned": thread.pinned,
        "closed": thread.closed,
        "answered": thread.answered,
    }
