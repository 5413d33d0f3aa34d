"""Names and addresses of users."""

from cites.cug.core.plone_internals.users import user_properties
from collections.abc import Iterable, Iterator, Mapping
from plone import api
from typing import Any
from zope.component.hooks import getSite


def full_name(user_id: str) -> str:
    """The full name of a user; the user id without a name or an account."""
    user = api.user.get(userid=user_id)
    return (user is not None and user.getProperty("fullname")) or user_id


def full_names(user_ids: Iterable[str]) -> dict[str, str]:
    """The full names of many users by user id, without loading each user."""
    return {
        user_id: properties.get("fullname") or user_id
        for user_id, properties in _properties(user_ids)
    }


def initials(name: str) -> str:
    """The first letters of the first two words of a name, to stand for a portrait."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def has_mailbox(entry: Mapping[str, Any]) -> bool:
    """Whether a roster entry is of an active member and a person: programs have none."""
    return bool(entry["groups"]) and not entry.get("service")


def email_addresses(user_ids: Iterable[str]) -> dict[str, str]:
    """The e-mail addresses of users by user id; empty where none is known."""
    return {
        user_id: properties.get("email") or ""
        for user_id, properties in _properties(user_ids)
    }


def _properties(user_ids: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    # ``api.portal.get_tool`` takes longer than to read a page of names.
    users = getSite()._getOb("acl_users")
    stored = user_properties(users._getOb("mutable_properties"))
    for user_id in user_ids:
        yield user_id, stored.get(user_id) or {}
