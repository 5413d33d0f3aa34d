"""Changes of a member's account. They wait, and all concerned are told.

Two changes weaken an account: the Secretariat removes a lost second factor, or a site
manager changes the e-mail address. Both wait for a delay (``login.pending_changes``). The
owner and the Secretariats of all the member's groups are told, and each of them can stop
the change. A removal also waits until the Secretariat of each other group of the member
has agreed. It is refused if the member is Secretariat of another group. If a second
member of a Secretariat agrees, the delay ends early.

Members change their own address by ``address_changes``. It waits likewise; only the owner
is told.
"""

from cites.cug import _
from cites.cug.access.guard import in_secretariat
from cites.cug.access.roles import Category
from cites.cug.core.sql import rate
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FORBIDDEN, Refusal, TOO_MANY
from cites.cug.login import accounts, factors, pending_changes, reset, settings
from cites.cug.login.models import AccountChange
from cites.cug.login.new_password import take_password
from cites.cug.login.pending_changes import ChangeKind, ChangeState
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.membership import address_changes, invitations
from cites.cug.membership.account_status import runs_site
from cites.cug.membership.address_changes import ASKED, places_of
from cites.cug.membership.roster import rosters_of, secretariat_of
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, timedelta, UTC
from plone import api
from typing import Any
from zExceptions import Unauthorized
from zope.component import adapter


#: Kinds of notices. Their reference is the id of a change or the UID of a group.
ASKED_OFFICE = "membership.change-asked-office"
STOPPED = "membership.change-stopped"
PROPOSED = "membership.address-proposed"
LOST_FACTOR = "membership.lost-factor"
FACTOR_REMOVED_OFFICE = "membership.lost-factor-office"
#: A removal to which a group has not agreed is dropped so long after its day.
DROPPED_AFTER = timedelta(days=14)


def is_for_others(user_id: str, acting_user: str) -> bool:
    """Whether the caller may not change this account: it is the caller's own, or a site
    manager's.
    """
    return user_id == acting_user or runs_site(user_id)


def require_removal(group: Any, user_id: str, acting_user: str) -> None:
    """Raise Unauthorized or Refusal if the factor is not for this member to remove."""
    if is_for_others(user_id, acting_user):
        raise Unauthorized(user_id)
    if any(is_office(other, user_id) for other in others_of(group.UID(), user_id)):
        text = _("membership_account_changes_the_second_text")
        raise Refusal(text, FORBIDDEN)


def ask_to_remove_factor(
    group: Any, user_id: str, *, acting_user: str, note: str, at: datetime
) -> AccountChange | None:
    """Ask to remove a member's second factor; for the Secretariat.

    ``note`` says how the Secretariat made sure that the member asks. Answers the waiting
    change, or None if the member has no second factor. Raises Unauthorized for the
    caller's own account and for site managers, Refusal for a member of the Secretariat of
    another group and where it waits already.
    """
    require_removal(group, user_id, acting_user)
    others = others_of(group.UID(), user_id)
    if not factors.has_factor(user_id):
        return None
    change = pending_changes.ask_change(
        user_id, ChangeKind.FACTOR, asked_by=acting_user, at=at, group_uid=group.UID()
    )
    for other in others:
        if in_secretariat(acting_user, other):
            pending_changes.agree(change, other.UID(), acting_user)
    record(
        "member.factor-ask",
        target=group,
        acting_user=acting_user,
        detail={"member": user_id, "change": change.id, "note": note},
    )
    tell_of(change)
    return change


def propose_address(
    group: Any, user_id: str, email: str, *, acting_user: str, note: str, at: datetime
) -> AccountChange:
    """Propose another e-mail address to a member; for the Secretariat.

    Only the member can ask for it, with the password. Raises InvalidValues, Unauthorized
    for the caller's own account and for site managers, Refusal (429) for the sixth
    proposal in a day.
    """
    if is_for_others(user_id, acting_user):
        raise Unauthorized(user_id)
    email = email.lower()
    # The rules of other groups would tell which these are; the owner's request asks them.
    address_changes.check_new_address(user_id, email, [group])
    use = rate.Use("proposed-address", user_id, address_changes.PER_ACCOUNT)
    if wait := rate.take(write_session().connection(), [use], at):
        text = _("membership_account_changes_proposed_too_often_text")
        raise Refusal(text, TOO_MANY, wait=wait.time)
    who = {"asked_by": acting_user, "group_uid": group.UID()}
    change = pending_changes.propose_change(user_id, email, at=at, **who)
    queue_account_notice(PROPOSED, change.id, user_id, at=at)
    record(
        "member.address-propose",
        target=group,
        acting_user=acting_user,
        detail={"member": user_id, "change": change.id, "note": note},
    )
    return change


