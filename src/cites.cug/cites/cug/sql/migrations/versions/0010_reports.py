"""Topics and comments that are hidden, since they have been reported as nominal."""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"

UID = sa.String(32)
USER = sa.String(200)
ACTIVITY = "ix_workspace_topic_activity"


def upgrade() -> None:
    hidden = sa.Column("reported", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("workspace_topic", hidden)
    # Topics are counted in the index alone.
    op.drop_index(ACTIVITY, "workspace_topic")
    columns = ["workspace_uid", "last_post", "reported", "author"]
    op.create_index(ACTIVITY, "workspace_topic", columns)
    op.create_table(
        "workspace_reported",
        sa.Column("id", UID, primary_key=True),
        sa.Column("topic_uid", UID, nullable=False),
        sa.Column("post_id", sa.BigInteger, nullable=False),
        sa.Column("group_uid", UID, nullable=False, index=True),
        sa.Column("reporter", USER, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("topic_uid", "post_id"),
    )
