"""A member's own change of the e-mail address.

A Secretariat can propose one (``account_changes.propose_address``): the form then begins
with it. The change takes four steps, and each is a state:

``asked``
    The member asks, with the password and the second factor. Letters go to both
    addresses: the old one gets a link that stops the change, the new one a link that
    confirms it.
``pending``
    The member has confirmed it, by that link and logged in. The delay begins.
``taking``
    The delay is over, and nobody can stop the change any more. The next transaction
    changes the account, in ZODB; the one after it settles the change, in SQL. Each can be
    repeated, so a process may be killed between them.
``done``
    The password and the sessions stay. Links for a new password that were sent to the old
    address end.

Nobody learns whether an address belongs to another account: the change is then kept and
answered like any other, and only the letter to that address is not sent.
"""

from cites.cug import _
from cites.cug.core.plone_internals.users import user_id_of_login, user_properties
from cites.cug.core.sql import rate
from cites.cug.core.sql.rate import Rate
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    FORBIDDEN,
    invalid,
    Missing,
    Refusal,
    TOO_MANY,
)
from cites.cug.login import login_tokens, pending_changes
from cites.cug.login.accounts import account_status
from cites.cug.login.addresses import let_set
from cites.cug.login.change_notices import notice_change
from cites.cug.login.models import AccountChange
from cites.cug.login.pending_changes import ChangeKind, ChangeState
from cites.cug.login.user_folders import has_user, store
from cites.cug.mailing.models import NO_GROUP
from cites.cug.mailing.outbox import queue_account_notice, queue_letter
from cites.cug.mailing.preferences import language_of
from cites.cug.membership.access_requests.applicant_actions import PER_EMAIL
from cites.cug.membership.access_requests.application import email_mistake
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.membership.roster import rosters_of
from collections.abc import Iterable
from datetime import datetime, timedelta
from plone import api
from typing import Any


#: Kinds of the letters to the old and to the new address. Their reference is the id.
ASKED = "membership.change-asked"
CONFIRM = "membership.confirm-address"
CONFIRM_WITHIN = timedelta(hours=48)
PER_ACCOUNT = Rate(5, timedelta(days=1))


def address_of(user_id: str) -> str:
    """The e-mail address of an account; empty if it has none in this portal."""
    member = api.user.get(userid=user_id)
    return (member.getProperty("email") or "") if member is not None else ""


def require_account(user_id: str) -> None:
    """Raise Refusal (403) for an administrator of Zope, who has no address here."""
    if not has_user(api.portal.get_tool("acl_users"), user_id):
        raise Refusal(_("membership_address_changes_no_address_text"), FORBIDDEN)


def check_new_address(user_id: str, email: str, groups: Iterable[Any]) -> None:
    """Raise InvalidValues for what cannot be the next address of the account.

    ``groups`` are those whose rules it has to keep.
    """
    mistake = email_mistake(email, map(rules_of, groups))
    if mistake is None and email == address_of(user_id).lower():
        mistake = _("membership_address_changes_same_address_error")
    if mistake is not None:
        raise invalid("email", mistake)


def proposed_to(user_id: str) -> AccountChange | None:
    """The address that a Secretariat proposes to the owner of an account."""
    kind, states = ChangeKind.OWN_ADDRESS, (ChangeState.PROPOSED,)
    found = pending_changes.pending([user_id], kind, states=states)
    return found[-1] if found else None


