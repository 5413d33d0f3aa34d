"""How often a member wants a summary, and of which period it was last told."""

import sqlalchemy as sa
from alembic import op


revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("notice_choice", sa.Column("summary", sa.String(10), nullable=True))
    op.add_column("notice_choice", sa.Column("summary_told", sa.Date, nullable=True))
