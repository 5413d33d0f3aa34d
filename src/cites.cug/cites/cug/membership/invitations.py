"""Invitations: nobody with an account is added to a roster without having accepted.

Who invites types a name, and does not learn whether anybody has this name. An invitation
looks open to its maker until it ends or is revoked, even if it was declined; only
acceptance shows.

A site manager can invite only to a group that has never had a Secretariat. These
invitations become void when the group has its first Secretariat member. After that, a
site manager can appoint a Secretariat member if no Secretariat member has used the portal
for 14 days. All members are told. For 7 days nobody can accept, and the Secretariat or a
contact point can revoke the appointment. It becomes void as soon as a Secretariat member
uses the portal.
"""

from cites.cug import _
from cites.cug.access.guard import in_secretariat
from cites.cug.access.roles import Category
from cites.cug.core.sql.proofs import is_proven, trusted
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FORBIDDEN, invalid, Missing, Refusal
from cites.cug.login import accounts
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.membership.access_requests.accounts import owner_of
from cites.cug.membership.account_status import close_unless_member, open_account
from cites.cug.membership.actions import admit_member, change_member
from cites.cug.membership.models import Invitation, State
from cites.cug.membership.office import is_founded
from cites.cug.membership.roster import secretariat_of
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, timedelta
from plone import api
from plone.app.uuid.utils import uuidToObject
from secrets import token_hex
from sqlalchemy import select
from typing import Any


#: How long an invitation can be accepted.
LIFE = timedelta(days=30)
#: How long an appointment must wait before it can be accepted.
APPOINTMENT_DELAY = timedelta(days=7)
#: An appointment is possible if the Secretariat has not used the portal for so long.
UNUSED = timedelta(days=14)
#: Kinds of notices. Their reference is the id of the invitation or the UID of a group.
INVITED = "membership.invited"
APPOINTED = "membership.appointed"
REVOKED = "membership.appointment-revoked"
#: States that look open to the maker of an invitation.
LOOKS_OPEN = (State.OPEN.value, State.DECLINED.value)
DETAILS = ("country", "organisation", "function", "telephone", "contact_point")


def not_for_managers() -> Refusal:
    """The error where a group has or had a Secretariat, and a site manager invites."""
    text = _("membership_invitations_the_secretariat_text")
    return Refusal(text, FORBIDDEN)


def invite(
    group: Any,
    name: str,
    category: Category,
    *,
    acting_user: str,
    at: datetime,
    request_id: str | None = None,
    **details: Any,
) -> Invitation:
    """Invite a name to the group; for the Secretariat.

    ``details`` are values for the roster: country, organisation, function, telephone,
    contact_point. Raises InvalidValues for a member and for a name that is invited.
    """
    return _invite(group, name, category, acting_user, at, details, request_id=request_id)


def found_group(
    group: Any,
    name: str,
    category: Category,
    *,
    acting_user: str,
    at: datetime,
    **details: Any,
) -> Invitation:
    """Invite a name to a group that never had a Secretariat; for site managers.

    Raises Refusal, and InvalidValues as ``invite`` does.
    """
    if is_founded(group):
        raise not_for_managers()
    return _invite(group, name, category, acting_user, at, details, by_manager=True)


def appoint_secretariat(
    group: Any,
    name: str,
    *,
    acting_user: str,
    at: datetime,
    note: str,
    **details: Any,
) -> Invitation:
    """Appoint a Secretariat member; for site managers, if the Secretariat is inactive.

    Raises Refusal if a Secretariat member has used the portal in the last 14 days, and
    InvalidValues for a name that is invited.
    """
    if has_acted(group, since=at - UNUSED):
        raise not_for_managers()
    made = _invite(
        group,
        name,
        Category.SECRETARIAT,
        acting_user,
        at,
        details,
        by_manager=True,
        opens=at + APPOINTMENT_DELAY,
    )
    _record("member.appoint", group, made, acting_user, note=note)
    _tell_all(group, APPOINTED, made.id, at)
    return made


def _tell_all(group: Any, kind: str, reference: str, at: datetime) -> None:
    """Notify all members, also suspended ones; service accounts have no mailbox."""
    for user_id, entry in IWorkspace(group).members.items():
        if not entry.get("service"):
            queue_account_notice(kind, reference, user_id, at=at)


def _invite(
    group: Any,
    name: str,
    category: Category,
    acting_user: str,
    at: datetime,
    details: dict[str, Any],
    *,
    by_manager: bool = False,
    opens: datetime | None = None,
    request_id: str | None = None,
) -> Invitation:
    user_id = owner_of(name) or ""
    # An appointment may also name a member. Any other invitation of a member is refused:
    # that somebody is a member is no secret in the group.
    if user_id in IWorkspace(group).members and opens is None:
        raise invalid("user", _("membership_invitations_person_already_member_error"))
    write_session()
    if any(name.casefold() == one.name.casefold() for one in invitations_of(group, at)):
        raise invalid("user", _("membership_invitations_already_invitation_name_error"))
    opened = bool(user_id) and accounts.account_status(user_id).disabled
    if opened:
        open_account(user_id)
    empty = dict.fromkeys(DETAILS, "") | {"contact_point": False}
    row = {
        "id": token_hex(16),
        "group_uid": group.UID(),
        "name": name,
        "user_id": user_id,
        "category": category.value,
        **empty,
        **details,
        "made_by": acting_user,
        "by_manager": by_manager,
        "made": at,
        "opens": opens or at,
        "ends": (opens or at) + LIFE,
        "request_id": request_id,
        "opened_account": opened,
    }
    made = Invitation(**row, state=State.OPEN.value)
    session().add(made)
    session().flush()
    if request_id is None:  # the approval of a request sends a letter of its own
        queue_account_notice(INVITED, made.id, user_id, at=at)
    _record("member.invite", group, made, acting_user)
    return made


