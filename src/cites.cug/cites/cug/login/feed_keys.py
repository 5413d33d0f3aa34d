"""Keys of feeds: each opens one member's feed of one group, by its address.

A program that reads feeds can send no header, so that the key stands in the address. It
is stored as a token is (``api_tokens.py``): as a digest, with a proof, and in the epoch
of its account, which a suspension, a new password and a lost device end. Its name is the
UID of its group, and it has no scopes: it opens that feed and nothing else.
"""

from cites.cug.login import api_tokens
from cites.cug.login.accounts import FEED_ID
from cites.cug.login.api_tokens import LONGEST_LIFE, TokenInfo
from cites.cug.login.models import ApiToken
from cites.cug.login.secrets import new_id, new_secret
from cites.cug.sql.session import count_changed, writing
from datetime import datetime, UTC
from sqlalchemy import delete
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


def end_key(user_id: str, group_uid: str) -> bool:
    """End the member's key of the group's feed; whether there was one."""
    mine = delete(ApiToken).where(
        _is_key(), ApiToken.user_id == user_id, ApiToken.name == group_uid
    )
    return bool(count_changed(writing(), mine))


def end_all(group_uid: str) -> None:
    """End all keys of the feed of a group that is removed."""
    writing().execute(delete(ApiToken).where(_is_key(), ApiToken.name == group_uid))


def _is_key() -> Any:
    return ApiToken.id.like(f"{FEED_ID}%")
