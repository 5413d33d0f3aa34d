"""Names of those who have an account."""

from collections.abc import Iterable
from plone import api
from Products.PlonePAS.plugins.ufactory import PloneUser


def full_name(user_id: str) -> str:
    """The full name; the user id where there is none or the account is gone."""
    user = api.user.get(userid=user_id)
    return (user is not None and user.getProperty("fullname")) or user_id


def full_names(user_ids: Iterable[str]) -> dict[str, str]:
    """Full names by user id, of many: without making a user of each."""
    plugin = api.portal.get_tool("acl_users").mutable_properties
    names = {}
    for user_id in user_ids:
        sheet = plugin.getPropertiesForUser(PloneUser(user_id))
        names[user_id] = sheet.getProperty("fullname") or user_id
    return names
