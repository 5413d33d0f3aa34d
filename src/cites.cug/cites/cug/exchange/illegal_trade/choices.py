"""A Party's choice whether its report may be passed on to members of ICCWC.

It may, unless the Party says otherwise (Resolution Conf. 11.17); an alert of which its
author has said no is the exception.
"""

from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.exchange.illegal_trade.models import ReportChoice
from datetime import datetime, UTC
from sqlalchemy import delete, insert, select
from typing import Any, NamedTuple


TABLE = ReportChoice.__table__


class ReportChoiceLine(NamedTuple):
    """What was said, by whom and when."""

    share_iccwc: bool
    user_id: str
    time: datetime


def find_choice(group: Any, country: str, year: int) -> ReportChoiceLine | None:
    """What the Party has said of a year; None if nothing."""
    query = select(TABLE.c.share_iccwc, TABLE.c.user_id, TABLE.c.time)
    row = session().execute(query.where(*_of(group, country, year))).one_or_none()
    return None if row is None else ReportChoiceLine(*row)


def choose_sharing(
    group: Any, country: str, year: int, share_iccwc: bool, *, acting_user: str
) -> None:
    """Say whether the report of a year may be passed on to members of ICCWC."""
    records = write_session()
    records.execute(delete(TABLE).where(*_of(group, country, year)))
    row = {
        "group_uid": group.UID(),
        "country": country,
        "year": year,
        "share_iccwc": share_iccwc,
        "user_id": acting_user,
        "time": datetime.now(UTC),
    }
    records.execute(insert(TABLE).values(row))
    detail = {"country": country, "year": year, "share_iccwc": share_iccwc}
    record("exchange.iccwc", target=group, acting_user=acting_user, detail=detail)


def _of(group: Any, country: str, year: int) -> tuple[Any, ...]:
    of_group = TABLE.c.group_uid == group.UID()
    return of_group, TABLE.c.country == country, TABLE.c.year == year
