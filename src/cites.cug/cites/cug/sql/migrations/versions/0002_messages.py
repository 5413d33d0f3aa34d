"""Messages: mailboxes, deliveries, attachments, keys in use, retention."""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"

ID = sa.String(32)


def mailbox() -> sa.Column:
    """Part of a primary key; what lies in a mailbox goes with it."""
    key = sa.ForeignKey("mailbox.id", ondelete="CASCADE")
    return sa.Column("mailbox_id", sa.Integer, key, primary_key=True)


def message() -> sa.Column:
    key = sa.ForeignKey("message.id", ondelete="CASCADE")
    return sa.Column("message_id", ID, key, primary_key=True)


def upgrade() -> None:
    _messages()
    _deliveries()
    _files()
    _around_them()


def _messages() -> None:
    op.create_table(
        "mailbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("group_uid", ID, nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.UniqueConstraint("group_uid", "user_id"),
    )
    op.create_table(
        "message",
        sa.Column("id", ID, primary_key=True),
        sa.Column("group_uid", ID, nullable=False),
        sa.Column("thread", ID, nullable=False),
        sa.Column("reply_to", ID),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("sender_country", sa.String(2), nullable=False),
        sa.Column("sender_category", sa.String(20), nullable=False),
        sa.Column("sent", sa.DateTime),
        sa.Column("handling", sa.String(20), nullable=False),
        sa.Column("answer_by", sa.Date),
        sa.Column("receipt", sa.Boolean, nullable=False),
        sa.Column("addressed", sa.JSON, nullable=False),
        sa.Column("recipients_total", sa.Integer, nullable=False),
        sa.Column("attachments_total", sa.Integer, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False, index=True),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "message_delivery",
        mailbox(),
        message(),
        sa.Column("thread", ID, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("folder", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("unread", sa.Boolean, nullable=False),
        sa.Column("starred", sa.Boolean, nullable=False),
        sa.Column("first_read", sa.DateTime),
        sa.Column("trashed", sa.DateTime),
        sa.Index("ix_message_delivery_message_id", "message_id"),
        sa.Index("message_delivery_list", "mailbox_id", "folder", "time", "message_id"),
        sa.Index("message_delivery_thread", "mailbox_id", "thread", "time"),
    )
    op.create_table(
        "mailbox_count",
        mailbox(),
        sa.Column("folder", sa.String(10), primary_key=True),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("unread", sa.Integer, nullable=False),
    )


def _files() -> None:
    op.create_table(
        "message_attachment",
        message(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "message_attachment_chunk",
        message(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _around_them() -> None:
    op.create_table(
        "message_acknowledged",
        mailbox(),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    op.create_table(
        "message_key",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
    )
    op.create_table(
        "message_retention",
        sa.Column("group_uid", ID, primary_key=True),
        sa.Column("trash_days", sa.Integer, nullable=False),
        sa.Column("keep_days", sa.Integer),
    )
