"""REST: invitations and changes of accounts that wait for an answer."""

from cites.cug import _
from cites.cug.access.guard import caller, may, require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.core.validation.errors import FORBIDDEN, Missing, Refusal
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.login import authentication, pending_changes
from cites.cug.login.models import AccountChange
from cites.cug.login.pending_changes import WAITING
from cites.cug.membership import account_changes, invitations
from cites.cug.membership.access_requests.links import is_valid_key
from cites.cug.membership.account_notices import CONFIRM
from cites.cug.membership.address_changes import (
    ask_new_address,
    confirm,
    find_asked,
    require_account,
)
from cites.cug.membership.models import Invitation
from cites.cug.membership.schema import INewAddress, IRosterTerms, read_terms
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.services import ResourceService
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.idempotency import Done
from collections.abc import Mapping
from datetime import datetime, UTC
from http import HTTPStatus
from plone.base.interfaces import IPloneSiteRoot
from typing import Any, ClassVar


LOG_IN_ANEW = _("membership_waiting_log_in_again_to_change_address_text")


class WaitingService(ResourceService):
    """Base of these services. For what is not the caller's they answer 404."""

    @property
    def acting(self) -> dict[str, Any]:
        """The acting user and the time, as arguments of actions."""
        return {"acting_user": self.user_id, "at": datetime.now(UTC)}


class InvitationsPost(WaitingService):
    """``POST {group}/@invitations``: invite somebody; for the Secretariat or a site
    manager; 201
    """

    keys = tuple(IRosterTerms)
    schemas = (IRosterTerms,)

    def check_caller(self) -> None:
        if may(Permission.MANAGE_MEMBERS, self.context):
            return
        require(Permission.APPOINT, self.context)
        for_office = self.body.get("category") == Category.SECRETARIAT
        if invitations.is_founded(self.context) and not for_office:
            raise invitations.not_for_managers()

    def reply(self) -> dict[str, Any]:
        details = read_terms(self.body)
        name, category = details.pop("user"), details.pop("category")
        note = details.pop("reason")
        if may(Permission.MANAGE_MEMBERS, self.context):
            make, more = invitations.invite, {"category": category}
        else:
            require(Permission.APPOINT, self.context)
            make, more = as_manager(self.context, category, note)
        made = make(self.context, name, **more, **details, **self.acting)
        answer = self.resource.serialize_item(made)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", answer["@id"])
        return answer

    def replay_response(self, done: Done) -> dict[str, Any]:
        """The invitation, if it still waits."""
        key = str(done.location).rpartition("/")[2]
        waiting = self.resource.find(key)
        if waiting is None:
            return {"@id": done.location}
        return self.resource.serialize_item(waiting)


class InvitationDelete(WaitingService):
    """``DELETE {group}/@invitations/{id}``: revoke an invitation; 204"""

    def check_caller(self) -> None:
        self.found(datetime.now(UTC))

    def found(self, at: datetime) -> Invitation:
        """The invitation that the caller may revoke. Raises Missing and Refusal."""
        made = invitations.find(self.context, self.key, at)
        if not may_revoke(self.context, made):
            raise invitations.not_for_managers()
        return made

    def reply(self) -> None:
        acting = self.acting
        invitations.revoke(self.context, self.found(acting["at"]), **acting)


def as_manager(group: Any, category: Category, note: str) -> tuple[Any, dict[str, Any]]:
    """The action by which a site manager invites to this group, and its own arguments.

    Raises Refusal if the group has had a Secretariat, unless a Secretariat member is
    appointed with a reason.
    """
    if not invitations.is_founded(group):
        return invitations.found_group, {"category": category}
    if category is not Category.SECRETARIAT or not note:
        raise invitations.not_for_managers()
    return invitations.appoint_secretariat, {"note": note}


def may_revoke(group: Any, invitation: Invitation) -> bool:
    """Whether the caller may revoke an invitation.

    The Secretariat may revoke any, a contact point an appointment, a site manager those
    that the site manager made.
    """
    if may(Permission.MANAGE_MEMBERS, group):
        return True
    if invitations.is_appointment(invitation) and may(Permission.MANAGE_COUNTRY, group):
        return True
    return invitation.made_by == caller() and may(Permission.APPOINT, group)


class InvitationAccept(WaitingService):
    """``POST /@invitations/{id}/accept``: accept an invitation to a group; 204"""

    def answer(self, invitation: Invitation, at: datetime) -> None:
        invitations.accept(invitation, at=at)

    def reply(self) -> None:
        now = datetime.now(UTC)
        self.answer(invitations.find_own(self.user_id, self.key, now), now)


class InvitationDecline(InvitationAccept):
    """``POST /@invitations/{id}/decline``: decline an invitation; 204"""

    def answer(self, invitation: Invitation, at: datetime) -> None:
        invitations.decline(invitation, at=at)


class AccountChangesPost(WaitingService):
    """``POST /@account-changes``: ask for another e-mail address of one's own; 202

    The answer is the same whether the address is free or belongs to another account.
    """

    keys = ("email",)
    schemas = (INewAddress,)

    def check_caller(self) -> None:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)
        require_account(self.user_id)

    def reply(self) -> dict[str, Any]:
        values = read_values(INewAddress, self.body)
        change = ask_new_address(self.user_id, values["email"], at=datetime.now(UTC))
        self.request.response.setStatus(HTTPStatus.ACCEPTED)
        url = f"{self.url}/{change.id}"
        self.request.response.setHeader("Location", url)
        return self.resource.serialize_item(change)


