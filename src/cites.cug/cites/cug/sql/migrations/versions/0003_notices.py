"""Notices to be sent by e-mail, and when readers want them."""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"

INDEXES = {
    "ix_notice_due": ("due", "state = 'pending'"),
    "ix_notice_failed": ("group_uid", "state = 'failed'"),
    "ix_notice_mail": ("mail_id", "mail_id IS NOT NULL"),
}


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="pending"),
        sa.Column("mail_id", sa.String(300)),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("first_tried", sa.DateTime),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("last_error", sa.String(200)),
        sa.Column("sent", sa.DateTime),
    )
    for name, (column, condition) in INDEXES.items():
        some = sa.text(condition)
        op.create_index(
            name, "notice", [column], sqlite_where=some, postgresql_where=some
        )
    op.create_table(
        "notice_choice",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("choice", sa.String(10), nullable=False),
    )
