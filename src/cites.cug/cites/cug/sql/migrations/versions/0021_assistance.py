"""Which messages ask for assistance, and how far that has come."""

import sqlalchemy as sa
from alembic import op


revision = "0021"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "assistance_request",
        sa.Column(
            "message_id",
            sa.String(32),
            sa.ForeignKey("message.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("about", sa.LargeBinary, nullable=True),
        sa.Column("answered", sa.DateTime, nullable=True),
        sa.Column("closed", sa.DateTime, nullable=True),
        sa.Column("reminded", sa.DateTime, nullable=True),
        sa.Column("overdue_told", sa.DateTime, nullable=True),
    )
    op.create_index(
        "assistance_request_state", "assistance_request", ["state", "overdue_told"]
    )