def ask_new_address(user_id: str, email: str, *, at: datetime) -> AccountChange:
    """Ask for another address, for the owner, who has just shown the password.

    An earlier question that was not confirmed ends, and so does a proposal. Raises
    InvalidValues, Refusal where a change waits already, and Refusal (429) for the sixth
    question in a day.
    """
    require_account(user_id)
    member, email = api.user.get(userid=user_id), email.lower()
    check_new_address(user_id, email, rosters_of(user_id))
    records = write_session()
    connection = records.connection()
    use = rate.Use("own-address", user_id, PER_ACCOUNT)
    if wait := rate.take(connection, [use], at):
        text = _("membership_address_changes_too_often_today_text")
        raise Refusal(text, TOO_MANY, wait=wait.time)
    letter = rate.Use("confirm-letter", email, PER_EMAIL)
    wanted = rate.take(connection, [letter], at) is None
    pending_changes.forget_asked(at, user_id)
    change = pending_changes.ask_change(
        user_id,
        ChangeKind.OWN_ADDRESS,
        asked_by=user_id,
        at=at,
        detail=email,
        confirm_until=at + CONFIRM_WITHIN,
    )
    queue_account_notice(ASKED, change.id, user_id, at=at)
    language = language_of(member)
    queue_letter(CONFIRM, change.id, NO_GROUP, email, language, at=at, wanted=wanted)
    _record("account.address-ask", change)
    return change


def find_asked(change_id: str, user_id: str, at: datetime) -> AccountChange | None:
    """The caller's change that the link in the letter confirms; None if it is too late,
    or another's.
    """
    change = pending_changes.find_change(change_id)
    if change is None or change.user_id != user_id:
        return None
    waits = change.state == ChangeState.ASKED and at < change.due
    return change if waits and is_free(change.detail, user_id) else None


def confirm(change: AccountChange, *, at: datetime) -> None:
    """Begin the delay. Raises Missing if it has begun, or another change waits."""
    write_session()
    addresses = (ChangeKind.ADDRESS, ChangeKind.OWN_ADDRESS)
    if pending_changes.pending([change.user_id], *addresses):
        raise Missing(change.id)
    if not pending_changes.begin_delay(change, at):
        raise Missing(change.id)
    _record("account.address-confirm", change)


def is_free(email: str, user_id: str) -> bool:
    """Whether the address is neither address nor login name of another account."""
    users, wanted = api.portal.get_tool("acl_users"), email.casefold()
    for other, known in user_properties(users.mutable_properties).items():
        if other != user_id and (known.get("email") or "").casefold() == wanted:
            return False
    return user_id_of_login(store(users), email) in (None, user_id)


def still_holds(change: AccountChange) -> bool:
    """Whether the change can be made: the account is open, and the address is free."""
    is_open = not account_status(change.user_id).disabled
    return is_open and is_free(change.detail, change.user_id)


def take_addresses(at: datetime) -> None:
    """Change accounts whose delay is over, and settle what an earlier call has changed.

    A change that cannot be made any more is stopped. To be called twice, each time in a
    transaction of its own.
    """
    for change in pending_changes.pending(states=(ChangeState.TAKING,)):
        if address_of(change.user_id) != change.detail:
            # Another account may have taken the address since the delay ended.
            if still_holds(change):
                set_address(change.user_id, change.detail)
            else:
                taking, stopped = (ChangeState.TAKING,), ChangeState.STOPPED
                pending_changes.settle_change(change, stopped, "", at, before=taking)
        elif pending_changes.settle_change(change, ChangeState.DONE, "", at):
            login_tokens.end_links(change.user_id)
            notice_change("account.address", change.user_id)
            _record("account.address", change)


def set_address(user_id: str, email: str) -> None:
    """Store the address, also as the login name if that was the old address."""
    users, member = api.portal.get_tool("acl_users"), api.user.get(userid=user_id)
    if member is None:
        return
    is_login = member.getUserName() == member.getProperty("email")
    let_set(user_id)
    member.setMemberProperties({"email": email})
    if is_login and user_id_of_login(store(users), email) is None:
        users.updateLoginName(user_id, email)


def _record(action: str, change: AccountChange) -> None:
    detail = {"member": change.user_id, "change": change.id}
    for target in places_of(change.user_id):
        record(action, target=target, acting_user=change.user_id, detail=detail)


def places_of(user_id: str) -> list[Any]:
    """Where the trail keeps what is done to an account: its groups, or the portal."""
    return rosters_of(user_id) or [api.portal.get()]
