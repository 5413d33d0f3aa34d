"""The schema of the records, moved by Alembic from Plone's upgrade steps."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from enum import Enum
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from sqlalchemy import column, Connection, inspect, select, table
from typing import NamedTuple


class SchemaState(Enum):
    """How the schema of the records stands to what this version of the portal needs."""

    CURRENT = "current"
    #: There is none: no portal yet, or the records are lost.
    MISSING = "missing"
    OLDER = "older"
    #: Written before version 1.0.0, which reads nothing of that.
    UNRELEASED = "unreleased"
    #: A newer version of the portal has written them.
    NEWER = "newer"


class Schema(NamedTuple):
    """The schema that the records have."""

    state: SchemaState
    revision: str | None
    newest: str


#: What the source of a model has.
MODEL = b"    __tablename__ ="
MIGRATIONS = Path(__file__).parent / "migrations" / "versions"
#: Alembic's table.
VERSIONS = table("alembic_version", column("version_num"))
#: Any number, the same for all: two upgrades at once wait for each other.
ADVISORY_LOCK = "SELECT pg_advisory_xact_lock(1515)"


def import_models() -> None:
    """Import all modules of the package with tables, so that none is left out."""
    package = import_module("cites.cug")
    home = Path(next(iter(package.__path__)))
    for path in sorted(home.rglob("*.py")):
        if MODEL in path.read_bytes():
            parts = path.relative_to(home).with_suffix("").parts
            import_module(".".join((package.__name__, *parts)))


def upgrade(revision: str = "head") -> None:
    """Bring the records to the newest schema, or to that; nothing where they have it.

    In one transaction: who is interrupted has changed nothing (``migrations/env.py``).
    """
    with engine(records_url()).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(ADVISORY_LOCK)
        run_migrations(connection, revision)
        connection.commit()


def run_migrations(connection: Connection, revision: str = "head") -> None:
    """Bring the database that a connection leads to to a schema, and commit nothing."""
    # Imported here because it takes long, and a start only compares revisions.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "cites.cug.core.sql:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def find_schema(connection: Connection) -> Schema:
    """The schema of the records that this connection leads to."""
    newest, known = revisions()
    revision = _revision_of(connection)
    if revision is None:
        return Schema(SchemaState.MISSING, None, newest)
    if revision == newest:
        return Schema(SchemaState.CURRENT, revision, newest)
    if revision in known:
        return Schema(SchemaState.OLDER, revision, newest)
    is_unreleased = revision < min(known)
    state = SchemaState.UNRELEASED if is_unreleased else SchemaState.NEWER
    return Schema(state, revision, newest)


@lru_cache
def revisions() -> tuple[str, frozenset[str]]:
    """The newest revision, and all that this version of the portal knows.

    By the names of their files, whose numbers follow each other.
    """
    known = frozenset(path.name.partition("_")[0] for path in MIGRATIONS.glob("*.py"))
    return max(known), known


def _revision_of(connection: Connection) -> str | None:
    """The revision of the records; Alembic's own way writes two lines into the log."""
    if not inspect(connection).has_table(VERSIONS.name):
        return None
    return connection.scalar(select(VERSIONS.c.version_num))
