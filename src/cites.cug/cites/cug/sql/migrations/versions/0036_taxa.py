"""The whole list of CITES taxa."""

import sqlalchemy as sa
from alembic import op


revision = "0036"
down_revision = "0035"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
BYTEWISE = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "taxon_list",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("stamp", sa.String(16), nullable=False, unique=True),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("dated", sa.Date, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("begun", sa.DateTime),
        sa.Column("ended", sa.DateTime),
        sa.Column("taxa", sa.Integer, nullable=False),
    )
    names = ("kingdom", "class_name", "order_name", "family_name", "genus_name")
    op.create_table(
        "taxon",
        sa.Column("list_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("name", BYTEWISE, primary_key=True),
        sa.Column("rank", sa.String(20), nullable=False),
        sa.Column("appendix", sa.String(20), nullable=False),
        sa.Column("annotation", sa.Text, nullable=False),
        sa.Column("listed", sa.Date),
        *(sa.Column(name, BYTEWISE, nullable=False) for name in names),
        sa.Column("species_name", BYTEWISE, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("source_id", sa.String(20), nullable=False),
        *(sa.Column(one, sa.String(200), nullable=False) for one in ("en", "fr", "es")),
        sa.Column("synonyms", sa.JSON, nullable=False),
        sa.Column("common", sa.JSON, nullable=False),
        sa.Column("implied", sa.Boolean, nullable=False),
        sa.Index("ix_taxon_family", "list_id", "family_name", "rank"),
        sa.Index("ix_taxon_order", "list_id", "order_name", "rank"),
        sa.Index("ix_taxon_class", "list_id", "class_name", "rank"),
    )
    op.create_table(
        "taxon_name",
        sa.Column("list_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("key", BYTEWISE, primary_key=True),
        sa.Column("kind", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("taxon", BYTEWISE, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sqlite_with_rowid=False,
    )
