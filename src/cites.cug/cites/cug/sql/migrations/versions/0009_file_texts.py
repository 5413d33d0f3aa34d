"""The words of the library's files."""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "library_file_text",
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("file_key", sa.String(40), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("tries", sa.Integer, nullable=False),
    )
