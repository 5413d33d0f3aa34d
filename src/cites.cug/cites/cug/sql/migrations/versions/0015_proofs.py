"""Logging in: when a session's owner proved anew who they are; wrong second factors."""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("login_session", sa.Column("confirmed", sa.DateTime, nullable=True))
    op.create_table(
        "login_wrong_codes",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
