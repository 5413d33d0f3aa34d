"""What has changed in topics since a client last asked, as its caller may know it.

The same promise as for a library (``changes.py``): who keeps what is added and changed,
and takes out what is withdrawn, holds exactly the topics that ``@topics`` shows them.
"""

from cites.cug.access.guard import caller, teams
from cites.cug.core.sql.session import session
from cites.cug.exchange.changes import (
    ADDED,
    Answer,
    Change,
    CHANGED,
    ChangePage,
    WITHDRAWN,
)
from cites.cug.exchange.cursors import begin, Cursor, FIRST_UID
from cites.cug.workspaces.change_log import (
    access_of,
    changes_between,
    closed_topics,
    last_number,
    number_before,
    open_topics,
)
from cites.cug.workspaces.topic_records import moment_of
from collections.abc import Callable, Sequence
from datetime import datetime
from sqlalchemy import Row
from sqlalchemy.orm import Session
from typing import Any


TOPIC = "Topic"


class _Topics:
    """The topics of a group and their log, as one caller sees them at one moment.

    ``number``: up to where the caller knows the log.
    """

    def __init__(self, group: Any, number: int):
        self.place = "/".join((*group.getPhysicalPath(), "workspaces"))
        self.user_id = caller() or ""
        self.records: Session = session()
        # Before anything else is read: what changes meanwhile is told the next time.
        self.last = last_number(self.records)
        self.access = access_of(self.records, self.user_id, group.UID())
        in_team = frozenset(teams(group))
        self.last = self._last_known(in_team, number)
        self.access = [row for row in self.access if row.number <= self.last]
        self.mine = self.teams_at(self.last) & in_team

    def _last_known(self, in_team: frozenset[str], number: int) -> int:
        """The last change before one that the content at hand does not know of yet.

        The records may have got it after this request began to read the content.
        """
        latest = {row.workspace_uid: row for row in self.access}
        unknown = [
            row.number
            for uid, row in latest.items()
            if row.is_open and uid not in in_team and row.number > number
        ]
        return min([self.last, *(one - 1 for one in unknown)])

    def teams_at(self, number: int) -> frozenset[str]:
        """The workspaces whose topics the caller could see after that change."""
        found = set[str]()
        for row in self.access:
            if row.number <= number:
                (found.add if row.is_open else found.discard)(row.workspace_uid)
        return frozenset(found)

    def change(self, kind: str, uid: str, path: str, at: datetime) -> Change:
        return Change(kind, uid, f"{self.place}/{path}", TOPIC, at, at)

    def change_of(self, rows: list[Row[Any]]) -> Change:
        """What is told of a topic that several entries of the log are about."""
        uid, latest = rows[0].topic_uid, rows[-1]
        if latest.is_open:
            kind = CHANGED if rows[0].was_open else ADDED
            return self.change(kind, uid, latest.path, latest.at)
        could = [row for row in rows if row.was_open][-1]
        return self.change(WITHDRAWN, uid, could.former_path, could.at)


def list_topic_changes(group: Any, cursor: Cursor | None, size: int) -> ChangePage:
    """At most so many changes since the cursor; None begins with all that can be seen."""
    topics = _Topics(group, 0 if cursor is None else cursor.number)
    return _TopicsAnswer(topics, cursor or begin(topics.last, FIRST_UID), size).to_page()


def topics_since(group: Any, since: datetime) -> Cursor:
    """The place of a client that asked at a moment."""
    return Cursor(number_before(session(), since))


class _TopicsAnswer(Answer):
    """Changes of topics in their order, until there are so many."""

    def __init__(self, topics: _Topics, cursor: Cursor, size: int):
        super().__init__(cursor, size, topics.last, topics.access)
        self.topics = topics
        #: Workspaces whose topics the client holds if they have not changed since.
        number = cursor.number
        self.known = topics.teams_at(number) if cursor.is_whole else frozenset()

    def tell_visible(self) -> None:
        self._tell_open(self.topics.mine, self.cursor.number)

    def tell_right(self, right: Row[Any]) -> None:
        topics = self.topics
        if right.is_open:
            opened = topics.mine & {right.workspace_uid} - self.known
            return self._tell_open(opened, right.number)

        def closed(after: str, size: int) -> Sequence[Row[Any]]:
            return closed_topics(
                topics.records,
                right.workspace_uid,
                right.number,
                user_id=topics.user_id,
                mine=topics.mine,
                after=after,
                size=size,
            )

        def withdrawn(row: Row[Any]) -> Change:
            return topics.change(WITHDRAWN, row.topic_uid, row.path, right.at)

        self._tell_rows(closed, withdrawn, right.number)

    def _tell_open(self, workspaces: frozenset[str], number: int) -> None:
        """Tell the topics of these workspaces; changes after that number tell others."""
        topics = self.topics

        def opened(after: str, size: int) -> Sequence[Row[Any]]:
            return open_topics(
                topics.records,
                number,
                user_id=topics.user_id,
                mine=workspaces,
                after=after,
                size=size,
            )

        def added(row: Row[Any]) -> Change:
            at = moment_of(row.last_post)
            return topics.change(ADDED, row.topic_uid, row.path, at)

        self._tell_rows(opened, added, number)

    def _tell_rows(
        self,
        find: Callable[[str, int], Sequence[Row[Any]]],
        change_of: Callable[[Row[Any]], Change],
        number: int,
    ) -> None:
        """Tell topics in the order of their UIDs, after the last one that was told."""
        after, size = str(self.cursor.place or FIRST_UID), self.size - len(self.told)
        rows = find(after, size + 1)
        self.told += map(change_of, rows[:size])
        self.more = len(rows) > size
        if self.more:
            last = rows[size - 1].topic_uid if size else after
            self.cursor = self.cursor._replace(place=last)
        else:
            self.cursor = Cursor(number)

    def tell_log(self, end: int) -> None:
        topics, number = self.topics, self.cursor.number
        size = self.size - len(self.told)
        rows = changes_between(
            topics.records,
            (number, end),
            user_id=topics.user_id,
            mine=topics.mine,
            held=topics.teams_at(number),
            size=size + 1,
        )
        entries: dict[str, list[Row[Any]]] = {}
        for row in rows[:size]:
            entries.setdefault(row.topic_uid, []).append(row)
        self.told += map(topics.change_of, entries.values())
        self.more = len(rows) > size
        if not self.more:
            number = end
        elif size:
            number = rows[size - 1].number
        self.cursor = Cursor(number)