def change_address(user_id: str, email: str, *, acting_user: str, at: datetime) -> None:
    """Change an e-mail address; for site managers.

    It is changed at once if the account is in no group; otherwise the change waits.
    Raises Refusal where one waits already.
    """
    groups = rosters_of(user_id)
    detail = {"member": user_id}
    for target in places_of(user_id):
        record("account.address", target=target, acting_user=acting_user, detail=detail)
    if not groups:
        take_address(user_id, email)
        return
    who: dict[str, Any] = {"asked_by": acting_user, "at": at}
    tell_of(pending_changes.ask_change(user_id, ChangeKind.ADDRESS, detail=email, **who))


def tell_of(change: AccountChange) -> None:
    """Tell the owner, and the Secretariats of all the member's groups, of a new
    change.
    """
    queue_account_notice(ASKED, change.id, change.user_id, at=change.asked)
    _tell_offices(ASKED_OFFICE, change.user_id, change.asked)


def _tell_offices(kind: str, member: str, at: datetime) -> None:
    for group in rosters_of(member):
        for user_id in secretariat_of(group) - {member}:
            queue_account_notice(kind, group.UID(), user_id, at=at)


def changes_in(group: Any) -> list[AccountChange]:
    """All waiting changes of members of the group, whoever asked for them."""
    members = IWorkspace(group).members
    return [change for change in pending_changes.pending() if change.user_id in members]


def stop(change: AccountChange, *, acting_user: str, at: datetime) -> bool:
    """Stop a change; whether it was still waiting.

    For the owner, or the Secretariat of one of the member's groups.
    """
    return pending_changes.settle_change(change, ChangeState.STOPPED, acting_user, at)


@adapter(pending_changes.ChangeStopped)
def tell_stopped(event: Any) -> None:
    """Tell the owner and the Secretariats that a change was stopped, by whatever
    cause; of an own change, the owner alone.
    """
    change = event.change
    now = datetime.now(UTC)
    queue_account_notice(STOPPED, change.id, change.user_id, at=now)
    for group in places_of(change.user_id):
        detail = {"member": change.user_id, "change": change.id, "kind": change.kind}
        record(
            "member.change-stop",
            target=group,
            detail=detail,
            acting_user=change.settled_by or "",
        )
        if change.kind == ChangeKind.OWN_ADDRESS:
            continue
        for user_id in secretariat_of(group) - {change.user_id}:
            queue_account_notice(STOPPED, change.id, user_id, at=now)


def agree(group: Any, change: AccountChange, *, acting_user: str, at: datetime) -> None:
    """Agree to a removal, for the Secretariat of one of the member's groups.

    If the change is then ready, it is made at once. Raises Unauthorized for other
    changes, the caller's own account and site managers.
    """
    if change.kind != ChangeKind.FACTOR or is_for_others(change.user_id, acting_user):
        raise Unauthorized(change.user_id)
    pending_changes.agree(change, group.UID(), acting_user)
    detail = {"member": change.user_id, "change": change.id}
    record("member.factor-agree", target=group, acting_user=acting_user, detail=detail)
    if is_ready(change, at):
        apply(change, at)


def is_ready(change: AccountChange, at: datetime) -> bool:
    """Whether the change can be made: its delay is over and all other groups have agreed.

    The agreement of a second member of a Secretariat ends the delay.
    """
    if change.kind != ChangeKind.FACTOR:
        return at >= change.due
    agreed = {
        (row.group_uid, row.user_id)
        for row in pending_changes.consents(change)
        if row.user_id in {*_offices(change.user_id).get(row.group_uid, ())}
    }
    others = {group.UID() for group in others_of(change.group_uid, change.user_id)}
    if others - {group_uid for group_uid, _user in agreed}:
        return False
    return at >= change.due or any(_is_second(change, *one) for one in agreed)


