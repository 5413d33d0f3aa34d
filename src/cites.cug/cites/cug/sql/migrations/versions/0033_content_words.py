"""The words of content, which searches find."""

import sqlalchemy as sa
from alembic import op


revision = "0033"
down_revision = "0032"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
COLUMNS = ("title", "names", "text", "files")
#: The words are prepared: what is not ASCII belongs to them, and so does the mark between
#: a stem and its language.
SQLITE_TABLE = """
CREATE VIRTUAL TABLE content_words_found USING fts5(
    title, names, text, files,
    content='content_words', content_rowid='id',
    tokenize="ascii tokenchars '_'", detail=full
)
"""
REMOVE = """
    INSERT INTO content_words_found
    (content_words_found, rowid, title, names, text, files)
    VALUES ('delete', old.id, old.title, old.names, old.text, old.files);
"""
ADD = """
    INSERT INTO content_words_found (rowid, title, names, text, files)
    VALUES (new.id, new.title, new.names, new.text, new.files);
"""
TRIGGERS = {
    "added": f"AFTER INSERT ON content_words BEGIN {ADD} END",
    "removed": f"AFTER DELETE ON content_words BEGIN {REMOVE} END",
    "changed": f"AFTER UPDATE ON content_words BEGIN {REMOVE} {ADD} END",
}
POSTGRESQL_COLUMN = """
ALTER TABLE content_words ADD COLUMN found tsvector GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(
        string_to_array(title || names || text || files, ' '), ''
    ))
) STORED
"""


def upgrade() -> None:
    op.create_table(
        "content_words",
        # SQLite's own row id, which its index refers to.
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in COLUMNS),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("languages", sa.String(20), nullable=False),
        sa.Column("stamp", sa.String(16), nullable=False),
    )
    op.create_index("ix_content_words_stamp", "content_words", ["stamp"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_COLUMN)
        op.execute(
            "CREATE INDEX ix_content_words_found ON content_words USING gin (found)"
        )
        return
    op.execute(SQLITE_TABLE)
    for name, words in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER content_words_{name} {words}")
