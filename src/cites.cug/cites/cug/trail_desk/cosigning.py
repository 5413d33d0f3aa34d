"""Asks the operator's witnesses to sign the newest checkpoint, and keeps what they sign.

By C2SP's tlog-witness: each is sent the checkpoint with what proves that it goes on from
the last one that the witness signed. Nothing else leaves the portal.
"""

import base64
from cites.cug.core.http_client.transport import ask_for_job, OutsideFailed
from cites.cug.core.settings.witnesses import trail_witnesses, Witness, witnessed_keys
from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.core.trail.cosignatures import (
    Cosignature,
    cosigned_at,
    last_cosigned,
    read_witness_key,
    WitnessKey,
)
from cites.cug.core.trail.merkle import consistency_path
from cites.cug.core.trail.notes import read_key, SignedTree
from cites.cug.core.trail.tree import Tiles
from cites.cug.trail_desk.witnesses import newest_checkpoint
from datetime import datetime, timedelta, UTC
from sqlalchemy import insert, select
from time import monotonic


#: By how much the clock of a witness may differ.
LONGEST_OFF = timedelta(hours=1)
SIGNED, BEHIND = 200, 409
HEADERS = {"Content-Type": "text/plain", "User-Agent": "cites.cug"}
COSIGNATURE = Cosignature.__table__


class WitnessFailed(Exception):
    """At least one witness has not signed."""


def ask_witnesses(now: datetime) -> None:
    """Ask each witness that has not signed today. Raises WitnessFailed, ValueError."""
    newest = newest_checkpoint()
    if newest is None:
        return
    failed = []
    for witness in trail_witnesses():
        key = read_witness_key(witness.key)
        try:
            if _is_due(key, newest[1], now):
                _ask(witness, key, *newest, now)
        except (OutsideFailed, WitnessFailed) as error:
            failed.append(f"{key.name}: {error}")
    if failed:
        raise WitnessFailed("; ".join(failed))


def check_witnesses(_event: object = None) -> None:
    """End the process at start if the settings are wrong or unsafe."""
    try:
        witness_keys()
        for key in witnessed_keys():
            read_key(key)
    except ValueError as error:
        raise SystemExit(f"cites.cug: trail-witnesses cannot be used: {error}") from error


def witness_keys() -> list[WitnessKey]:
    """The keys of the operator's witnesses. Raises ValueError."""
    return [read_witness_key(witness.key) for witness in trail_witnesses()]


def _is_due(key: WitnessKey, tree: SignedTree, now: datetime) -> bool:
    with read_connection() as connection:
        last = last_cosigned(connection, key.name)
    if last is None:
        return True
    size, time = last
    return size != tree.size and time.date() < now.astimezone(UTC).date()


def _ask(
    witness: Witness, key: WitnessKey, note: str, tree: SignedTree, now: datetime
) -> None:
    with read_connection() as connection:
        size, _time = last_cosigned(connection, key.name) or (0, None)
    service = witness.outside
    answer = None
    for _attempt in range(2):
        deadline = monotonic() + service.patience
        body = _request(min(size, tree.size), note, tree)
        answer = ask_for_job(service, body, HEADERS, deadline)
        if answer.status != BEHIND:
            break
        # It says which tree it signed last, perhaps for the portal before a restore.
        size = _size_in(answer.body, tree.size)
    if answer is None or answer.status != SIGNED:
        raise WitnessFailed(f"answered {answer and answer.status}")
    for line in answer.body.decode(errors="replace").splitlines():
        time = cosigned_at(note, line, key)
        if time is not None and abs(time - now) <= LONGEST_OFF:
            _keep(key, tree.size, time, line)
            return
    raise WitnessFailed("has not signed")


def _request(old: int, note: str, tree: SignedTree) -> bytes:
    path = []
    if 0 < old < tree.size:
        with read_connection() as connection:
            path = consistency_path(old, tree.size, Tiles(connection))
    proof = [base64.b64encode(one).decode() for one in path]
    return "\n".join([f"old {old}", *proof, "", note]).encode()


def _size_in(body: bytes, most: int) -> int:
    words = body.strip()
    if not words.isdigit() or int(words) > most:
        raise WitnessFailed("has signed another tree")
    return int(words)


def _keep(key: WitnessKey, size: int, time: datetime, line: str) -> None:
    mine = COSIGNATURE.c.size == size, COSIGNATURE.c.witness == key.name
    values = {"size": size, "witness": key.name, "time": time, "line": line}
    with autonomous_transaction() as connection:
        if connection.scalar(select(COSIGNATURE.c.size).where(*mine)) is None:
            connection.execute(insert(COSIGNATURE).values(values))
