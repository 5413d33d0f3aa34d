"""The second factor: what an account has, and whether it must have one."""

from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.login import codes, passkeys, recovery, settings
from cites.cug.login.interfaces import ICategoriesOf
from cites.cug.login.models import CodeGenerator, FactorDemand, Passkey
from collections.abc import Collection
from datetime import datetime, UTC
from sqlalchemy import bindparam, insert, or_, select, union
from typing import Any
from zope.component import queryUtility


def _has(table: type[CodeGenerator] | type[Passkey]) -> Any:
    return select(table.user_id).where(table.user_id == bindparam("user_id")).exists()


_HAS_FACTOR = select(or_(_has(CodeGenerator), _has(Passkey)))


def has_factor(user_id: str) -> bool:
    """Whether the account has a second factor."""
    with read_connection() as connection:
        return bool(connection.scalar(_HAS_FACTOR, {"user_id": user_id}))


def who_has(user_ids: Collection[str]) -> set[str]:
    """Those of these accounts that have a second factor."""
    asked = union(*(select(table.user_id) for table in (CodeGenerator, Passkey)))
    found = asked.subquery()
    with read_connection() as connection:
        mine = select(found.c.user_id).where(found.c.user_id.in_(user_ids))
        return set(connection.scalars(mine))


def due(user_id: str, now: datetime | None = None) -> datetime | None:
    """Until when the account must set up a second factor; None if it need not.

    The time counts from when it was first asked to.
    """
    wanted = settings.factor_categories()
    categories_of = queryUtility(ICategoriesOf)
    if not wanted or categories_of is None or not wanted & categories_of(user_id):
        return None
    return _asked_since(user_id, now or datetime.now(UTC)) + settings.grace()


def _asked_since(user_id: str, now: datetime) -> datetime:
    mine = select(FactorDemand.since).where(FactorDemand.user_id == user_id)
    with read_connection() as connection:
        since = connection.scalar(mine)
    if since is None:
        with autonomous_transaction() as connection:
            since = connection.scalar(mine)
            if since is None:
                row = {"user_id": user_id, "since": now}
                connection.execute(insert(FactorDemand).values(row))
                since = now
    return since


def is_missing(user_id: str) -> bool:
    """Whether the account must set up a second factor before it can do anything else."""
    until = due(user_id)
    return until is not None and until <= datetime.now(UTC) and not has_factor(user_id)


def opens_nothing_alone(user_id: str) -> bool:
    """Whether the password alone does not open the account."""
    return has_factor(user_id) or is_missing(user_id)


def remove_factors(user_id: str) -> None:
    """Remove all second factors; an account that needs one must set it up again."""
    codes.remove_secret(user_id)
    passkeys.remove_all(user_id)
    recovery.remove_recovery_codes(user_id)
