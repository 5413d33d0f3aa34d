"""The directory of rescue centres, laboratories and experts."""

import sqlalchemy as sa
from alembic import op


revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "institution",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("species", sa.JSON, nullable=False),
        sa.Column("services", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
    )
    op.create_index(
        "ix_institution_group", "institution", ["group_uid", "country", "name"]
    )
