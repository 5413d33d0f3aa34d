"""Tokens for programs: shown once, stored as digests, and limited to their scopes."""

from cites.cug.core.sql.proofs import is_proven, trusted
from cites.cug.core.sql.session import (
    autonomous_transaction,
    count_changed,
    read_connection,
    write_session,
)
from cites.cug.login.accounts import FEED_ID
from cites.cug.login.models import Account, ApiToken
from cites.cug.login.secrets import digest, new_id, new_secret
from collections.abc import Iterable
from datetime import datetime, timedelta, UTC
from operator import attrgetter
from sqlalchemy import (
    and_,
    bindparam,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from typing import Any, NamedTuple


#: Each token begins with it, so that tools that look for secrets in files find tokens.
PREFIX = "cug_api_"
LONGEST_NAME = 100
LONGEST_LIFE = timedelta(days=366)
#: The use of a token is stored, and recorded in the audit trail, once in this time.
USED_EVERY = timedelta(hours=1)
MOST = 50


class TokenInfo(NamedTuple):
    """A token as its owner sees it, without its secret."""

    id: str
    user_id: str
    folder: str
    name: str
    scopes: list[str]
    created: datetime
    ends: datetime
    used: datetime | None


_token_fields = attrgetter(*TokenInfo._fields)
_SELECT = (
    select(ApiToken.__table__)
    .outerjoin(Account, Account.user_id == ApiToken.user_id)
    .where(
        func.coalesce(Account.epoch, 0) == ApiToken.epoch,
        func.coalesce(Account.disabled, False).is_(False),
    )
)
#: Built once, as it is part of every request.
_FIND = _SELECT.where(
    ApiToken.digest == bindparam("digest"), ApiToken.ends > bindparam("now")
)


def make(
    user_id: str, folder: str, name: str, scopes: Iterable[str], ends: datetime
) -> tuple[str, str]:
    """Make a token. Returns its id and its secret, which is not stored."""
    token_id, secret = new_id(), PREFIX + new_secret()
    keep(token_id, secret, user_id, folder, name, scopes, ends)
    return token_id, secret


def keep(
    token_id: str,
    secret: str,
    user_id: str,
    folder: str,
    name: str,
    scopes: Iterable[str],
    ends: datetime,
) -> None:
    """Store a token, without its secret."""
    records = write_session()
    epoch = records.scalar(select(Account.epoch).where(Account.user_id == user_id))
    row = {
        "digest": digest(secret),
        "id": token_id,
        "user_id": user_id,
        "folder": folder,
        "epoch": epoch or 0,
        "name": name,
        "scopes": sorted(scopes),
        "created": datetime.now(UTC),
        "ends": ends,
    }
    records.execute(insert(ApiToken).values(row))


def find_token(secret: str, now: datetime | None = None) -> TokenInfo | None:
    """The token of that secret, if it still counts."""
    shown = {"digest": digest(secret), "now": now or datetime.now(UTC)}
    with read_connection() as connection:
        row = connection.execute(_FIND, shown).first()
    if row is None or not is_proven(ApiToken, row):
        return None
    return TokenInfo(*_token_fields(row))


def keep_used(token: TokenInfo, now: datetime | None = None) -> bool:
    """Store that a token was used, at most once in a while; whether it was stored now."""
    now = now or datetime.now(UTC)
    if token.used is not None and now < token.used + USED_EVERY:
        return False
    with autonomous_transaction() as connection:
        changed = connection.execute(
            update(ApiToken)
            .where(
                ApiToken.id == token.id, ApiToken.used.is_not_distinct_from(token.used)
            )
            .values(used=now)
        )
    return bool(changed.rowcount)


def list_tokens(user_id: str) -> list[TokenInfo]:
    """The user's valid tokens, newest first."""
    return list_where(user_id, ApiToken.id.not_like(f"{FEED_ID}%"))


def list_where(user_id: str, *conditions: Any) -> list[TokenInfo]:
    """Those of the user's valid tokens of which that is so, newest first."""
    mine = _SELECT.where(
        ApiToken.user_id == user_id, ApiToken.ends > datetime.now(UTC), *conditions
    )
    with read_connection() as connection:
        rows = connection.execute(mine.order_by(ApiToken.created.desc()))
        return [TokenInfo(*_token_fields(row)) for row in trusted(ApiToken, rows)]


def revoke(user_id: str, token_id: str) -> bool:
    """End one of the user's tokens; whether the user had it."""
    one = delete(ApiToken).where(ApiToken.user_id == user_id, ApiToken.id == token_id)
    return bool(count_changed(write_session(), one))


def delete_ended_tokens(now: datetime) -> None:
    """Delete ended tokens, but keys of feeds a year later: their readers get 410."""
    is_key = ApiToken.id.like(f"{FEED_ID}%")
    ended = or_(
        and_(not_(is_key), ApiToken.ends < now), ApiToken.ends < now - LONGEST_LIFE
    )
    with autonomous_transaction() as connection:
        connection.execute(delete(ApiToken).where(ended))
