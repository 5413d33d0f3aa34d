"""Compares rights and states with the events of the trail that gave them.

The events are read once, in their order, and give the rights that there should be. Who
has more was given it past the portal; who has less lost it so.
"""

from Acquisition import aq_base, aq_parent
from cites.cug.access.all_groups import all_groups
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.global_roles import EMPTY, KEPT
from cites.cug.access.policy import (
    STORED_GROUPS,
    TYPE_WORKFLOW,
    WORKFLOWS,
)
from cites.cug.access.roles import Category
from cites.cug.core.plone_internals.catalog import brain_object
from cites.cug.core.plone_internals.content import stored_permissions
from cites.cug.core.plone_internals.users import all_roles_given, stored_groups
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.interfaces import ILibraryContent
from cites.cug.login.accounts import account_status
from cites.cug.login.user_folders import store
from cites.cug.membership.roster import ACTIVE, roster_groups, SUSPENDED
from cites.cug.operations.content_checks import content_below
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from cites.cug.trail_desk.actions import COMPARED
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from plone import api
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any


#: What of a roster entry decides on rights.
DECIDING = ("category", "country", "organisation", "contact_point")
#: Types whose items are on record from their beginning.
RECORDED = ("LibraryFolder", "Alert", "LibraryDocument", "Workspace", "Topic")


class Rights:
    """The rights and states that the events of the trail give, one after the other."""

    def __init__(self) -> None:
        #: Path of a user folder's parent → user ids.
        self.accounts = defaultdict[str, set[str]](set)
        #: The same → user id → roles.
        self.roles = defaultdict[str, dict[str, set[str]]](dict)
        #: UID of a group → user id → values of the roster.
        self.rosters = defaultdict[str, dict[str, dict[str, Any]]](dict)
        #: UID of a workspace → user id → role in the team.
        self.teams = defaultdict[str, dict[str, str]](dict)
        #: UIDs of what was added.
        self.added = set[str]()
        #: UID → state and readers.
        self.states: dict[str, tuple[str, list[str]]] = {}

    def follow(self, event: Any) -> None:
        """Apply an event."""
        kind, _dot, deed = event.action.partition(".")
        detail, uid = event.detail, event.target_uid
        if kind == "account":
            self._account(deed, event.target, detail)
        elif kind in ("member", "request"):
            self._member(deed, self.rosters[uid], detail)
        elif deed == "state":
            self.states[uid] = (detail["to"], list(detail.get("readers", ())))
        elif deed in ("add", "copy"):
            self.added.add(uid)
        if kind == "workspace" and "member" in detail:
            self._team(deed, self.teams[uid], detail)

    def _account(self, deed: str, place: str, detail: Mapping[str, Any]) -> None:
        user_id = detail["member"]
        if deed == "add":
            self.accounts[place].add(user_id)
        elif deed == "delete":
            self.accounts[place].discard(user_id)
            self.roles[place].pop(user_id, None)
        else:
            self.roles[place][user_id] = set(detail["roles"])

    def _member(
        self, deed: str, roster: dict[str, dict[str, Any]], detail: Mapping[str, Any]
    ) -> None:
        user_id = detail["member"]
        if deed in ("remove", "undo"):
            roster.pop(user_id, None)
            return
        entry = roster.setdefault(user_id, {})
        if deed == "suspend":
            entry["state"] = SUSPENDED
        elif deed == "reactivate":
            entry["state"] = ACTIVE
        else:
            entry.update({name: detail[name] for name in DECIDING if name in detail})
        if deed == "admit":
            entry["state"] = ACTIVE

    def _team(self, deed: str, team: dict[str, str], detail: Mapping[str, Any]) -> None:
        if deed == "leave":
            team.pop(detail["member"], None)
        elif deed in ("add", "invite"):
            team[detail["member"]] = detail["role"]


