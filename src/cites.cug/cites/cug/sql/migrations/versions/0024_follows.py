"""What members follow in libraries, what was found by it, and when they want notices."""

import sqlalchemy as sa
from alembic import op


revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("value", sa.String(1000), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.UniqueConstraint("group_uid", "user_id", "field", "value"),
    )
    op.create_index("ix_follow_value", "follow", ["group_uid", "field", "value"])
    op.create_table(
        "followed_item",
        sa.Column(
            "follow_id",
            sa.String(32),
            sa.ForeignKey("follow.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("item_uid", sa.String(32), primary_key=True, index=True),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    op.create_table(
        "followed_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False, index=True),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    op.add_column("notice_choice", sa.Column("follows", sa.String(10), nullable=True))