def _offices(user_id: str) -> dict[str, set[str]]:
    return {group.UID(): secretariat_of(group) for group in rosters_of(user_id)}


def _is_second(change: AccountChange, group_uid: str, user_id: str) -> bool:
    """Whether this is another person than who asked, and not appointed just for this."""
    if user_id in (change.asked_by, change.user_id):
        return False
    (group,) = (one for one in rosters_of(change.user_id) if one.UID() == group_uid)
    since = IWorkspace(group)[user_id].secretariat_since
    return since is None or since <= (change.asked - settings.change_delay()).date()


def others_of(group_uid: str, user_id: str) -> list[Any]:
    """The member's groups, without the group with this UID."""
    return [group for group in rosters_of(user_id) if group.UID() != group_uid]


def is_office(group: Any, user_id: str) -> bool:
    """Whether the user is in the Secretariat of the group, active or suspended."""
    entry = IWorkspace(group).members.get(user_id)
    return entry is not None and entry["category"] == Category.SECRETARIAT


def apply_due(at: datetime) -> None:
    """Make all changes that are ready, and drop what was not agreed to or confirmed in
    time.
    """
    pending_changes.forget_asked(at)
    for change in pending_changes.pending():
        if at < change.due:
            continue
        if is_ready(change, at):
            apply(change, at)
        elif at > change.due + DROPPED_AFTER:
            pending_changes.settle_change(change, ChangeState.STOPPED, "", at)


def apply(change: AccountChange, at: datetime) -> None:
    """Make a change; stop it if who asked for it has lost the right to ask.

    An own change of the address is only begun: ``take_addresses`` makes it.
    """
    if not _still_holds(change):
        pending_changes.settle_change(change, ChangeState.STOPPED, "", at)
        return
    if change.kind == ChangeKind.OWN_ADDRESS:
        pending_changes.begin_taking(change)
        return
    if not pending_changes.settle_change(change, ChangeState.DONE, "", at):
        return
    if change.kind == ChangeKind.ADDRESS:
        take_address(change.user_id, change.detail)
        return
    factors.remove_factors(change.user_id)
    accounts.end_sessions(change.user_id)
    queue_account_notice(LOST_FACTOR, change.id, change.user_id, at=at)
    _tell_offices(FACTOR_REMOVED_OFFICE, change.user_id, at)
    for group in _asking(change):
        detail = {"member": change.user_id, "change": change.id}
        record(
            "member.lost-factor", target=group, detail=detail, acting_user=change.asked_by
        )


def _asking(change: AccountChange) -> Iterable[Any]:
    return (one for one in rosters_of(change.user_id) if one.UID() == change.group_uid)


def _still_holds(change: AccountChange) -> bool:
    """Whether who asked for the change could still ask: rosters may have changed."""
    if change.kind == ChangeKind.OWN_ADDRESS:
        return address_changes.still_holds(change)
    if change.kind == ChangeKind.ADDRESS:
        # Zope's own administrator has no account in the portal.
        known = api.user.get(userid=change.asked_by) is not None
        return runs_site(change.asked_by) or not known
    others = others_of(change.group_uid, change.user_id)
    if any(is_office(other, change.user_id) for other in others):
        return False
    return any(in_secretariat(change.asked_by, group) for group in _asking(change))


def take_address(user_id: str, email: str) -> None:
    """Give the account another e-mail address, and send a link for a new password there.

    The present password ends, and so do open invitations.
    """
    if api.user.get(userid=user_id) is None:
        return
    address_changes.set_address(user_id, email)
    take_password(api.portal.get_tool("acl_users"), user_id)
    invitations.end_for(user_id, at=datetime.now(UTC))
    reset.send_first_link(user_id)


KINDS = {
    ChangeKind.FACTOR: _("membership_account_changes_second_factor_removed"),
    ChangeKind.ADDRESS: _("membership_account_changes_the_email_text"),
    ChangeKind.OWN_ADDRESS: _("membership_account_changes_own_address_text"),
}
