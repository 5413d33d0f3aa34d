"""Where members have seen the same as an alert tells of."""

import sqlalchemy as sa
from alembic import op


revision = "0022"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "library_sighting",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("day", sa.Date, nullable=True),
        sa.Column("quantity", sa.Float, nullable=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
    )
    op.create_index("library_sighting_item", "library_sighting", ["item_uid", "time"])
    op.create_index(
        "library_sighting_group", "library_sighting", ["group_uid", "changed"]
    )
