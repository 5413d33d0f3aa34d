"""Names of those who have an account."""

from plone import api


def full_name(user_id: str) -> str:
    """The full name; the user id where there is none or the account is gone."""
    user = api.user.get(userid=user_id)
    return (user is not None and user.getProperty("fullname")) or user_id
