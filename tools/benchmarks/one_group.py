"""A portal with one group, in which the benchmarks of single parts measure."""

from cites.cug.access.roles import Category
from cites.cug.demo.create_site import create_site
from cites.cug.membership.actions import admit_member
from mailbox_exercise import GROUP, MANAGER, PASSWORD
from plone.dexterity.utils import addContentToContainer, createContent
from typing import Any
from zope.component.hooks import setSite


def make_group(app: Any, *names: str, category: Category = Category.CUSTOMS) -> Any:
    """The group, with accounts of these names as its members."""
    app.acl_users._doAddUser(MANAGER, PASSWORD, ["Manager"], [])
    create_site(app)
    site = app.portal
    setSite(site)
    group = createContent("ClosedUserGroup", id=GROUP, title=GROUP.title())
    group = addContentToContainer(site, group, checkConstraints=False)
    for name in names:
        site.acl_users.userFolderAddUser(name, PASSWORD, ["Member"], [])
        admit_member(group, name, category, country="XA", acting_user=MANAGER)
    return group
