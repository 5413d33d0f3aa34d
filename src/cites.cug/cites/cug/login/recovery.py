"""Recovery codes for a lost second factor: ten, shown once, each valid for one login."""

import secrets
from cites.cug.login.models import RecoveryCode
from cites.cug.login.proofs import is_proven, proven
from cites.cug.login.secrets import digest
from cites.cug.sql.session import count_changed, looking, writing
from sqlalchemy import delete, func, insert, select


HOW_MANY = 10
#: Without letters and digits that look alike; 24 of them are 118 bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 24
GROUP = 4


def new_codes(user_id: str) -> list[str]:
    """Make new codes, which replace all earlier ones; only their digests are stored."""
    codes = [
        "".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(HOW_MANY)
    ]
    remove_recovery_codes(user_id)
    rows = [
        proven(RecoveryCode, {"user_id": user_id, "digest": digest(code)})
        for code in codes
    ]
    writing().execute(insert(RecoveryCode), rows)
    starts = range(0, LENGTH, GROUP)
    return ["-".join(code[n : n + GROUP] for n in starts) for code in codes]


def _kept(code: str) -> str:
    return digest("".join(sign for sign in code.lower() if sign.isalnum()))


def check_recovery_code(user_id: str, code: str) -> bool:
    mine = select(RecoveryCode.__table__).where(
        RecoveryCode.user_id == user_id, RecoveryCode.digest == _kept(code)
    )
    with looking() as connection:
        row = connection.execute(mine).first()
    return row is not None and is_proven(RecoveryCode, row)


def use_recovery_code(user_id: str, code: str) -> bool:
    """Use up a code; False if it is no longer valid."""
    if not check_recovery_code(user_id, code):
        return False
    one = delete(RecoveryCode).where(
        RecoveryCode.user_id == user_id, RecoveryCode.digest == _kept(code)
    )
    return bool(count_changed(writing(), one))


def left(user_id: str) -> int:
    mine = select(func.count()).where(RecoveryCode.user_id == user_id)
    with looking() as connection:
        return connection.scalar(mine)


def remove_recovery_codes(user_id: str) -> None:
    writing().execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
