"""Which members have a use for tools that their groups may turn on."""

from cites.cug.access.features import Feature, has_feature
from cites.cug.access.guard import in_secretariat
from cites.cug.membership.account_status import runs_site
from cites.cug.membership.roster import memberships_of, rosters_of
from collective.workspace.interfaces import IWorkspace
from typing import Any


def may_have_feeds(user_id: str) -> bool:
    """Whether any group of the user has turned news feeds on."""
    groups = (group for group, _entry in memberships_of(user_id))
    return any(has_feature(group, Feature.FEEDS) for group in groups)


def may_have_tokens(user_id: str, group: Any = None) -> bool:
    """Whether the user may make tokens: a site manager in no group, or who has one, also
    as a suspended member, whose tokens open it. With a group: whether they open that.

    Tokens open a group that has turned them on, and to its Secretariat and its service
    accounts any.
    """
    if group is not None:
        return _open(user_id, group)
    groups = rosters_of(user_id)
    return any(_open(user_id, one) for one in groups) if groups else runs_site(user_id)


def _open(user_id: str, group: Any) -> bool:
    entry = IWorkspace(group).members.get(user_id)
    if entry is None or entry.get("service") or has_feature(group, Feature.TOKENS):
        return True
    return in_secretariat(user_id, group)
