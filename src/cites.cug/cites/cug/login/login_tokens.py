"""Tokens between two steps of a login: after a right password, or a link in an e-mail.

Whoever shows such a token is not logged in: it opens only the page that it was made for.
"""

from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import (
    autonomous_transaction,
    count_changed,
    read_connection,
    write_session,
)
from cites.cug.login import accounts
from cites.cug.login.models import Step
from cites.cug.login.secrets import digest, new_secret
from datetime import datetime, timedelta, UTC
from enum import StrEnum
from sqlalchemy import delete, func, insert, select
from typing import NamedTuple


class Purpose(StrEnum):
    #: Next, the second factor must be shown.
    FACTOR = "factor"
    #: Next, a second factor must be set up: without it the account is no longer opened.
    SET_UP = "set-up"
    #: Next, a new password is chosen.
    RESET = "reset"
    #: Next, the first password of a new account is chosen.
    FIRST = "first"
    #: A passkey that is being made by somebody who is logged in.
    PASSKEY = "passkey"
    #: A passkey that is shown by somebody who is logged in and changes the account.
    CONFIRM = "confirm"


LIFE = {
    Purpose.FACTOR: timedelta(minutes=10),
    Purpose.SET_UP: timedelta(minutes=20),
    Purpose.RESET: timedelta(hours=1),
    Purpose.FIRST: timedelta(days=7),
    Purpose.PASSKEY: timedelta(minutes=10),
    Purpose.CONFIRM: timedelta(minutes=10),
}


class Taken(NamedTuple):
    """A valid token of a step, and whose it is."""

    user_id: str
    folder: str
    detail: bytes | None


def begin_login_token(
    user_id: str, folder: str, purpose: Purpose, detail: bytes | None = None
) -> str:
    """Begin a step; returns the secret of its token."""
    secret = new_secret()
    write_session()
    _keep(secret, user_id, folder, purpose, detail)
    return secret


def begin_first(user_id: str, folder: str) -> str:
    """Begin the step for a first password; returns the same secret each time.

    So a letter that is sent again has the same link, and the secret need not be stored.
    It is computed from the message keys: whoever reads the databases cannot compute it.
    """
    records = write_session()
    epoch = accounts.account_status(user_id).epoch
    secret = keyed_digest("first passwords", f"{folder}:{user_id}:{epoch}")
    records.execute(delete(Step).where(Step.digest == digest(secret)))
    _keep(secret, user_id, folder, Purpose.FIRST)
    return secret


def _keep(
    secret: str, user_id: str, folder: str, purpose: Purpose, detail: bytes | None = None
) -> None:
    row = {
        "digest": digest(secret),
        "user_id": user_id,
        "folder": folder,
        "purpose": purpose.value,
        "epoch": accounts.account_status(user_id).epoch,
        "ends": datetime.now(UTC) + LIFE[purpose],
        "detail": detail,
    }
    write_session().execute(insert(Step).values(row))


def find_login_token(
    secret: str, purpose: Purpose, now: datetime | None = None
) -> Taken | None:
    """The step with that secret, if it is still valid."""
    row = select(Step.__table__).where(
        Step.digest == digest(secret),
        Step.purpose == purpose.value,
        Step.ends > (now or datetime.now(UTC)),
    )
    with read_connection() as connection:
        found = connection.execute(row).first()
    if found is None or not is_proven(Step, found):
        return None
    status = accounts.account_status(found.user_id)
    if status.disabled or status.epoch != found.epoch:
        return None
    return Taken(found.user_id, found.folder, found.detail)


def use_login_token(secret: str) -> bool:
    """Use up a token; False if it is no longer valid."""
    used = delete(Step).where(Step.digest == digest(secret))
    return bool(count_changed(write_session(), used))


def end_links(user_id: str) -> None:
    """End all links for new passwords that were sent to the owner of an account."""
    by_mail = (Purpose.RESET.value, Purpose.FIRST.value)
    mine = (Step.user_id == user_id, Step.purpose.in_(by_mail))
    write_session().execute(delete(Step).where(*mine))


def count_open(user_id: str, purpose: Purpose) -> int:
    """How many valid tokens an account has, those of the running transaction included."""
    mine = select(func.count()).where(
        Step.user_id == user_id,
        Step.purpose == purpose.value,
        Step.epoch == accounts.account_status(user_id).epoch,
        Step.ends > datetime.now(UTC),
    )
    return write_session().scalar(mine)


def delete_ended_login_tokens(now: datetime) -> None:
    with autonomous_transaction() as connection:
        connection.execute(delete(Step).where(Step.ends < now))
