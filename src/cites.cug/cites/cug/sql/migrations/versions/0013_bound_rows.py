"""Messages are bound to their mailboxes, and rows of logging in have a proof.

What is there already gets neither here, but by ``bin/rotate-message-keys``: that needs
the keys, takes longer, and goes on while members work.
"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0011"

PROVEN = (
    "login_session",
    "login_device",
    "login_step",
    "login_recovery_code",
    "login_passkey",
    "login_api_token",
)


def upgrade() -> None:
    op.add_column("message", sa.Column("details", sa.LargeBinary))
    op.add_column("message_delivery", sa.Column("sealed_key", sa.LargeBinary))
    for table in PROVEN:
        op.add_column(table, sa.Column("proof", sa.LargeBinary))
