"""The trail is sealed without a gap, whoever writes, waits or is killed meanwhile."""

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
from sqlalchemy import func, insert, select
from tests.audit.tree_case import some_events


SEALERS, WRITERS, KILLS, EACH = 2, 2, 6, 400


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


def write_events() -> None:
    for event in some_events(EACH, seed=os.getpid()):
        with at_once() as connection:
            connection.execute(insert(AuditEvent.__table__), event)


def go_on_sealing() -> None:
    while True:
        with suppress(RecordsBusy):
            seal_waiting()


def end(process):
    """Kill it. The process of the tests has other children, which are left alone."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def test_killed_while_others_write(records):
    engine(records_url()).dispose()
    writers = [fork(write_events) for _writer in range(WRITERS)]
    sealers = [fork(go_on_sealing) for _sealer in range(SEALERS)]
    for _kill in range(KILLS):
        time.sleep(random.uniform(0.05, 0.3))
        end(sealers.pop(0))
        sealers.append(fork(go_on_sealing))
    for writer in writers:
        os.waitpid(writer, 0)
    for sealer in sealers:
        end(sealer)
    seal_all()
    outcome, written = check()
    assert (written, outcome.size) == (WRITERS * EACH, written), outcome
    assert outcome.is_whole, outcome.findings
    assert outcome.waiting == 0


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
