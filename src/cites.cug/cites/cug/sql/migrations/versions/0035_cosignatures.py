"""Signatures of witnesses under checkpoints of the audit trail."""

import sqlalchemy as sa
from alembic import op


revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "audit_cosignature",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("witness", sa.String(200), primary_key=True),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
    )
