"""Alembic's entry: always on the connection that ``schema.upgrade`` hands over."""

from alembic import context
from cites.cug.core.sql.session import Base


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite's too can be undone, since we begin its transactions ourselves: all changes
    # are kept together or not at all, whoever is killed meanwhile.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
