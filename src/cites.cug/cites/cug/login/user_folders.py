"""User folders: the portal's, and Zope's own above it with the administrators."""

from Acquisition import aq_base, aq_chain, aq_inner, aq_parent
from cites.cug.core.plone_internals.users import password_reference, user_id_of_login
from cites.cug.login.passwords import NO_PASSWORD
from collections.abc import Iterator
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from typing import Any, NamedTuple


#: Id of our plug-in in each of them.
PLUGIN = "cug_login"
#: What Plone calls the plug-in that keeps names and passwords.
STORES = ("source_users", "users")


class KnownAccount(NamedTuple):
    """An account that was found by its login name."""

    users: Any
    user_id: str
    #: The hash of its password.
    reference: bytes | str


def path_of(users: Any) -> str:
    return "/".join(users.getPhysicalPath())


def folders(users: Any) -> Iterator[Any]:
    """A user folder and those above it that our plug-in serves."""
    for parent in aq_chain(aq_inner(aq_parent(users))):
        found = getattr(aq_base(parent), "acl_users", None)
        if IPluggableAuthService.providedBy(found) and PLUGIN in found.objectIds():
            yield parent.acl_users


def store(users: Any) -> Any:
    """The plug-in that keeps names and passwords."""
    return next(users[name] for name in STORES if name in users.objectIds())


def find_account(users: Any, login: str) -> KnownAccount | None:
    """The account of that name, in this folder or one above."""
    for folder in folders(users):
        kept = store(folder)
        user_id = user_id_of_login(kept, folder.applyTransform(login))
        reference = password_reference(kept, user_id) if user_id else None
        if reference is not None:
            return KnownAccount(folder, user_id, reference)
    return None


def has_user(users: Any, user_id: str) -> bool:
    return password_reference(store(users), user_id) is not None


def takes_password(users: Any, user_id: str) -> bool:
    """Whether it is a person's account; those of programs are opened by tokens only."""
    return password_reference(store(users), user_id) not in (None, NO_PASSWORD)


def add_without_password(users: Any, user_id: str) -> None:
    """Add a program's account; its login name is its id."""
    store(users).addUser(user_id, user_id, NO_PASSWORD)


def login_name(users: Any, user_id: str) -> str:
    return store(users).getLoginForUserId(user_id)


def folder_at(portal: Any, path: str) -> Any:
    """The user folder of that path."""
    return next(users for users in folders(portal.acl_users) if path_of(users) == path)
