"""On SQLite the number of a deleted event is not given to another any more.

It was, to the next event, if the newest one had been deleted: where that was not sealed
yet, noting the next one as unsealed failed, and with it everything that is recorded.
"""

import sqlalchemy as sa
from alembic import op


revision = "0041"
down_revision = "0040"

#: What belongs to the table, and is dropped with it.
BELONGS = """
    SELECT sql FROM sqlite_master WHERE tbl_name = 'audit_event'
    AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name
"""
COPY = """
    INSERT INTO audit_event_anew
    (id, time, actor, action, target, target_uid, ip, detail, credential)
    SELECT id, time, actor, action, target, target_uid, ip, detail, credential
    FROM audit_event ORDER BY id
"""
#: The greatest number that was ever given, as far as anything tells.
NEWEST = """
    SELECT max(number) FROM (
    SELECT max(id) AS number FROM audit_event
    UNION ALL SELECT max(event_id) FROM audit_unsealed
    UNION ALL SELECT max(event_id) FROM audit_leaf)
"""


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        return  # its sequences never go back
    belongs = list(connection.exec_driver_sql(BELONGS).scalars())
    newest = connection.exec_driver_sql(NEWEST).scalar() or 0
    op.create_table(
        "audit_event_anew",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("target", sa.String(2000), nullable=False),
        sa.Column("target_uid", sa.String(32)),
        sa.Column("ip", sa.String(45)),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("credential", sa.String(60)),
        sqlite_autoincrement=True,
    )
    op.execute(COPY)
    op.drop_table("audit_event")
    op.rename_table("audit_event_anew", "audit_event")
    for statement in belongs:
        connection.exec_driver_sql(statement)
    sequence = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
    connection.execute(sequence.delete().where(sequence.c.name == "audit_event"))
    connection.execute(sequence.insert().values(name="audit_event", seq=newest))
