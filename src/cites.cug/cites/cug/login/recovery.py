"""Recovery codes for a lost second factor: ten, shown once, each valid for one login.

Only their digests are stored. Those that a form has made follow from its key, of which
nothing is stored either, and from the message keys: who sends the same form again, since
no answer came, is shown the same codes.
"""

import secrets
from cites.cug.core.encryption.authentic import keyed_digests
from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import count_changed, read_connection, write_session
from cites.cug.login.models import RecoveryCode
from cites.cug.login.secrets import digest
from collections.abc import Iterator
from sqlalchemy import delete, func, insert, select


HOW_MANY = 10
#: Without letters and digits that look alike; 24 of them are 118 bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 24
GROUP = 4


#: What the digests are made for from which the codes of a form follow.
PURPOSE = "recovery codes of a form"


def new_codes(user_id: str, form: str = "") -> list[str]:
    """Make new codes, which replace all earlier ones; only their digests are stored.

    ``form`` tells the request of a form from all others; ``codes_of_form`` takes it.
    """
    codes = next(_following(user_id, form)) if form else _random_codes()
    remove_recovery_codes(user_id)
    rows = [{"user_id": user_id, "digest": digest(code)} for code in codes]
    write_session().execute(insert(RecoveryCode), rows)
    return [_grouped(code) for code in codes]


def codes_of_form(user_id: str, form: str) -> list[str]:
    """The codes that this request of a form has made, as far as they are valid still."""
    for codes in _following(user_id, form):
        valid = [code for code in codes if check_recovery_code(user_id, code)]
        if valid:
            return [_grouped(code) for code in valid]
    return []


def _random_codes() -> list[str]:
    return [
        "".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(HOW_MANY)
    ]


def _following(user_id: str, form: str) -> Iterator[list[str]]:
    """The codes that follow from a form, with each message key, the newest first."""
    lines = (f"{user_id} {number} {form}" for number in range(HOW_MANY))
    of_each_code = [keyed_digests(PURPOSE, line) for line in lines]
    for of_one_key in zip(*of_each_code, strict=True):
        yield [_code(int(one, 16)) for one in of_one_key]


def _code(number: int) -> str:
    """The last digits of a number of 256 bits, in as many signs as there are."""
    signs = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(SIGNS))
        signs.append(SIGNS[digit])
    return "".join(signs)


def _grouped(code: str) -> str:
    return "-".join(code[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def _kept(code: str) -> str:
    return digest("".join(sign for sign in code.lower() if sign.isalnum()))


def check_recovery_code(user_id: str, code: str) -> bool:
    mine = select(RecoveryCode.__table__).where(
        RecoveryCode.user_id == user_id, RecoveryCode.digest == _kept(code)
    )
    with read_connection() as connection:
        row = connection.execute(mine).first()
    return row is not None and is_proven(RecoveryCode, row)


def use_recovery_code(user_id: str, code: str) -> bool:
    """Use up a code; False if it is no longer valid."""
    if not check_recovery_code(user_id, code):
        return False
    one = delete(RecoveryCode).where(
        RecoveryCode.user_id == user_id, RecoveryCode.digest == _kept(code)
    )
    return bool(count_changed(write_session(), one))


def left(user_id: str) -> int:
    mine = select(func.count()).where(RecoveryCode.user_id == user_id)
    with read_connection() as connection:
        return connection.scalar(mine)


def remove_recovery_codes(user_id: str) -> None:
    write_session().execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
