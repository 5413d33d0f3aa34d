"""The trail is sealed without a gap, also where events are committed late."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree_check import check_trail
from sqlalchemy import func, insert, select
from tests.core.trail.tree_case import some_events


def seal_all() -> None:
    while seal_waiting():
        pass


def check():
    with engine(records_url()).connect() as connection:
        written = connection.scalar(select(func.count()).select_from(AuditEvent))
        return check_trail(connection), written


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
