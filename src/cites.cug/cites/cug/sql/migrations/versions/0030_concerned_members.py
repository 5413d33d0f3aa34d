"""An index of events by the member whose account they were done to."""

from alembic import op


revision = "0030"
down_revision = "0029"

#: As ``audit.trail.ConcernedMember`` writes it.
SQLITE = "(CASE WHEN json_valid(detail) THEN json_extract(detail, '$.member') END)"
POSTGRESQL = "(detail ->> 'member')"


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    member = POSTGRESQL if is_postgresql else SQLITE
    op.execute(
        f"CREATE INDEX ix_audit_event_member ON audit_event ({member})"
        f" WHERE {member} IS NOT NULL"
    )
