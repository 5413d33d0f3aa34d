"""Each event says what the one who did it was let in by."""

import sqlalchemy as sa
from alembic import op


revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("credential", sa.String(60)))
