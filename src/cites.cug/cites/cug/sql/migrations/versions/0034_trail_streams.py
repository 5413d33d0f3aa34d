"""How far the audit trail has been streamed."""

import sqlalchemy as sa
from alembic import op


revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "audit_stream",
        sa.Column("name", sa.String(10), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("leaf", sa.LargeBinary(32), nullable=True),
        sa.Column("is_set", sa.Boolean, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("claimed_until", sa.DateTime, nullable=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failing", sa.DateTime, nullable=True),
        sa.Column("last_error", sa.String(20), nullable=True),
        sa.Column("delivered", sa.DateTime, nullable=True),
    )
