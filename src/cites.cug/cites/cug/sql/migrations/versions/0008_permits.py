"""Permits: their boxes, lines, status, earlier revisions and scans."""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"

ID = sa.String(32)
BEGINS = "coalesce(valid_from, '0001-01-01')"
ENDS = "coalesce(valid_until, '9999-12-31')"
BYTEWISE = sa.String(250).with_variant(sa.String(250, collation="C"), "postgresql")


def _word(name: str, length: int, **options) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, **options)


def _words(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _days(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Date) for name in names]


def _amounts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Double) for name in names]


def _number(name: str, **options) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False, **options)


def _of_permit() -> sa.Column:
    key = sa.ForeignKey("permit.id", ondelete="CASCADE")
    return sa.Column("permit_id", ID, key, primary_key=True)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime, nullable=False)


def upgrade() -> None:
    op.create_table(
        "permit",
        sa.Column("id", ID, primary_key=True),
        _word("country", 2),
        _word("key", 70),
        _word("number", 70),
        _word("type", 1),
        sa.Column("copy", sa.Boolean, nullable=False),
        *_days("valid_from", "valid_until", "issued", "endorsement_date"),
        *_words("type_text", "issue_place", "authority", "special_conditions"),
        *_words("security_stamp", "endorsement_port", "transport_document"),
        sa.Column("importer", sa.JSON, nullable=False),
        sa.Column("exporter", sa.JSON, nullable=False),
        _word("purpose", 20),
        _word("status", 20),
        *_words("reason"),
        sa.Column("replaced_by", sa.String(70)),
        _moment("changed"),
        _word("source", 10),
        _number("revision"),
        _number("attachments_total"),
        _word("digest", 64),
        sa.UniqueConstraint("country", "key"),
        sa.Index("ix_permit_country", "country", "id"),
        sa.Index("ix_permit_status", "status", "id"),
        sa.Index("ix_permit_facts", "country", "status", "type", "id"),
        sa.Index("ix_permit_validity", sa.text(ENDS), sa.text(BEGINS), "id"),
    )
    _lines()
    _history()
    _scans()


def _lines() -> None:
    op.create_table(
        "permit_line",
        _of_permit(),
        _number("position", primary_key=True),
        _word("block", 10),
        sa.Column("species", BYTEWISE, nullable=False),
        *_words("scientific_name", "common_name", "description", "marks"),
        _word("term", 20),
        _word("appendix", 3),
        _word("source", 20),
        _word("second_source", 20),
        _word("unit", 20),
        *_amounts("quantity", "used_to_date", "quota", "endorsed_quantity"),
        _word("origin_country", 2),
        _word("last_reexport_country", 2),
        *_words("origin_permit", "last_reexport_permit", "operation"),
        *_days("origin_date", "last_reexport_date", "acquired"),
        sa.Index("ix_permit_line_species", "species", "permit_id"),
        sa.Index("ix_permit_line_origin", "origin_country", "permit_id"),
    )


def _history() -> None:
    op.create_table(
        "permit_status",
        _of_permit(),
        _number("position", primary_key=True),
        _word("status", 20),
        *_words("reason"),
        sa.Column("replaced_by", sa.String(70)),
        _moment("changed"),
        _word("changed_by", 200),
    )
    op.create_table(
        "permit_revision",
        _of_permit(),
        _number("revision", primary_key=True),
        sa.Column("boxes", sa.JSON, nullable=False),
        _word("source", 10),
        _moment("replaced"),
        _word("replaced_by", 200),
    )


def _scans() -> None:
    op.create_table(
        "permit_attachment",
        _of_permit(),
        _number("number", primary_key=True),
        _word("filename", 200),
        _word("content_type", 100),
        _number("size"),
        _moment("added"),
        _word("added_by", 200),
    )
    op.create_table(
        "permit_attachment_chunk",
        _of_permit(),
        _number("number", primary_key=True),
        _number("position", primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