def invitations_of(group: Any, at: datetime) -> list[Invitation]:
    """Invitations that look open to the Secretariat of the group, also declined ones."""
    mine = select(Invitation).where(
        Invitation.group_uid == group.UID(),
        Invitation.state.in_(LOOKS_OPEN),
        Invitation.ends > at,
    )
    found = session().scalars(mine.order_by(Invitation.made, Invitation.id))
    return [one for one in found if not is_void(one, group)]


def invitations_for(user_id: str, at: datetime) -> list[Invitation]:
    """Invitations that the user can accept or decline, now or later."""
    mine = select(Invitation).where(
        Invitation.user_id == user_id,
        Invitation.state == State.OPEN.value,
        Invitation.ends > at,
    )
    found = session().scalars(mine.order_by(Invitation.made, Invitation.id))
    return [one for one in found if not is_void(one, group_of(one))]


def group_of(invitation: Invitation) -> Any | None:
    """The group of an invitation; None if the group was deleted."""
    return uuidToObject(invitation.group_uid, unrestricted=True)


def find(group: Any, invitation_id: str, at: datetime) -> Invitation:
    """The group's invitation with this id. Raises Missing."""
    found = [one for one in invitations_of(group, at) if one.id == invitation_id]
    if not found:
        raise Missing(invitation_id)
    return found[0]


def find_own(user_id: str, invitation_id: str, at: datetime) -> Invitation:
    """The user's own invitation with this id. Raises Missing."""
    found = [one for one in invitations_for(user_id, at) if one.id == invitation_id]
    if not found:
        raise Missing(invitation_id)
    return found[0]


def is_void(invitation: Invitation, group: Any) -> bool:
    """Whether an invitation does not count any more: its maker has lost the right to
    invite, or no signature proves that anybody made it.
    """
    if group is None or not is_proven(Invitation, invitation):
        return True
    if not invitation.by_manager:
        return not in_secretariat(invitation.made_by, group)
    if is_appointment(invitation):
        return has_acted(group, since=invitation.made)
    return is_founded(group)


def is_appointment(invitation: Invitation) -> bool:
    """Whether a site manager appoints a Secretariat member, so that acceptance must
    wait.
    """
    return invitation.opens != invitation.made


def has_acted(group: Any, since: datetime) -> bool:
    """Whether any Secretariat member has used the portal since then."""
    used = accounts.last_used(secretariat_of(group))
    return any(at > since for at in used.values())


def accept(invitation: Invitation, *, at: datetime) -> None:
    """Accept an invitation, for its owner.

    Raises Missing if it is void, settled, or an appointment that still has to wait.
    """
    group = group_of(invitation)
    if invitation.opens > at or is_void(invitation, group):
        raise Missing(invitation.id)
    user_id, category = invitation.user_id, Category(invitation.category)
    _settle(invitation, State.ACCEPTED, at)
    if user_id in IWorkspace(group).members:
        change_member(
            group, user_id, category=category.value, acting_user=invitation.made_by
        )
    else:
        details: dict[str, Any] = {field: getattr(invitation, field) for field in DETAILS}
        admit_member(group, user_id, category, **details, acting_user=invitation.made_by)
    _record("member.accept", group, invitation, user_id)


def decline(invitation: Invitation, *, at: datetime) -> None:
    """Decline an invitation, for its owner; nobody is told. Raises Missing if settled.

    It is recorded at the portal, so that the group's readers of the trail learn nothing.
    """
    _settle(invitation, State.DECLINED, at)
    user_id = invitation.user_id
    _record("member.decline", api.portal.get(), invitation, user_id)


def end_for(user_id: str, *, at: datetime) -> None:
    """Decline all open invitations of a user whose e-mail address changes.

    They were meant for the person at the old address.
    """
    for invitation in invitations_for(user_id, at):
        _settle(invitation, State.DECLINED, at)


def revoke(group: Any, invitation: Invitation, *, acting_user: str, at: datetime) -> None:
    """Revoke an invitation. Raises Missing if settled.

    For the Secretariat or the site manager who made it; for an appointment, also for
    contact points.
    """
    _settle(invitation, State.REVOKED, at)
    _record("member.invite-revoke", group, invitation, acting_user)
    if is_appointment(invitation):
        _tell_all(group, REVOKED, group.UID(), at)


def close_ended(at: datetime) -> None:
    """Close accounts that were opened for an invitation which nobody accepted in time."""
    ended = select(Invitation).where(
        Invitation.opened_account.is_(True),
        Invitation.state == State.OPEN.value,
        Invitation.ends <= at,
    )
    for invitation in trusted(Invitation, session().scalars(ended)):
        _settle(invitation, State.REVOKED, at)


def _settle(invitation: Invitation, state: State, at: datetime) -> None:
    write_session()
    session().refresh(invitation, with_for_update=True)
    if invitation.state not in LOOKS_OPEN:
        raise Missing(invitation.id)
    invitation.state, invitation.settled = state.value, at
    session().flush()
    if state is not State.ACCEPTED and invitation.opened_account:
        close_unless_member(invitation.user_id)


def _record(
    action: str, target: Any, invitation: Invitation, acting_user: str, **more: Any
) -> None:
    """The record has the name as typed, not the user id: readers of the trail must not
    learn more than the maker of the invitation.
    """
    detail = {
        "invitation": invitation.id,
        "name": invitation.name,
        "category": invitation.category,
        **more,
    }
    record(action, target=target, acting_user=acting_user, detail=detail)
