"""Streams the trail: to the file and to the receiver, each as fast as it takes it.

What is sent is read and sent outside of any transaction; another one stores how far it
is. Over the network there is no answer, so what was sent before a process was killed, or
was not confirmed, is sent again: a receiver drops what it has by ``portal``, ``stream``,
``position`` and ``action``.
"""

import logging
from cites.cug.core.http_client.streams import send_whole, StreamBroken
from cites.cug.core.settings.streaming import (
    stream_file,
    stream_receiver,
    StreamFormat,
    StreamReceiver,
    syslog_marks,
)
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.tree import size_of
from cites.cug.trail_desk.streaming.claims import (
    claim,
    position_of,
    record_delivered,
    record_failed,
    StreamClaim,
)
from cites.cug.trail_desk.streaming.files import append_portion
from cites.cug.trail_desk.streaming.formats import json_line, syslog_frame
from cites.cug.trail_desk.streaming.records import (
    leaf_at,
    Portion,
    read_portion,
    StreamProblem,
    StreamRecord,
    StreamStuck,
)
from collections.abc import Callable, Iterator
from datetime import datetime, UTC
from functools import partial
from time import monotonic


logger = logging.getLogger("cites.cug.stream")

NETWORK, FILE = "network", "file"
#: The file cannot be written.
UNWRITABLE = "unwritable"
#: Seconds that sending a portion may take.
PATIENCE = 30
#: Delivers what comes next; how far it leads.
Deliver = Callable[[StreamClaim], Portion]


def streams() -> Iterator[tuple[str, Deliver]]:
    """What the operator has configured. Raises ValueError."""
    file, receiver = stream_file(), stream_receiver()
    if file is not None:
        yield FILE, partial(append_portion, file)
    if receiver is not None:
        yield NETWORK, partial(_send_portion, receiver)


def stream_trail(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> bool:
    """Deliver a portion on each stream that waits for one; whether more is waiting."""
    more = False
    for name, deliver in streams():
        more = _deliver(name, deliver, now) or more
    return more


def _deliver(name: str, deliver: Deliver, now: Callable[[], datetime]) -> bool:
    with read_connection() as connection:
        size = size_of(connection)
    if size == position_of(name):
        return False
    claimed = claim(name, now())
    if claimed is None:
        return False
    try:
        _require_last(claimed)
        portion = deliver(claimed)
    except (OSError, StreamBroken, StreamStuck) as error:
        problem = _problem(error)
        if not claimed.attempts:
            logger.warning("The stream of the trail (%s) stands still: %s", name, problem)
        record_failed(claimed, problem, now())
        return False
    record_delivered(claimed, portion.end, portion.leaf, now())
    return portion.end < size


def _problem(error: Exception) -> str:
    match error:
        case StreamBroken():
            return error.failure
        case StreamStuck():
            return error.problem
    return UNWRITABLE


def _require_last(claimed: StreamClaim) -> None:
    """The trail must have what was delivered last. Raises StreamStuck."""
    if claimed.leaf is None:
        return
    with read_connection() as connection:
        if leaf_at(connection, claimed.position - 1) != claimed.leaf:
            raise StreamStuck(StreamProblem.AHEAD)


def _send_portion(receiver: StreamReceiver, claimed: StreamClaim) -> Portion:
    with read_connection() as connection:
        portion = read_portion(connection, claimed.position)
    if portion.records:
        records = [_marked(record, claimed.stream) for record in portion.records]
        data = b"".join(_sent(receiver.format, records))
        send_whole(receiver, data, monotonic() + PATIENCE)
    return portion


def _marked(record: StreamRecord, stream: str) -> StreamRecord:
    portal, content = {"portal": record.content["portal"]}, record.content
    return record._replace(content={**portal, "stream": stream, **content})


def _sent(form: StreamFormat, records: list[StreamRecord]) -> Iterator[bytes]:
    if form is StreamFormat.JSON:
        return map(json_line, records)
    marks = syslog_marks()
    return (syslog_frame(record, marks) for record in records)
