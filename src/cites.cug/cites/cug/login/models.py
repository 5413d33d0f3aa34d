"""The tables of the login. Secrets are stored as digests only; see ``secrets.py``."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from datetime import datetime
from enum import StrEnum
from sqlalchemy import ForeignKey, Index, JSON, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column


Digest = String(64)
UserId = String(200)


class Account(Proven):
    """Whether an account is open, and since when its credentials count.

    Each credential holds the epoch in which it was given; a higher epoch of the account
    ends all of them. An account without a row is open, in epoch 0.
    """

    __tablename__ = "account"
    UNPROVEN = frozenset({"last_login"})

    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
    epoch: Mapped[int]
    disabled: Mapped[bool]
    last_login: Mapped[datetime | None] = mapped_column(Moment)


class LoginSession(Proven):
    """A browser or program that is logged in: by cookie, or by token over REST."""

    __tablename__ = "login_session"
    UNPROVEN = frozenset({"seen"})

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    #: Names the session on pages, where the digest must not be shown.
    id: Mapped[str] = mapped_column(String(32), unique=True)
    user_id: Mapped[str] = mapped_column(UserId, index=True)
    #: Path of the user folder that knows the account.
    folder: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    epoch: Mapped[int]
    created: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment)
    #: When it ends at the latest.
    ends: Mapped[datetime] = mapped_column(Moment, index=True)
    block: Mapped[str] = mapped_column(String(50))
    device: Mapped[str] = mapped_column(String(60))
    #: When its owner last showed a credential again.
    confirmed: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """A password or code that was tried and was wrong, or whose check has begun.

    ``subject`` is a digest of whom it counts against: names that strangers type are not
    kept, they may be passwords.
    """

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_subject", "subject", "time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(Digest)
    time: Mapped[datetime] = mapped_column(Moment, index=True)


class Device(Proven):
    """Where an account has been used before: a browser's cookie or an address block."""

    __tablename__ = "login_device"
    UNPROVEN = frozenset({"used"})

    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    used: Mapped[datetime] = mapped_column(Moment)


class Step(Proven):
    """A login whose password was right and whose second factor has not been shown yet.

    Its token opens nothing but the page, or the link, that it was made for.
    """

    __tablename__ = "login_step"

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    user_id: Mapped[str] = mapped_column(UserId, index=True)
    folder: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(20))
    epoch: Mapped[int]
    ends: Mapped[datetime] = mapped_column(Moment, index=True)
    #: A passkey's challenge, a secret that is being set up.
    detail: Mapped[bytes | None] = mapped_column(LargeBinary)


class CodeGenerator(Base):
    """An account's TOTP secret, sealed.

    ``last_step`` keeps a code from counting twice.
    """

    __tablename__ = "login_code_generator"

    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
    key_id: Mapped[str] = mapped_column(String(16), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    since: Mapped[datetime] = mapped_column(Moment)
    last_step: Mapped[int]


def code_generator_place(user_id: str) -> str:
    """What is authenticated with the secret, so that it opens in its own account only."""
    return f"{CodeGenerator.__tablename__}:{user_id}"


class RecoveryCode(Proven):
    """One of the codes for when the second factor is lost; each counts once."""

    __tablename__ = "login_recovery_code"

    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
    digest: Mapped[str] = mapped_column(Digest, primary_key=True)


class WrongCodes(Base):
    """How many wrong second factors came with the right password, since one was right."""

    __tablename__ = "login_wrong_codes"

    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
    number: Mapped[int]


class Passkey(Proven):
    """A WebAuthn credential."""

    __tablename__ = "login_passkey"
    UNPROVEN = frozenset({"sign_count", "used"})

    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), primary_key=True)
    user_id: Mapped[str] = mapped_column(UserId, index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    since: Mapped[datetime] = mapped_column(Moment)
    used: Mapped[datetime | None] = mapped_column(Moment)


class ApiToken(Proven):
    """What a program shows instead of a password; it may do what its scopes name."""

    __tablename__ = "login_api_token"
    UNPROVEN = frozenset({"used"})

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    user_id: Mapped[str] = mapped_column(UserId, index=True)
    folder: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment, index=True)
    used: Mapped[datetime | None] = mapped_column(Moment)


class HookState(StrEnum):
    """State of a web hook."""

    ACTIVE = "active"
    #: Given up; it is tried again only if the Secretariat asks for it.
    FAILED = "failed"


class WebHook(Base):
    """An address at which the program of a service account is told of changes.

    It is its own outbox: ``cursor`` is how far the program has been told, so that there
    is one notice at a time, in order, and none is lost.
    """

    __tablename__ = "web_hook"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(UserId, index=True)
    group_uid: Mapped[str] = mapped_column(String(32), index=True)
    #: Address, secret, and whose it is (``web_hooks.HookSecrets``).
    key_id: Mapped[str] = mapped_column(String(16), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    #: None: nothing was told yet.
    cursor: Mapped[str | None] = mapped_column(Text)
    #: When the Secretariat asked for a test that was not sent yet.
    tested: Mapped[datetime | None] = mapped_column(Moment)
    #: It is not tried before this moment.
    due: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int]
    first_tried: Mapped[datetime | None] = mapped_column(Moment)
    #: Until then only the process that claimed the hook may send to it.
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    #: Why it was not taken: a word of ``web_hooks.PROBLEMS`` or a status.
    last_error: Mapped[str | None] = mapped_column(String(20))
    delivered: Mapped[datetime | None] = mapped_column(Moment)


def hook_place(hook_id: str) -> str:
    """What is authenticated with what is sealed, so that it opens in its own row only."""
    return f"{WebHook.__tablename__}:{hook_id}"


class FactorDemand(Proven):
    """Since when an account has been asked to set up a second factor."""

    __tablename__ = "login_factor_demand"

    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class AccountChange(Proven):
    """A change of an account: it waits, and can be stopped."""

    __tablename__ = "account_change"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(UserId, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[str] = mapped_column(UserId)
    asked: Mapped[datetime] = mapped_column(Moment)
    #: It takes effect at this time at the earliest; or the owner must confirm it before.
    due: Mapped[datetime] = mapped_column(Moment)
    #: UID of the group whose Secretariat asks; empty where a site manager does.
    group_uid: Mapped[str] = mapped_column(String(32))
    #: The new address.
    detail: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), index=True)
    settled: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[str | None] = mapped_column(UserId)


class AccountConsent(Proven):
    """The Secretariat of a group agrees to a change of an account."""

    __tablename__ = "account_consent"

    change_id: Mapped[str] = mapped_column(
        ForeignKey("account_change.id", ondelete="CASCADE"), primary_key=True
    )
    group_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(UserId, primary_key=True)
