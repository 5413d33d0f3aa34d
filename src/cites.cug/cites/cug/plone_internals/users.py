"""User folders and the plug-ins in them."""

from collections.abc import Iterable, Mapping
from typing import Any


# The plug-in that keeps names and passwords: it tells neither whether there is a password
# nor an unknown name without raising.


def user_id_of_login(store: Any, login: str) -> str | None:
    """The account that this plug-in keeps under a name; None where there is none."""
    return store._login_to_userid.get(login)


def password_reference(store: Any, user_id: str) -> bytes | str | None:
    """The password of an account as the plug-in keeps it; None without an account."""
    return store._user_passwords.get(user_id)


def user_properties(property_plugin: Any) -> Mapping[str, Mapping[str, Any]]:
    """The properties of all users by user id, of those that have any.

    The plug-in itself would make a sheet of all properties of each, in 0.2 ms.
    """
    return property_plugin._storage


# Who is asking, where a request fails before the publisher has asked


def identified_logins(users: Any, request: Any) -> Iterable[tuple[str, str]]:
    """User id and login name of whoever the credentials of a request belong to."""
    return users._extractUserIds(request, users.plugins)


def complete_user(users: Any, user_id: str, login: str, request: Any) -> Any:
    """The user that credentials belong to, with properties, groups and roles."""
    return users._findUser(users.plugins, user_id, login, request=request)


# Administration


def add_user(users: Any, login: str, password: str, roles: list[str]) -> None:
    """Make an account with roles, in a program that no request has started."""
    users._doAddUser(login, password, roles, [])


def activate_plugins(users: Any, interface: Any, plugin_ids: tuple[str, ...]) -> None:
    """Have these plug-ins asked for an interface, in this order, and no others."""
    users.plugins._plugins[interface] = plugin_ids
