"""The tree over the audit trail. A trigger notes each event that is to be sealed."""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"

SQLITE = """
    CREATE TRIGGER audit_event_unsealed AFTER INSERT ON audit_event BEGIN
    INSERT INTO audit_unsealed (event_id) VALUES (NEW.id); END
"""
POSTGRESQL = """
    CREATE FUNCTION audit_event_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER audit_event_unsealed AFTER INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_unsealed()
"""


def upgrade() -> None:
    op.create_table(
        "audit_unsealed",
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "audit_leaf",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Integer, nullable=False, unique=True),
        sa.Column("salt", sa.LargeBinary(32), nullable=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("proof", sa.LargeBinary(16), nullable=False),
    )
    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.execute("INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(POSTGRESQL if is_postgresql else SQLITE)
