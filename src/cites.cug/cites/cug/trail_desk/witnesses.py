"""The daily checkpoint, for those who keep it elsewhere.

Whoever has one sees that the trail was rewritten or its end cut off. Once a day it goes
to the contact points of all groups, through the outbox, and to the end of a file that
the operator names: on another machine, or where a log is taken to one.
"""

import fcntl
import os
from cites.cug import _
from cites.cug.access.all_groups import all_groups
from cites.cug.core.settings.deployment import trail_checkpoints
from cites.cug.core.sql.session import read_connection, session, write_session
from cites.cug.core.trail.notes import BadNote, open_note, read_note, SignedTree
from cites.cug.core.trail.tree import Checkpoint
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.models import Notice
from cites.cug.mailing.outbox import queue_notices
from cites.cug.web.layout.times import moment
from collections.abc import Iterator, Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from sqlalchemy import or_, select
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


KIND = "audit.checkpoint"
#: Any number, the same for all: one process tells at a time.
ADVISORY_LOCK = "SELECT pg_advisory_xact_lock(2122)"
#: So much of the end of a file is read: the last checkpoint stands in it.
LONGEST_NOTE = 16 * 1024


def tell_contact_points(now: datetime) -> int:
    """Queue the newest checkpoint for all contact points, once a day; for how many.

    Who is one in several groups is told in the first of them.
    """
    records = write_session()
    if records.get_bind().dialect.name == "postgresql":
        records.connection().exec_driver_sql(ADVISORY_LOCK)
    newest = newest_checkpoint()
    if newest is None or _is_told(newest[1].size, now):
        return 0
    told: set[str] = set()
    for group in all_groups():
        points = set(_contact_points(group)) - told
        if points:
            reference = str(newest[1].size)
            queue_notices(KIND, reference, group.UID(), sorted(points), at=now)
        told |= points
    return len(told)


def newest_checkpoint() -> tuple[str, SignedTree] | None:
    """The newest checkpoint, if a key of the portal signed it."""
    query = select(Checkpoint.note).order_by(Checkpoint.size.desc()).limit(1)
    with read_connection() as connection:
        note = connection.scalar(query)
    try:
        return (note, open_note(note)) if note else None
    except BadNote:
        return None  # the check of the trail tells so


def _is_told(size: int, now: datetime) -> bool:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    same = or_(Notice.created >= today, Notice.reference == str(size))
    found = select(Notice.id).where(Notice.kind == KIND, same).limit(1)
    return session().scalar(found) is not None


def _contact_points(group: Any) -> Iterator[str]:
    """User ids of the group's active contact points, of all countries."""
    for user_id, entry in IWorkspace(group).members.items():
        if entry.get("contact_point") and entry["groups"]:
            yield user_id


@implementer(INoticeKind)
class CheckpointNotices:
    """``notice.reference`` is the size of the tree. A checkpoint tells of no content."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return _note_of(notice.reference) is not None

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        last = max(notices, key=lambda notice: int(notice.reference))
        note = _note_of(last.reference) or ""
        about = _(
            "trail_desk_witnesses_checkpoint_audit_trail_keep_text",
            mapping={"time": moment(read_note(note).time, language).text},
        )
        url = f"{group.absolute_url()}/country-events"
        return [translate(about, target_language=language), url, "", *note.splitlines()]


def _note_of(size: str) -> str | None:
    query = select(Checkpoint.note).where(Checkpoint.size == int(size))
    with read_connection() as connection:
        return connection.scalar(query)


def append_to_file(now: datetime) -> bool:
    """Append the newest checkpoint to the operator's file, once a day; whether it was.

    What stands there already is not appended again on days on which nothing happened.
    Raises OSError where it cannot be written: nothing is taken for done then.
    """
    path, newest = trail_checkpoints(), newest_checkpoint()
    if path is None or newest is None:
        return False
    with path.open("ab+") as file:
        # Ends with the file. Of two processes the second finds what the first wrote.
        fcntl.flock(file, fcntl.LOCK_EX)
        last, today = _last_tree(file), now.astimezone(UTC).date()
        if last and (last.size == newest[1].size or last.time.date() >= today):
            return False
        # Behind a line that was cut off nothing could be read.
        begin = "" if _ends_whole(file) else "\n\n"
        file.write(f"{begin}{newest[0]}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return True


def _last_tree(file: Any) -> SignedTree | None:
    """What the last whole checkpoint in the file says."""
    file.seek(max(file.seek(0, os.SEEK_END) - LONGEST_NOTE, 0))
    blocks = file.read().decode(errors="replace").rstrip("\n").split("\n\n")
    try:
        return open_note("\n\n".join(blocks[-2:]))
    except BadNote:
        return None


def _ends_whole(file: Any) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    return file.read() in (b"", b"\n")
