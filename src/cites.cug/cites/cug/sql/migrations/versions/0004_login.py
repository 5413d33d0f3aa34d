"""Accounts, sessions, attempts, devices, second factors, tokens."""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"

DIGEST = sa.String(64)


def moment(name: str, **options) -> sa.Column:
    return sa.Column(name, sa.DateTime, **{"nullable": False, **options})


def user_id(**options) -> sa.Column:
    return sa.Column("user_id", sa.String(200), **{"nullable": False, **options})


def folder() -> sa.Column:
    return sa.Column("folder", sa.String(200), nullable=False)


def epoch() -> sa.Column:
    return sa.Column("epoch", sa.Integer, nullable=False)


def digest() -> sa.Column:
    return sa.Column("digest", DIGEST, primary_key=True)


def upgrade() -> None:
    _accounts()
    _sessions()
    _factors()
    _api_tokens()


def _accounts() -> None:
    op.create_table(
        "account",
        user_id(primary_key=True),
        epoch(),
        sa.Column("disabled", sa.Boolean, nullable=False),
        moment("last_login", nullable=True),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subject", DIGEST, nullable=False),
        moment("time", index=True),
        sa.Index("ix_login_attempt_subject", "subject", "time"),
    )
    op.create_table(
        "login_device",
        user_id(primary_key=True),
        digest(),
        moment("used"),
    )


def _sessions() -> None:
    op.create_table(
        "login_session",
        digest(),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        user_id(index=True),
        folder(),
        sa.Column("kind", sa.String(10), nullable=False),
        epoch(),
        moment("created"),
        moment("seen"),
        moment("ends", index=True),
        sa.Column("block", sa.String(50), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
    )
    op.create_table(
        "login_step",
        digest(),
        user_id(index=True),
        folder(),
        sa.Column("purpose", sa.String(20), nullable=False),
        epoch(),
        moment("ends", index=True),
        sa.Column("detail", sa.LargeBinary),
    )


def _factors() -> None:
    op.create_table(
        "login_code_generator",
        user_id(primary_key=True),
        sa.Column("key_id", sa.String(16), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        moment("since"),
        sa.Column("last_step", sa.Integer, nullable=False),
    )
    op.create_table("login_recovery_code", user_id(primary_key=True), digest())
    op.create_table(
        "login_passkey",
        sa.Column("credential_id", sa.LargeBinary(1023), primary_key=True),
        user_id(index=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        moment("since"),
        moment("used", nullable=True),
    )
    op.create_table(
        "login_factor_demand",
        user_id(primary_key=True),
        moment("since"),
    )


def _api_tokens() -> None:
    op.create_table(
        "login_api_token",
        digest(),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        user_id(index=True),
        folder(),
        epoch(),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        moment("created"),
        moment("ends", index=True),
        moment("used", nullable=True),
    )
