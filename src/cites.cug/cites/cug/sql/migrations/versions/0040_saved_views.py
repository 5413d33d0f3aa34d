"""What readers of the audit trail look for, under a name."""

import sqlalchemy as sa
from alembic import op


revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "audit_view",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.UniqueConstraint("group_uid", "user_id", "name"),
    )
