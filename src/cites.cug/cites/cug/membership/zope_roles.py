"""Roles in Plone and Zope that members of a group get beside its roster.

Nobody becomes a site manager, or stops being one, without the Secretariats of the groups
on whose rosters the account is.
"""

from cites.cug import _
from cites.cug.access.all_groups import all_groups
from cites.cug.access.guard import caller
from cites.cug.core.plone_internals.role_changes import RolesChanged
from cites.cug.core.plone_internals.users import roles_given
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.roster import rosters_of, secretariat_of
from collections.abc import Iterable, Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from plone import api
from Products.PluggableAuthService.interfaces.events import (
    IPrincipalAddedToGroupEvent,
    IPrincipalRemovedFromGroupEvent,
)
from typing import Any
from zope.component import adapter
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.interface import implementer


#: Kind of the notice. Its reference is the UID of the group.
ROLES_CHANGED = "membership.zope-roles"
#: Plone's group of all who have logged in.
EVERYBODY = "AuthenticatedUsers"
#: Plug-ins that store groups and roles.
GROUPS, ROLES = ("source_groups", "workspace_groups"), "portal_role_manager"


@adapter(RolesChanged)
def roles_changed(event: RolesChanged) -> None:
    """Record and report roles of an account, or of all accounts in a group of Plone's."""
    if getSite() is None:
        return  # an account of Zope's root, which is on no roster
    if event.principal_id == EVERYBODY:
        for group in all_groups():
            _report(group, [*IWorkspace(group).members], event.given, event.taken)
        return
    concerned = {event.principal_id, *_accounts_in(event.principal_id)}
    _report_all(concerned, event.given, event.taken)


@adapter(IPrincipalAddedToGroupEvent)
def added_to_group(event: Any) -> None:
    """Report the roles of a group that an account was put into by hand."""
    _report_all([event.principal], _roles_of(event.group_id), frozenset())


@adapter(IPrincipalRemovedFromGroupEvent)
def removed_from_group(event: Any) -> None:
    """Report the roles of a group that an account was taken out of by hand."""
    _report_all([event.principal], frozenset(), _roles_of(event.group_id))


def _roles_of(group_id: str) -> frozenset[str]:
    site = getSite()
    users = None if site is None else site._getOb("acl_users", None)
    plugin = None if users is None else users._getOb(ROLES, None)
    return frozenset() if plugin is None else frozenset(roles_given(plugin, [group_id]))


def _accounts_in(group_id: str) -> set[str]:
    users = api.portal.get_tool("acl_users")
    plugins = [users[name] for name in GROUPS if name in users.objectIds()]
    return {one for plugin in plugins for one in plugin.getGroupMembers(group_id)}


def _report_all(
    user_ids: Iterable[str], given: frozenset[str], taken: frozenset[str]
) -> None:
    if not given and not taken:
        return
    concerned: dict[str, list[str]] = {}
    groups = {}
    for user_id in user_ids:
        for group in rosters_of(user_id):
            groups[group.UID()] = group
            concerned.setdefault(group.UID(), []).append(user_id)
    for uid, group in groups.items():
        _report(group, concerned[uid], given, taken)


def _report(
    group: Any, user_ids: list[str], given: frozenset[str], taken: frozenset[str]
) -> None:
    detail = {"members": sorted(user_ids), "given": sorted(given), "taken": sorted(taken)}
    filled = {name: value for name, value in detail.items() if value}
    acting_user = caller() or SYSTEM
    record("member.zope-roles", target=group, acting_user=acting_user, detail=filled)
    told, now = sorted(secretariat_of(group)), datetime.now(UTC)
    queue_notices(ROLES_CHANGED, group.UID(), group.UID(), told, at=now, always=True)


@implementer(INoticeKind)
class RolesChangedNotices:
    """To the whole Secretariat. They name neither the member nor the role."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return group is not None

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        text = _("membership_zope_roles_member_group_given_roles_text")
        url = f"{group.absolute_url()}/audit-trail?action=member.zope-roles"
        return [translate(text, target_language=language), url]