def check_rights(portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    """Compare accounts, roles, rosters, teams and states with the trail."""
    rights = Rights()
    columns = (AuditEvent.id, AuditEvent.action, AuditEvent.target)
    query = select(*columns, AuditEvent.target_uid, AuditEvent.detail)
    query = query.where(AuditEvent.action.in_(COMPARED)).order_by(AuditEvent.id)
    for event in progress.each("events that give rights", records.execute(query)):
        try:
            rights.follow(event)
        except Exception as error:  # whatever damaged details make of their reader
            yield Fault(f"event {event.id}", f"cannot be read: {error!r}"[:300])
    yield from _check_accounts(portal, rights)
    yield from _check_administrators(aq_parent(portal), rights)
    for group in all_groups():
        yield from _check_roster(group, rights.rosters[group.UID()])
    for brain in _brains(portal, "Workspace"):
        workspace = brain_object(brain)
        yield from _check_team(workspace, rights.teams[brain.UID])
    for brain in progress.each("states", _brains(portal, *TYPE_WORKFLOW)):
        yield from _check_state(portal, brain_object(brain), rights)


def _brains(portal: Any, *portal_types: str) -> Any:
    return portal.portal_catalog.unrestrictedSearchResults(portal_type=portal_types)


def _check_accounts(portal: Any, rights: Rights) -> Iterator[Fault]:
    users, place = portal.acl_users, "/".join(portal.getPhysicalPath())
    for user_id, words in _compare_accounts(users, rights.accounts[place]):
        # A closed account opens nothing; of a former member its events may be removed.
        if not account_status(user_id).disabled:
            yield Fault(f"account {user_id}", words)
    roles = all_roles_given(users[KEPT])
    yield from _compare_roles("", roles, {**STORED_GROUPS, **rights.roles[place]})
    for name, members in stored_groups(users.source_groups).items():
        if name not in STORED_GROUPS:
            yield Fault(f"user group {name}", "is none of the portal's")
        elif members:
            words = f"has members: {', '.join(sorted(members))}"
            yield Fault(f"user group {name}", words)


def _check_administrators(app: Any, rights: Rights) -> Iterator[Fault]:
    """Accounts of Zope itself, above all portals."""
    place = "/".join(app.getPhysicalPath())
    for user_id, words in _compare_accounts(app.acl_users, rights.accounts[place]):
        yield Fault(f"account {user_id} of Zope", words)
    roles = all_roles_given(app.acl_users.roles)
    yield from _compare_roles(" of Zope", roles, rights.roles[place])


def _compare_accounts(users: Any, known: set[str]) -> Iterator[tuple[str, str]]:
    present = {*store(users).listUserIds()}
    for user_id in sorted(present - known):
        yield user_id, "no event of the trail says that it was made"
    for user_id in sorted(known - present):
        yield user_id, "is missing; no event of the trail says that it was deleted"


def _compare_roles(
    where: str, held: Mapping[str, Any], given: Mapping[str, Any]
) -> Iterator[Fault]:
    for name in sorted(held.keys() | given.keys()):
        now, then = set(held.get(name, ())) - EMPTY, set(given.get(name, ()))
        if now != then:
            words = f"has the roles {_listed(now)}; the trail gives {_listed(then)}"
            yield Fault(f"account {name}{where}", words)


def _listed(names: Any) -> str:
    return ", ".join(sorted(map(str, names))) or "none"


def _check_roster(group: Any, given: Mapping[str, Any]) -> Iterator[Fault]:
    path, members = "/".join(group.getPhysicalPath()), IWorkspace(group).members
    for user_id in sorted({*members, *given}):
        place, entry, then = (
            f"{path}, {user_id}",
            members.get(user_id),
            given.get(user_id),
        )
        if entry is None:
            yield Fault(place, "is a member by the trail and is not on the roster")
            continue
        if then is None:
            yield Fault(place, "is on the roster; no event of the trail says so")
            continue
        for name in (*DECIDING, "state"):
            now, before = entry.get(name) or "", then.get(name) or ""
            if now != before:
                yield Fault(place, f"has the {name} {now!r}; the trail says {before!r}")
        active = entry["state"] == ACTIVE
        groups = roster_groups(Category(entry["category"]), bool(entry["contact_point"]))
        if set(entry["groups"]) != (groups if active else set()):
            words = f"is in the groups {_listed(entry['groups'])}"
            yield Fault(place, f"{words}; the entry gives {_listed(groups)}")


def _check_team(workspace: Any, given: Mapping[str, str]) -> Iterator[Fault]:
    path, team = "/".join(workspace.getPhysicalPath()), IWorkspace(workspace)
    for user_id in sorted({*team.members, *given}):
        place, entry = f"{path}, {user_id}", team.members.get(user_id)
        now, then = entry and entry["role"], given.get(user_id)
        if now != then:
            words = f"has the role {now or 'none'} in the team"
            yield Fault(place, f"{words}; the trail says {then or 'none'}")
        elif entry and set(entry["groups"]) != team.groups_of(now):
            yield Fault(place, f"is in the groups {_listed(entry['groups'])}")


def _check_state(portal: Any, item: Any, rights: Rights) -> Iterator[Fault]:
    place, uid = "/".join(item.getPhysicalPath()), item.UID()
    if item.portal_type in RECORDED and uid not in rights.added:
        yield Fault(place, "no event of the trail says that it was added")
    initial = portal.portal_workflow[TYPE_WORKFLOW[item.portal_type]].initial_state
    then, readers = rights.states.get(uid, (initial, []))
    state = api.content.get_state(item)
    if state != then:
        yield Fault(place, f"is {state}; the trail says {then}")
    now = chosen_readers(item) if ILibraryContent.providedBy(item) else ()
    if state == then and set(now) != set(readers):
        yield Fault(place, f"names the readers {_listed(now)}, not {_listed(readers)}")


def check_grants(portal: Any, _records: Session, progress: Progress) -> Iterator[Fault]:
    """Check that content grants what its state says, and nobody a role by itself."""
    for place in (aq_parent(portal), portal, *portal.objectValues()):
        # Whoever made the portal owns it and its tools, which gives nothing more.
        yield from _check_local_roles(place, frozenset({"Owner"}))
    for item in progress.each("grants", content_below(portal)):
        yield from _check_local_roles(item)
        place, stored = "/".join(item.getPhysicalPath()), stored_permissions(item)
        for permission, roles in stored.items():
            then = _grants(item).get(permission)
            if set(roles) != set(then or ()):
                words = f"grants {permission} to {_listed(roles)}"
                yield Fault(place, f"{words}; its state, to {_listed(then or ())}")
        for permission in sorted(_grants(item).keys() - stored.keys()):
            yield Fault(place, f"does not say to whom it grants {permission}")


def _check_local_roles(
    place: Any, harmless: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    path = "/".join(place.getPhysicalPath()) or "/"
    for who, roles in (vars(aq_base(place)).get("__ac_local_roles__") or {}).items():
        if not harmless.issuperset(roles):
            yield Fault(path, f"gives {who} the roles {_listed(roles)}")


def _grants(item: Any) -> Mapping[Any, Any]:
    workflow = TYPE_WORKFLOW.get(item.portal_type)
    state = api.content.get_state(item, default=None)
    return WORKFLOWS[workflow].get(state, {}) if workflow else {}
