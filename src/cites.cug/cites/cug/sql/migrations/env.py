"""Alembic's entry: always on the connection that ``schema.upgrade`` hands over."""

from alembic import context
from cites.cug.sql.session import Base


context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata
)
with context.begin_transaction():
    context.run_migrations()
