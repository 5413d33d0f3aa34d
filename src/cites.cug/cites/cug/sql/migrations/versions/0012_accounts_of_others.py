"""What others change about an account and whom they invite: it waits for an answer."""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0013"

ID = sa.String(32)
USER = sa.String(200)
TEXT = sa.String(200)


def upgrade() -> None:
    op.create_table(
        "account_change",
        sa.Column("id", ID, primary_key=True),
        sa.Column("user_id", USER, nullable=False, index=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("asked_by", USER, nullable=False),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("group_uid", ID, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("settled", sa.DateTime),
        sa.Column("settled_by", USER),
        sa.Column("proof", sa.LargeBinary),
    )
    change = sa.ForeignKey("account_change.id", ondelete="CASCADE")
    op.create_table(
        "account_consent",
        sa.Column("change_id", ID, change, primary_key=True),
        sa.Column("group_uid", ID, primary_key=True),
        sa.Column("user_id", USER, primary_key=True),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "invitation",
        sa.Column("id", ID, primary_key=True),
        sa.Column("group_uid", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("user_id", USER, nullable=False),
        sa.Column("category", sa.String(12), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("organisation", TEXT, nullable=False),
        sa.Column("function", TEXT, nullable=False),
        sa.Column("telephone", TEXT, nullable=False),
        sa.Column("contact_point", sa.Boolean, nullable=False),
        sa.Column("made_by", USER, nullable=False),
        sa.Column("by_manager", sa.Boolean, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("opens", sa.DateTime, nullable=False),
        sa.Column("ends", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("settled", sa.DateTime),
        sa.Column("request_id", ID),
        sa.Column("opened_account", sa.Boolean, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_index("ix_invitation_group", "invitation", ["group_uid", "state"])
    op.create_index("ix_invitation_user", "invitation", ["user_id", "state"])
