"""The schema of the records, moved by Alembic from Plone's upgrade steps."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from enum import Enum
from sqlalchemy import Connection
from typing import NamedTuple


class TwoPhaseDisabled(Exception):
    """The PostgreSQL server would refuse every request that also writes to ZODB."""


class SchemaState(Enum):
    """How the schema of the records stands to what this version of the portal needs."""

    CURRENT = "current"
    #: There is none: no portal yet, or the records are lost.
    MISSING = "missing"
    OLDER = "older"
    #: A newer version of the portal has written them.
    NEWER = "newer"


class Schema(NamedTuple):
    """The schema that the records have."""

    state: SchemaState
    revision: str | None
    newest: str


#: Any number, the same for all: two upgrades at once wait for each other.
ADVISORY_LOCK = "SELECT pg_advisory_xact_lock(1515)"


def upgrade(revision: str = "head") -> None:
    """Bring the records to the newest schema, or to that; nothing where they have it.

    In one transaction: who is interrupted has changed nothing (``migrations/env.py``).
    """
    config = _config()
    with engine(records_url()).connect() as connection:
        _require_two_phase(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(ADVISORY_LOCK)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def find_schema(connection: Connection) -> Schema:
    """The schema of the records that this connection leads to."""
    scripts = ScriptDirectory.from_config(_config())
    newest = scripts.get_current_head() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return Schema(SchemaState.MISSING, None, newest)
    if revision == newest:
        return Schema(SchemaState.CURRENT, revision, newest)
    state = SchemaState.OLDER if revision in known else SchemaState.NEWER
    return Schema(state, revision, newest)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "cites.cug.sql:migrations")
    return config


def _require_two_phase(connection: Connection) -> None:
    """Say at installation what else would be found out at the first write."""
    if connection.dialect.name == "postgresql":
        allowed = connection.exec_driver_sql("SHOW max_prepared_transactions").scalar()
        if allowed is None or int(allowed) == 0:
            raise TwoPhaseDisabled(
                "Set max_prepared_transactions in postgresql.conf, to max_connections"
                " for instance, and restart PostgreSQL."
            )
