"""Where an account has been used before."""

from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import read_connection, write_session
from cites.cug.login.models import Device
from cites.cug.login.secrets import digest
from datetime import datetime
from sqlalchemy import select


def is_known(user_id: str, mark: str | None) -> bool:
    """Whether it was used from there: ``mark`` is a browser's secret, or a network."""
    if mark is None:
        return False
    mine = select(Device.__table__).where(
        Device.user_id == user_id, Device.digest == digest(mark)
    )
    with read_connection() as connection:
        row = connection.execute(mine).first()
    return row is not None and is_proven(Device, row)


def is_first(user_id: str) -> bool:
    """Whether nobody has ever logged in to the account."""
    row = select(Device.used).where(Device.user_id == user_id).limit(1)
    with read_connection() as connection:
        return connection.execute(row).first() is None


def remember(user_id: str, mark: str, now: datetime) -> None:
    records = write_session()
    records.merge(Device(user_id=user_id, digest=digest(mark), used=now))
    records.flush()
