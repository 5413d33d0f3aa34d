"""The schema of the records, moved by Alembic from Plone's upgrade steps."""

from alembic import command
from alembic.config import Config
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from sqlalchemy import Connection


class TwoPhaseDisabled(Exception):
    """The PostgreSQL server would refuse every request that also writes to ZODB."""


def upgrade(revision: str = "head") -> None:
    """Bring the records to the newest schema, or to that; nothing where they have it."""
    config = Config()
    config.set_main_option("script_location", "cites.cug.sql:migrations")
    with engine(records_url()).connect() as connection:
        _require_two_phase(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def _require_two_phase(connection: Connection) -> None:
    """Say at installation what else would be found out at the first write."""
    if connection.dialect.name == "postgresql":
        allowed = connection.exec_driver_sql("SHOW max_prepared_transactions").scalar()
        if int(allowed) == 0:
            raise TwoPhaseDisabled(
                "Set max_prepared_transactions in postgresql.conf, to max_connections"
                " for instance, and restart PostgreSQL."
            )
