"""What a message sends to many mailboxes lies together.

The key and the index of conversations began with the mailbox: each recipient's line
changed three pages of its own. Now one does, that of the list.
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"

INDEXES = {
    "message_delivery_list": ("mailbox_id", "folder", "time", "message_id"),
    "message_delivery_thread": ("thread", "mailbox_id", "time"),
}


def upgrade() -> None:
    for name in ("ix_message_delivery_message_id", *INDEXES):
        op.drop_index(name, "message_delivery")
    op.rename_table("message_delivery", "message_delivery_before")
    after = op.create_table(
        "message_delivery",
        _key("message_id", sa.String(32), "message.id"),
        _key("mailbox_id", sa.Integer, "mailbox.id"),
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("folder", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("unread", sa.Boolean, nullable=False),
        sa.Column("starred", sa.Boolean, nullable=False),
        sa.Column("first_read", sa.DateTime),
        sa.Column("trashed", sa.DateTime),
        sa.PrimaryKeyConstraint("message_id", "mailbox_id", name="message_delivered"),
    )
    names = after.c.keys()
    before = sa.table("message_delivery_before", *map(sa.column, names))
    op.execute(after.insert().from_select(names, sa.select(before)))
    op.drop_table("message_delivery_before")
    for name, columns in INDEXES.items():
        op.create_index(name, "message_delivery", columns)


def _key(
    name: str, kind: sa.types.TypeEngine | type[sa.Integer], target: str
) -> sa.Column:
    goes_with_it = sa.ForeignKey(target, ondelete="CASCADE")
    return sa.Column(name, kind, goes_with_it, nullable=False)
