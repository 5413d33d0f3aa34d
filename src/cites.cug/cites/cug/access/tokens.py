"""Tokens of the HTTP interface: each is kept on the server, so that it can be ended."""

import time
from Acquisition import aq_base
from Acquisition import aq_chain
from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from typing import Any
from zope.component.hooks import getSite


#: Seconds; a client that is at work has its token renewed before.
LIFE = 2 * 60 * 60


def _plugins(site: Any) -> Iterator[Any]:
    """plone.restapi's, of the site and of Zope's root."""
    for folder in aq_chain(site):
        users = getattr(aq_base(folder), "acl_users", None)
        if users is not None and "jwt_auth" in folder.acl_users:
            yield folder.acl_users["jwt_auth"]


def keep_tokens(site: Any) -> None:
    """Let only tokens count that are on record, and those not for half a day."""
    for plugin in _plugins(site):
        plugin.store_tokens, plugin.token_timeout = True, LIFE
        if plugin._tokens is None:
            plugin._tokens = OOBTree()


def forget(user_id: str) -> None:
    """End all tokens of a user."""
    for plugin in _plugins(getSite()):
        if plugin._tokens is not None and user_id in plugin._tokens:
            del plugin._tokens[user_id]


def forget_expired(token: str) -> None:
    """Take those tokens off the record that its owner can no longer use."""
    for plugin in _plugins(getSite()):
        owner = (plugin._decode_token(token) or {}).get("sub")
        tokens = (plugin._tokens or {}).get(owner, {})
        oldest = time.time() - plugin.token_timeout
        for old in [old for old, made in tokens.items() if made < oldest]:
            del tokens[old]


def forget_on_new_password(user: Any, _event: Any) -> None:
    forget(user.getId())


def forget_on_deletion(event: Any) -> None:
    forget(event.principal)
