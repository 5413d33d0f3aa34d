"""Writes the trail to the end of a file, each line once.

The file itself says how far it is: whoever is killed after writing and before that is
noted in the records goes on behind its last line, and what was cut off in the middle of a
line is completed. A file is opened anew each time, so logrotate may move it away; the one
moved away last tells then.
"""

import fcntl
import json
import os
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.tree import Checkpoint
from cites.cug.trail_desk.streaming.claims import StreamClaim
from cites.cug.trail_desk.streaming.formats import json_line
from cites.cug.trail_desk.streaming.records import (
    CHECKPOINT,
    leaf_at,
    Portion,
    read_portion,
    StreamProblem,
    StreamRecord,
    StreamStuck,
)
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlalchemy import Connection, select
from typing import BinaryIO, NamedTuple


PRIVATE = 0o600
#: The end of a file is read in pieces of this size, until there is a whole line.
PIECE = 64 * 1024
#: Names of files that logrotate has compressed end so.
COMPRESSED = frozenset({".bz2", ".gz", ".xz", ".zst"})


class FileEnd(NamedTuple):
    """How a file ends."""

    #: The last whole line; empty where there is none.
    line: bytes
    #: What stands behind it: a line that was cut off.
    rest: bytes


def append_portion(path: Path, claimed: StreamClaim) -> Portion:
    """Write what comes next; how far the file leads. Raises OSError, StreamStuck."""
    with _opened(path) as file:
        end = _end_of(file)
        last = None if claimed.is_set else _last_record(path, end)
        with read_connection() as connection:
            portion = _portion_behind(last, claimed, connection)
        _write(file, b"".join(map(json_line, portion.records)), end.rest)
    return portion


def _portion_behind(
    last: StreamRecord | None, claimed: StreamClaim, connection: Connection
) -> Portion:
    if last is None:
        return read_portion(connection, claimed.position)
    _require(connection, last)
    # What stands behind the last line: perhaps a checkpoint of the same leaf.
    portion = read_portion(connection, last.position)
    behind = [one for one in portion.records if _place(one) > _place(last)]
    return portion._replace(records=behind)


def _place(record: StreamRecord) -> tuple[int, bool]:
    return record.position, record.action == CHECKPOINT


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    with open(os.open(path, flags, PRIVATE), "ab+") as file:
        # Ends with the file. Of two processes the second finds what the first wrote.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _write(file: BinaryIO, data: bytes, rest: bytes) -> None:
    if rest:
        # A reader has perhaps taken the beginning of the line already.
        data = data[len(rest) :] if data.startswith(rest) else b"\n" + data
    if data:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _end_of(file: BinaryIO) -> FileEnd:
    begin, data = file.seek(0, os.SEEK_END), b""
    while begin and data.count(b"\n") < 2:
        length = min(begin, PIECE)
        begin -= length
        file.seek(begin)
        data = file.read(length) + data
    whole, newline, rest = data.rpartition(b"\n")
    return FileEnd(whole.rpartition(b"\n")[2] + newline, rest)


def _last_record(path: Path, end: FileEnd) -> StreamRecord | None:
    """The last record that was written; None where none was."""
    if end.line:
        last = _read(end.line)
        if last is None:
            raise StreamStuck(StreamProblem.FOREIGN)
        return last
    for other in _moved_away(path):
        with other.open("rb") as file:
            before = _read(_end_of(file).line)
        if before is not None:
            return before
    return None


def _moved_away(path: Path) -> list[Path]:
    """Files that logrotate has made of it, the newest first."""
    found = [
        other
        for other in path.parent.glob(f"{path.name}?*")
        if other.suffix not in COMPRESSED and other.is_file()
    ]
    return sorted(found, key=lambda other: other.stat().st_mtime_ns, reverse=True)


def _read(line: bytes) -> StreamRecord | None:
    """The record of a line; None for what is none."""
    try:
        content = json.loads(line)
        return StreamRecord(int(content["position"]), content["action"], content)
    except (ValueError, TypeError, KeyError):
        return None


def _require(connection: Connection, last: StreamRecord) -> None:
    """The trail must have what was written last. Raises StreamStuck."""
    if last.action == CHECKPOINT:
        note = select(Checkpoint.note).where(Checkpoint.size == last.position + 1)
        is_there = connection.scalar(note) == last.content.get("checkpoint")
    else:
        leaf = leaf_at(connection, last.position)
        is_there = leaf is not None and leaf.hex() == last.content.get("leaf")
    if not is_there:
        raise StreamStuck(StreamProblem.AHEAD)
