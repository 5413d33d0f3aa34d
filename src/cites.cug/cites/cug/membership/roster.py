"""The roster of a closed user group: its members with category and country.

``collective.workspace`` computes groups and local roles from the roster, so nothing has
to be kept in step.
"""

from cites.cug import _
from cites.cug.access.all_groups import all_groups
from cites.cug.access.roles import (
    Category,
    CATEGORY_GROUP,
    CONTACT_POINT_GROUP,
    GROUP_ROLE,
)
from cites.cug.core.plone_internals.member_counters import keep_counters, kept_counters
from cites.cug.interfaces import IClosedUserGroup
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from collective.workspace.membership import ITeamMembership, TeamMembership
from collective.workspace.workspace import Workspace
from enum import StrEnum
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope import schema
from zope.component import adapter
from zope.interface import implementer


ACTIVE, SUSPENDED = "active", "suspended"
#: A membership that ends within so many days is due for confirmation.
DUE_DAYS = 30


class Reason(StrEnum):
    """Why a member is suspended."""

    DECISION = "decision"
    NOT_VALIDATED = "not_validated"
    UNUSED = "unused"


class IRosterEntry(ITeamMembership):
    """One member of one group; a user has at most one entry in each group."""

    category = schema.Choice(values=[category.value for category in Category])
    country = schema.TextLine(
        title="ISO 3166-1 alpha-2; empty for an organisation of several countries",
        required=False,
    )
    organisation = schema.TextLine(required=False)
    function = schema.TextLine(required=False)
    telephone = schema.TextLine(title="E.164", required=False)
    contact_point = schema.Bool(default=False)
    service = schema.Bool(title="Programs, and no person", default=False)
    state = schema.Choice(values=[ACTIVE, SUSPENDED], default=ACTIVE)
    suspended_for = schema.Choice(
        values=[reason.value for reason in Reason], required=False
    )
    active_since = schema.Date(title="Admitted or reactivated", required=False)
    validated = schema.Date(title="Last said to be in office", required=False)
    valid_until = schema.Date(title="The last day before suspension", required=False)
    reminder = schema.Int(
        title="How many days before the last one the last reminder was due",
        required=False,
    )
    reminded = schema.Date(title="When that reminder went out", required=False)
    flagged = schema.Date(title="Since when known to be unused", required=False)
    secretariat_since = schema.Date(
        title="Active in the office of the Secretariat since then; of old, not known",
        required=False,
    )


class RosterEntry(TeamMembership):
    _schema = IRosterEntry


def roster_groups(category: Category, contact_point: bool) -> set[str]:
    """Names of the roster groups for a category, and for a contact point."""
    groups = {CATEGORY_GROUP[category]}
    return groups | {CONTACT_POINT_GROUP} if contact_point else groups


#: Name of a counter → the roster groups of the active members that it counts. Each of
#: them is in just these, so that each is counted once.
COUNTED: dict[str, frozenset[str]] = {
    "+".join(sorted(groups)): frozenset(groups)
    for category in Category
    for contact_point in (False, True)
    for groups in [roster_groups(category, contact_point)]
}
#: As ``collective.workspace`` keeps them.
COUNTERS = (
    *Workspace.counters,
    *(
        (name, lambda entry, groups=groups: entry["groups"] == groups)
        for name, groups in COUNTED.items()
    ),
)


class IRoster(IWorkspace):
    """The roster of a closed user group; ``IWorkspace(group)`` gives it."""


@implementer(IRoster)
@adapter(IClosedUserGroup)
class Roster(Workspace):
    """The roster, with the groups of the access policy."""

    membership_schema = IRosterEntry
    membership_factory = RosterEntry
    available_groups = {name: (role.value,) for name, role in GROUP_ROLE.items()}
    auto_groups: dict = {}
    #: What is counted when a member is added, changed or removed.
    counters = COUNTERS

    def counts_rightly(self) -> bool:
        """Whether the counters say what stands on the roster."""
        kept = kept_counters(self) or {}
        numbers = self._numbers(self.counters)
        return all(kept[name]() == number for name, number in numbers.items())

    def count_anew(self) -> None:
        """Count all members, whatever the counters say.

        Others may change the roster meanwhile.
        """
        keep_counters(self, self._numbers(COUNTERS))

    def _numbers(self, counters: Iterable[tuple[str, Any]]) -> dict[str, int]:
        """What these counters should say."""
        entries = [*self.members.values()]
        return {name: sum(map(is_counted, entries)) for name, is_counted in counters}

    def is_active(self, user_id: str) -> bool:
        """Whether this user is a member and not suspended."""
        entry = self.members.get(user_id)
        return entry is not None and bool(entry["groups"])

    def note(self, user_id: str, **values: Any) -> None:
        """Set values of a roster entry that change no rights; nobody is told."""
        self.members[user_id] = {**self.members[user_id], **values}

    def count(self, groups: Iterable[str]) -> int:
        """Number of active members in any of these roster groups.

        It takes as long for any number of members.
        """
        wanted, kept = set(groups), kept_counters(self) or {}
        return sum(kept[name]() for name, held in COUNTED.items() if wanted & held)


def memberships_of(user_id: str) -> list[tuple[Any, RosterEntry]]:
    """Groups in which the user is an active member, by title, each with the roster
    entry.
    """
    user = api.portal.get_tool("acl_users").getUserById(user_id)
    names = user.getGroups() if user is not None else ()
    suffixes = {name.partition(":")[2] for name in names if ":" in name}
    found = [uuidToObject(uid, unrestricted=True) for uid in suffixes]
    groups = filter(IClosedUserGroup.providedBy, found)
    found = [(group, IWorkspace(group).get(user_id)) for group in groups]
    return sorted(
        (pair for pair in found if pair[1] is not None), key=lambda pair: pair[0].title
    )


def categories_of(user_id: str) -> frozenset[str]:
    """Categories of the user, in all groups of the portal."""
    entries = (IWorkspace(group).members.get(user_id) for group in all_groups())
    return frozenset(entry["category"] for entry in entries if entry is not None)


def countries_of(user_id: str) -> frozenset[str]:
    """Countries (ISO 3166-1 alpha-2) of which the user is a contact point, in all
    groups.
    """
    entries = (entry for _group, entry in memberships_of(user_id))
    return frozenset(
        entry.country for entry in entries if entry.contact_point and entry.country
    )


def rosters_of(user_id: str) -> list[Any]:
    """Groups with the user on their roster, active or suspended."""
    groups = all_groups(workspace_members=user_id)
    return [group for group in groups if user_id in IWorkspace(group).members]


def secretariat_of(group: Any) -> set[str]:
    """User ids of the active Secretariat members of the group."""
    office = CATEGORY_GROUP[Category.SECRETARIAT]
    members = IWorkspace(group).members.items()
    return {user_id for user_id, entry in members if office in entry["groups"]}


def contact_points(group: Any, country: str) -> set[str]:
    """User ids of the group's active contact points for this country."""
    return {
        user_id
        for user_id, entry in IWorkspace(group).members.items()
        if entry.get("contact_point")
        and entry.get("country") == country
        # A suspended member is in no roster group.
        and entry["groups"]
    }


REASONS = {
    Reason.DECISION: _("membership_roster_suspended_by_decision"),
    Reason.NOT_VALIDATED: _("membership_roster_suspended_confirmed_time"),
    Reason.UNUSED: _("membership_roster_suspended_account_not_used"),
}
