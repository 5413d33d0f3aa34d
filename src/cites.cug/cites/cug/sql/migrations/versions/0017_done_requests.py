"""Requests with a key, of all services; until now there were some of messages alone."""

import sqlalchemy as sa
from alembic import op


revision = "0017"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "done_request",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("location", sa.String(2000)),
        sa.Column("answer", sa.Text),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    op.create_index("ix_done_request_time", "done_request", ["time"])
    op.drop_table("message_acknowledged")
