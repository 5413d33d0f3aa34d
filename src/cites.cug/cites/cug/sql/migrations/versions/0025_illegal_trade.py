"""Which illegal trade reports were taken, and whether a Party's may be passed on."""

import sqlalchemy as sa
from alembic import op


revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "illegal_trade_choice",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("country", sa.String(10), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("share_iccwc", sa.Boolean, nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    op.create_table(
        "illegal_trade_export",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("by_office", sa.Boolean, nullable=False),
    )
    op.create_index(
        "illegal_trade_export_year",
        "illegal_trade_export",
        ["group_uid", "country", "year", "time"],
    )
    op.create_table(
        "illegal_trade_export_row",
        sa.Column(
            "export_id",
            sa.String(32),
            sa.ForeignKey("illegal_trade_export.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
