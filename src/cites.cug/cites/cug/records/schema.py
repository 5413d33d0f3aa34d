"""The schema of the records, moved by Alembic from Plone's upgrade steps."""

from alembic import command
from alembic.config import Config
from cites.cug.records.store import engine
from cites.cug.settings.deployment import records_url


def upgrade() -> None:
    """Bring the records to the newest schema; does nothing where they have it."""
    config = Config()
    config.set_main_option("script_location", "cites.cug.records:migrations")
    with engine(records_url()).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
