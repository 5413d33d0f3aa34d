"""Names of those who have an account."""

from collections.abc import Iterable
from plone import api


def full_name(user_id: str) -> str:
    """The full name; the user id where there is none or the account is gone."""
    user = api.user.get(userid=user_id)
    return (user is not None and user.getProperty("fullname")) or user_id


def full_names(user_ids: Iterable[str]) -> dict[str, str]:
    """Full names by user id, of many: without making a user of each."""
    # The plug-in itself would make a sheet of all properties of each, in 0.2 ms.
    stored = api.portal.get_tool("acl_users").mutable_properties._storage
    names = {}
    for user_id in user_ids:
        properties = stored.get(user_id) or {}
        names[user_id] = properties.get("fullname") or user_id
    return names
