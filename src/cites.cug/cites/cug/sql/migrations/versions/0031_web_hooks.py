"""Web hooks of service accounts, and how far each has been told."""

import sqlalchemy as sa
from alembic import op


revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "web_hook",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), nullable=False, index=True),
        sa.Column("group_uid", sa.String(32), nullable=False, index=True),
        sa.Column("key_id", sa.String(16), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("cursor", sa.Text, nullable=True),
        sa.Column("tested", sa.DateTime, nullable=True),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_tried", sa.DateTime, nullable=True),
        sa.Column("claimed_until", sa.DateTime, nullable=True),
        sa.Column("last_error", sa.String(20), nullable=True),
        sa.Column("delivered", sa.DateTime, nullable=True),
    )
