"""All reports in one table; retention that waits for its day."""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0012"

UID = sa.String(32)
# What has hidden a comment hides it on; items and topics follow with the profile.
MOVE = """
    INSERT INTO report
        (id, group_uid, content_uid, post_id, reporter, time, reason, hides)
    SELECT id, group_uid, topic_uid, post_id, reporter, time, reason, true
    FROM workspace_reported
"""


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", UID, primary_key=True),
        sa.Column("group_uid", UID, nullable=False),
        sa.Column("content_uid", UID, nullable=False),
        sa.Column("post_id", sa.BigInteger),
        sa.Column("reporter", sa.String(200), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("hides", sa.Boolean, nullable=False),
    )
    op.create_index("ix_report_reporter", "report", ["group_uid", "reporter"])
    op.create_index("ix_report_about", "report", ["content_uid", "post_id"])
    op.execute(MOVE)
    op.drop_table("workspace_reported")
    for name in ("next_trash_days", "next_keep_days"):
        op.add_column("message_retention", sa.Column(name, sa.Integer))
    op.add_column("message_retention", sa.Column("next_from", sa.DateTime))
