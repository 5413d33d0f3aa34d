"""Keys of feeds: each opens one member's feed of one group, by its address.

A program that reads feeds can send no header, so that the key stands in the address. It
is stored as a token is (``api_tokens.py``): as a digest, with a proof, and in the epoch
of its account, which a suspension, a new password and a lost device end. Its name is the
UID of its group, and it has no scopes: it opens that feed and nothing else.
"""

from cites.cug.core.sql.proofs import change_proven, is_proven
from cites.cug.core.sql.session import read_connection, write_session
from cites.cug.login import api_tokens
from cites.cug.login.accounts import FEED_ID
from cites.cug.login.api_tokens import LONGEST_LIFE, TokenInfo
from cites.cug.login.models import ApiToken
from cites.cug.login.secrets import digest, new_id, new_secret
from datetime import datetime, UTC
from sqlalchemy import delete, select
from typing import Any


#: Each key begins with it, so that tools that look for secrets in files find keys.
PREFIX = "cug_feed_"
ID_LENGTH = 32


def make_key(user_id: str, folder: str, group_uid: str) -> str:
    """Make the member's key of the group's feed, which is not stored; an earlier one
    ends.
    """
    end_key(user_id, group_uid)
    secret = PREFIX + new_secret()
    key_id = f"{FEED_ID}{new_id()}"[:ID_LENGTH]
    ends = datetime.now(UTC) + LONGEST_LIFE
    api_tokens.keep(key_id, secret, user_id, folder, group_uid, (), ends)
    return secret


def find_key(secret: str) -> TokenInfo | None:
    """The key of that secret, if it still counts; its ``name`` is the UID of a group."""
    found = api_tokens.find_token(secret) if secret.startswith(PREFIX) else None
    return found if found is not None and found.id.startswith(FEED_ID) else None


def list_keys(user_id: str) -> dict[str, TokenInfo]:
    """The user's valid keys by the UIDs of their groups."""
    found = api_tokens.list_where(user_id, _is_key())
    return {key.name: key for key in found}


def is_ended(secret: str, group_uid: str) -> bool:
    """Whether it was a key of the group's feed. Only who has had the key can ask."""
    one = select(ApiToken.__table__).where(
        ApiToken.digest == digest(secret), _is_key(), ApiToken.name == group_uid
    )
    with read_connection() as connection:
        row = connection.execute(one).first()
    return row is not None and is_proven(ApiToken, row)


def end_key(user_id: str, group_uid: str) -> bool:
    """End the member's key of the group's feed; whether there was one.

    It is kept until it is forgotten, so that its readers are told that it has ended.
    """
    now = datetime.now(UTC)
    mine = (
        _is_key(),
        ApiToken.user_id == user_id,
        ApiToken.name == group_uid,
        ApiToken.ends > now,
    )
    return bool(change_proven(write_session(), ApiToken, *mine, ends=now))


def end_all(group_uid: str) -> None:
    """End all keys of the feed of a group that is removed."""
    write_session().execute(delete(ApiToken).where(_is_key(), ApiToken.name == group_uid))


def _is_key() -> Any:
    return ApiToken.id.like(f"{FEED_ID}%")
