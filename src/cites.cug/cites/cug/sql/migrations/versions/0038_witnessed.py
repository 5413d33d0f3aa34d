"""The last trees of other portals that this one has signed as a witness."""

import sqlalchemy as sa
from alembic import op


revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "audit_witnessed",
        sa.Column("origin", sa.String(200), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
