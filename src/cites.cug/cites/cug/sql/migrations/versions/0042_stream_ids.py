"""Each stream of the trail has an id, which a restored backup renews."""

import secrets
import sqlalchemy as sa
from alembic import op


revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.add_column("audit_stream", sa.Column("stream", sa.String(32)))
    connection = op.get_bind()
    streams = sa.table("audit_stream", sa.column("name"), sa.column("stream"))
    for name in connection.execute(sa.select(streams.c.name)).scalars().all():
        mine = streams.update().where(streams.c.name == name)
        connection.execute(mine.values(stream=secrets.token_hex(16)))
