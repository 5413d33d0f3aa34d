"""Requests for access, letters to any address, and how often something may be done."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"

ID = sa.String(32)
REQUEST = (
    sa.Column("id", ID, primary_key=True),
    sa.Column("group_uid", ID, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("source", sa.String(12), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("last_name", sa.String(100), nullable=False),
    sa.Column("first_name", sa.String(100), nullable=False),
    sa.Column("organisation", sa.String(200), nullable=False),
    sa.Column("function", sa.String(200), nullable=False),
    sa.Column("telephone", sa.String(16), nullable=False),
    sa.Column("email", sa.String(200), nullable=False),
    sa.Column("category", sa.String(12), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("confirmed", sa.DateTime),
    sa.Column("endorsed_by", sa.String(200)),
    sa.Column("endorsed", sa.DateTime),
    sa.Column("decided_by", sa.String(200)),
    sa.Column("decided", sa.DateTime),
    sa.Column("reason", sa.Text),
    sa.Column("user_id", sa.String(200)),
    sa.Column("new_account", sa.Boolean),
    sa.Column("settled", sa.Boolean, nullable=False),
)


def upgrade() -> None:
    op.create_table(
        "access_request",
        *REQUEST,
        sa.Index("access_request_list", "group_uid", "state", "created"),
        sa.Index("access_request_email", "group_uid", "email"),
    )
    _around_it()
    op.add_column("notice", sa.Column("language", sa.String(2)))
    op.create_table(
        "rate_use",
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("until", sa.DateTime, nullable=False, index=True),
    )


def _around_it() -> None:
    request = sa.ForeignKey("access_request.id", ondelete="CASCADE")
    op.create_table(
        "access_question",
        sa.Column("id", ID, primary_key=True),
        sa.Column("request_id", ID, request, nullable=False, index=True),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answered", sa.DateTime),
        sa.Column("answer", sa.Text),
    )
    op.create_table(
        "access_rules",
        sa.Column("group_uid", ID, primary_key=True),
        sa.Column("accepts", sa.Boolean, nullable=False),
        sa.Column("free_mail", sa.Boolean, nullable=False),
        sa.Column("refused_domains", sa.Text, nullable=False),
        sa.Column("official_domains", sa.Text, nullable=False),
    )
    op.create_table(
        "access_letter_text",
        sa.Column("group_uid", ID, primary_key=True),
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
