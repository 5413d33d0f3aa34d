"""The trail is sealed without a gap, whoever writes, waits or is killed meanwhile.

``KILLS=100`` kills so often, on SQLite and on PostgreSQL.
"""

import os
import random
import signal
import time
from cites.cug.audit.sealing import seal_waiting
from cites.cug.audit.trail import AuditEvent
from cites.cug.audit.tree_check import check_trail
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import at_once, engine, RecordsBusy
from contextlib import suppress
from functools import partial
from itertools import cycle
from sqlalchemy import func, insert, select
from tests.audit.tree_case import some_events
from tests.deployment.processes import PATIENCE


SEALERS, WRITERS = 2, 2
KILLS = int(os.environ.get("KILLS", "6"))


def seal_all() -> None:
    while seal_waiting():
        pass


def check():
    with engine(records_url()).connect() as connection:
        written = connection.scalar(select(func.count()).select_from(AuditEvent))
        return check_trail(connection), written


def fork(work) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def go_on_writing(acknowledged) -> None:
    """Writes the number of each event into the file once that is said to be kept."""
    add = insert(AuditEvent.__table__).returning(AuditEvent.id)
    with acknowledged.open("ab", buffering=0) as file:
        for event in cycle(some_events(400, seed=os.getpid())):
            with suppress(RecordsBusy):
                with at_once() as connection:
                    number = connection.scalar(add, event)
                file.write(b"%d\n" % number)


def go_on_sealing() -> None:
    while True:
        with suppress(RecordsBusy):
            seal_waiting()


def wait_for(number, file):
    """Until so many are acknowledged."""
    deadline = time.monotonic() + PATIENCE
    while not file.exists() or len(file.read_text().split()) < number:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def end(process):
    """Kill it. The process of the tests has other children, which are left alone."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def test_killed_while_others_write(records, tmp_path):
    """By SIGKILL, who seals and who writes: in the middle of whatever they do."""
    engine(records_url()).dispose()
    file = tmp_path / "acknowledged"
    works = [go_on_sealing] * SEALERS + [partial(go_on_writing, file)] * WRITERS
    running = [(work, fork(work)) for work in works]
    try:
        for kill in range(KILLS):
            wait_for(kill + 2, file)
            time.sleep(random.uniform(0.05, 0.3))
            # A sealer, a sealer, a writer.
            place = SEALERS if kill % 3 == 2 else 0
            work, process = running.pop(place)
            end(process)
            running.insert(place + 1, (work, fork(work)))
    finally:
        for _work, process in running:
            end(process)
    seal_all()
    outcome, written = check()
    assert outcome.is_whole, outcome.findings
    assert (outcome.size, outcome.waiting) == (written, 0)
    with engine(records_url()).connect() as connection:
        leaves = "SELECT event_id FROM audit_leaf"
        sealed = connection.exec_driver_sql(leaves).scalars().all()
    acknowledged = [int(one) for one in file.read_text().split()]
    assert len(set(sealed)) == len(sealed)
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= set(sealed)
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged, {len(sealed)} sealed")


def test_what_is_committed_late_is_sealed_late(records):
    if engine(records_url()).dialect.name == "sqlite":
        return  # one writes at a time
    first, second, third = some_events(3)
    add = insert(AuditEvent.__table__).returning(AuditEvent.id)
    with engine(records_url()).connect() as late:
        late_id = late.scalar(add, first)
        with engine(records_url()).begin() as connection:
            early_id = connection.scalar(add, second)
        seal_all()
        assert check()[0].size == 1
        late.commit()
    with engine(records_url()).begin() as connection:
        # The server's zone is no matter.
        connection.exec_driver_sql("SET TIME ZONE 'Asia/Tokyo'")
        last_id = connection.scalar(add, third)
    seal_all()
    with engine(records_url()).connect() as connection:
        order = "SELECT event_id FROM audit_leaf ORDER BY position"
        ids = list(connection.exec_driver_sql(order).scalars())
        connection.exec_driver_sql("SET TIME ZONE 'America/Lima'")
        assert check_trail(connection).is_whole
    assert ids == [early_id, late_id, last_id]
    assert late_id < early_id
