"""The screens of Zope's management interface that are open, to operators alone.

Zope gives every object screens and methods that export it, search below it, list its
children and undo transactions. They do not check the permissions of the content. So all
screens are closed, except these.
"""

from typing import Any


#: Below the site: the settings of outgoing mail.
OF_SITE = frozenset({"MailHost/manage_main", "MailHost/manage_makeChanges"})
#: Below Zope's root: the list of portals, and passwords of the accounts that are there.
OF_ROOT = frozenset(
    {
        "manage_main",
        "acl_users/users/manage_users",
        "acl_users/users/manage_updateUserPassword",
    }
)


def is_screen(request: Any, above: Any, screens: frozenset[str]) -> bool:
    """Whether the request publishes one of these screens of what is below an object.

    The object of the screen decides, not the address: an address can acquire names.
    """
    owner, name = request["PARENTS"][0], request.steps[-1]
    find_path = getattr(owner, "getPhysicalPath", None)
    if find_path is None:
        return False
    root, path = above.getPhysicalPath(), find_path()
    is_below = path[: len(root)] == root
    return is_below and "/".join((*path[len(root) :], name)) in screens
