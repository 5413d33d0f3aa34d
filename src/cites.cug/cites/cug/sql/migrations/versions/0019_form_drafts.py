"""What is typed into forms and not sent yet."""

import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("place", sa.String(150), primary_key=True),
        sa.Column("saved", sa.DateTime, nullable=False, index=True),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
