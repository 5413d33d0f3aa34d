"""What the lists of topics need: activity, what each has read, and who wants notices."""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"

UID = sa.String(32)
USER = sa.String(200)


def upgrade() -> None:
    op.create_table(
        "workspace_topic",
        sa.Column("topic_uid", UID, primary_key=True),
        sa.Column("workspace_uid", UID, nullable=False),
        sa.Column("path", sa.String(200), nullable=False, unique=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("author", USER, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("comments_total", sa.Integer, nullable=False),
        sa.Column("last_post", sa.BigInteger, nullable=False),
        sa.Column("last_author", USER, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
    )
    columns = ["workspace_uid", "last_post"]
    op.create_index("ix_workspace_topic_activity", "workspace_topic", columns)
    _posts()


def _posts() -> None:
    op.create_table(
        "workspace_post",
        sa.Column("topic_uid", UID, primary_key=True),
        sa.Column("post_id", sa.BigInteger, primary_key=True),
        sa.Column("author", USER, nullable=False),
    )
    op.create_table(
        "workspace_reading",
        sa.Column("user_id", USER, primary_key=True),
        sa.Column("topic_uid", UID, primary_key=True),
        sa.Column("read_until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "workspace_subscription",
        sa.Column("user_id", USER, primary_key=True),
        sa.Column("about_uid", UID, primary_key=True),
        sa.Column("level", sa.String(10), nullable=False),
    )
    op.create_table(
        "workspace_seen",
        sa.Column("topic_uid", UID, primary_key=True),
        sa.Column("post_id", sa.BigInteger, primary_key=True),
        sa.Column("user_id", USER, primary_key=True),
    )