class AccountChangeConfirm(WaitingService):
    """``POST /@account-changes/{id}/confirm``: confirm the address with the ``key`` in
    the letter to it; 204
    """

    keys = ("key",)

    def reply(self) -> None:
        at, key = datetime.now(UTC), self.body.get("key")
        valid = isinstance(key, str) and is_valid_key(key, CONFIRM, self.key)
        change = find_asked(self.key, self.user_id, at) if valid else None
        if change is None:
            raise Missing(self.key)
        confirm(change, at=at)


class AccountChangeStop(WaitingService):
    """Stops a change that waits."""

    def reply(self) -> None:
        account_changes.stop(self.resource.get(self.key), **self.acting)


class AccountChangeAgree(WaitingService):
    """``POST {group}/@account-changes/{id}/agree``: agree to the change; 204"""

    def reply(self) -> None:
        change = self.resource.get(self.key)
        account_changes.agree(self.context, change, **self.acting)


def change_as_json(change: AccountChange, url: str) -> dict[str, Any]:
    """A change that waits, as JSON; times in ISO 8601."""
    return {
        "@id": f"{url}/{change.id}",
        "id": change.id,
        "member": change.user_id,
        "kind": change.kind,
        "state": change.state,
        "asked": change.asked.isoformat(),
        "due": change.due.isoformat(),
    }


def invitation_as_json(invitation: Invitation, url: str) -> dict[str, Any]:
    """An invitation as its maker sees it: without the user id that the name belongs
    to.
    """
    return {
        "@id": f"{url}/{invitation.id}",
        "id": invitation.id,
        "user": invitation.name,
        "category": invitation.category,
        "made": invitation.made.isoformat(),
        "opens": invitation.opens.isoformat(),
        "ends": invitation.ends.isoformat(),
    }


def own_invitation_as_json(invitation: Invitation, url: str) -> dict[str, Any]:
    """An invitation as the invited person sees it."""
    group = invitations.group_of(invitation)
    return {
        "@id": f"{url}/{invitation.id}",
        "id": invitation.id,
        "group": group.title,
        "category": invitation.category,
        "opens": invitation.opens.isoformat(),
        "ends": invitation.ends.isoformat(),
    }


class Waiting(Resource):
    """Base of what waits: lists of few."""

    size = None


class Invitations(Waiting):
    """Invitations to a group, for those who may see its roster."""

    name = "invitations"
    context_interface = IClosedUserGroup
    place = "{group}"
    verbs = (
        Verb("GET", "", Permission.SEE_ROSTER, "invitations that are open."),
        Verb("POST", "", Permission.EDIT, service=InvitationsPost),
        Verb("DELETE", "{id}", Permission.EDIT, service=InvitationDelete),
    )

    def list_items(self, filters: Mapping[str, Any]) -> list[Invitation]:
        return invitations.invitations_of(self.context, datetime.now(UTC))

    def serialize_item(self, item: Invitation) -> dict[str, Any]:
        return invitation_as_json(item, self.rest_url)


class OwnInvitations(Waiting):
    """The caller's own invitations."""

    name = "invitations"
    context_interface = IPloneSiteRoot
    place = ""
    verbs = (
        Verb("GET", "", Permission.USE_PORTAL, "the caller's own invitations."),
        Verb("POST", "{id}/accept", Permission.USE_PORTAL, service=InvitationAccept),
        Verb("POST", "{id}/decline", Permission.USE_PORTAL, service=InvitationDecline),
    )

    def list_items(self, filters: Mapping[str, Any]) -> list[Invitation]:
        return invitations.invitations_for(self.user_id, datetime.now(UTC))

    def serialize_item(self, item: Invitation) -> dict[str, Any]:
        return own_invitation_as_json(item, self.rest_url)


class AccountChanges(Waiting):
    """Changes of the accounts of a group's members."""

    name = "account-changes"
    context_interface = IClosedUserGroup
    place = "{group}"
    verbs: ClassVar[tuple[Verb, ...]] = (
        Verb(
            "GET",
            "",
            Permission.KEEP_ACCOUNTS,
            "changes that wait, of members of the group.",
        ),
        Verb(
            "POST",
            "{id}/stop",
            Permission.KEEP_ACCOUNTS,
            "stop the change; 204",
            AccountChangeStop,
        ),
        Verb("POST", "{id}/agree", Permission.KEEP_ACCOUNTS, service=AccountChangeAgree),
    )

    def list_items(self, filters: Mapping[str, Any]) -> list[AccountChange]:
        return account_changes.changes_in(self.context)

    def serialize_item(self, item: AccountChange) -> dict[str, Any]:
        return change_as_json(item, self.rest_url)


class OwnAccountChanges(AccountChanges):
    """Changes of the caller's own account."""

    context_interface = IPloneSiteRoot
    place = ""
    verbs = (
        Verb(
            "GET",
            "",
            Permission.USE_PORTAL,
            "changes that wait, of the caller's own account.",
        ),
        Verb("POST", "", Permission.USE_PORTAL, service=AccountChangesPost),
        Verb("POST", "{id}/confirm", Permission.USE_PORTAL, service=AccountChangeConfirm),
        Verb(
            "POST",
            "{id}/stop",
            Permission.USE_PORTAL,
            "stop a change of one's own account; 204",
            AccountChangeStop,
        ),
    )

    def list_items(self, filters: Mapping[str, Any]) -> list[AccountChange]:
        return pending_changes.pending([self.user_id], states=WAITING)

    def serialize_item(self, item: AccountChange) -> dict[str, Any]:
        return {**super().serialize_item(item), "email": item.detail or None}
