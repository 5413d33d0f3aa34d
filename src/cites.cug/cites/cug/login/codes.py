"""Codes of six digits that an app makes every half minute (TOTP, RFC 6238)."""

import pyotp
import segno
from cites.cug.core.encryption.sealing import unwrap, wrap, Wrapped
from cites.cug.core.sql.session import count_changed, read_connection, write_session
from cites.cug.login.models import code_generator_place, CodeGenerator
from datetime import datetime, UTC
from sqlalchemy import delete, select, update


#: By how many half minutes the clocks of server and app may differ.
TOLERANCE = 1


def new_generator() -> str:
    """A secret for an app."""
    return pyotp.random_base32()


def address(secret: str, account: str, portal: str) -> str:
    """The address with the secret, as an app reads it from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=portal)


def picture(address: str) -> str:
    """The address as a QR code, as the source of an image."""
    return segno.make(address, error="m").svg_data_uri(scale=5, light="#fff")


def matching_step(secret: str, code: str, now: datetime | None = None) -> int | None:
    """The half minute that the code belongs to, if it is of about now."""
    code = "".join(code.split())
    if not (code.isascii() and code.isdecimal()):
        return None
    made = pyotp.TOTP(secret)
    current = made.timecode(now or datetime.now(UTC))
    steps = range(current - TOLERANCE, current + TOLERANCE + 1)
    return next(
        (s for s in steps if pyotp.utils.strings_equal(made.generate_otp(s), code)), None
    )


def store_secret(user_id: str, secret: str, step: int) -> None:
    """Store an app's secret: codes of half minutes after ``step`` count from now on."""
    records = write_session()
    sealed = wrap(code_generator_place(user_id), secret.encode())
    records.merge(
        CodeGenerator(
            user_id=user_id,
            key_id=sealed.key_id,
            sealed=sealed.key,
            since=datetime.now(UTC),
            last_step=step,
        )
    )
    records.flush()


def is_set_up(user_id: str) -> bool:
    mine = select(CodeGenerator.since).where(CodeGenerator.user_id == user_id)
    with read_connection() as connection:
        return connection.execute(mine).first() is not None


def check_code(user_id: str, code: str, now: datetime | None = None) -> int | None:
    """The half minute of a code that is right and was not used yet."""
    mine = select(CodeGenerator.key_id, CodeGenerator.sealed, CodeGenerator.last_step)
    with read_connection() as connection:
        row = connection.execute(mine.where(CodeGenerator.user_id == user_id)).first()
    if row is None:
        return None
    sealed = Wrapped(row.key_id, row.sealed)
    secret = unwrap(code_generator_place(user_id), sealed).decode()
    step = matching_step(secret, code, now)
    return step if step is not None and step > row.last_step else None


def use_code(user_id: str, step: int) -> bool:
    """Use up a code; False if it was used before."""
    used = (
        update(CodeGenerator)
        .where(CodeGenerator.user_id == user_id, CodeGenerator.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(count_changed(write_session(), used))


def remove_secret(user_id: str) -> None:
    write_session().execute(delete(CodeGenerator).where(CodeGenerator.user_id == user_id))
