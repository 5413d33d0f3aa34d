"""The migrations make the tables that the models describe, on both databases."""

import re
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import Base, engine
from importlib import import_module
from tests.deployment.next_version import PACKAGE, SOURCE


#: What the models do not describe: the searchable words and what serves them.
UNDESCRIBED = (
    "content_words_found",
    "ix_content_words_found",
    "ix_audit_event_member",
    *("ix_audit_event_shown", "ix_audit_event_actor", "ix_audit_event_action"),
    "TSVECTOR",
)


def import_models() -> None:
    for path in (SOURCE / PACKAGE).rglob("*.py"):
        if "migrations" in path.parts:
            continue
        if re.search(r"\b(Base|Proven)\b", path.read_text(encoding="utf-8")):
            import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))


def test_models_and_migrations_agree(records):
    import_models()
    with engine(records_url()).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = map(repr, compare_metadata(context, Base.metadata))
    assert [one for one in found if not any(name in one for name in UNDESCRIBED)] == []
