"""REST: what waits for somebody's answer, invitations and changes of accounts."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import may
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.login import pending_changes
from cites.cug.login.models import AccountChange
from cites.cug.membership import account_changes
from cites.cug.membership import invitations
from cites.cug.membership.invitations import InvitedAlready
from cites.cug.membership.invitations import NotForManagers
from cites.cug.membership.invitations import OnRoster
from cites.cug.membership.invitations import UnknownInvitation
from cites.cug.membership.models import Invitation
from cites.cug.membership.schema import IRosterTerms
from cites.cug.membership.schema import read_terms
from cites.cug.restapi.content_deserializer import InvalidContent
from cites.cug.restapi.services import AddressedService
from cites.cug.validation.errors import InvalidValues
from datetime import datetime
from datetime import UTC
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.interface import alsoProvides


MEMBER = _("${field}: this is a member already.")
INVITED = _("${field}: there is an invitation for this name.")
SECRETARIAT_INVITES = _(
    "The Secretariat of the group invites its members. A site manager can appoint a"
    " Secretariat where nobody of it has used the portal for 14 days."
)


class WaitingService(AddressedService):
    """Whoever asks for what is not theirs is told that it is not there."""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    name: str

    def reply(self) -> Any:
        self.now = datetime.now(UTC)
        if self.request.method != "GET":
            alsoProvides(self.request, IDisableCSRFProtection)
        try:
            return self.answer()
        except UnknownInvitation as error:
            raise NotFound from error

    def answer(self) -> Any:
        raise NotImplementedError


class GroupInvitations(WaitingService):
    """``{group}/@invitations``, for who fills the roster."""

    name = "@invitations"

    def answer(self) -> Any:
        match self.request.method, self.path:
            case "GET", []:
                found = invitations.invitations_of(self.context, self.now)
                items = [invitation_as_json(one, self.url) for one in found]
                return {"@id": self.url, "items_total": len(items), "items": items}
            case "POST", []:
                return self.invite()
            case "DELETE", [invitation_id]:
                return self.revoke(invitation_id)
        raise NotFound

    def invite(self) -> dict[str, Any]:
        details = self.terms()
        name, category = details.pop("user"), details.pop("category")
        note = details.pop("reason")
        who = {"acting_user": caller(), "at": self.now}
        try:
            if may(Permission.MANAGE_MEMBERS, self.context):
                make, more = invitations.invite, {"category": category}
            else:
                require(Permission.APPOINT, self.context)
                make, more = as_manager(self.context, category, note)
            made = make(self.context, name, **more, **details, **who)
        except OnRoster as error:
            raise self.refused(MEMBER, "user") from error
        except InvitedAlready as error:
            raise self.refused(INVITED, "user") from error
        except NotForManagers as error:
            raise Forbidden(self.say(SECRETARIAT_INVITES)) from error
        self.request.response.setStatus(201)
        return invitation_as_json(made, self.url)

    def terms(self) -> dict[str, Any]:
        try:
            return read_terms(self.body(*IRosterTerms))
        except InvalidValues as error:
            found = [
                {"field": field, "message": self.say(mistake.message)}
                for field, mistake in error.mistakes
            ]
            raise InvalidContent(found) from error

    def revoke(self, invitation_id: str) -> None:
        made = invitations.find(self.context, invitation_id, self.now)
        if not may_revoke(self.context, made):
            raise Forbidden(self.say(SECRETARIAT_INVITES))
        who = {"acting_user": caller(), "at": self.now}
        invitations.revoke(self.context, made, **who)


def as_manager(group: Any, category: Category, note: str) -> tuple[Any, dict[str, Any]]:
    """Which step of a site manager's it is, and what that takes."""
    if not invitations.is_founded(group):
        return invitations.found_group, {"category": category}
    if category is not Category.SECRETARIAT or not note:
        raise NotForManagers(group)
    return invitations.appoint_secretariat, {"note": note}


def may_revoke(group: Any, invitation: Invitation) -> bool:
    """The Secretariat any; contact points an appointment; site managers their own."""
    if may(Permission.MANAGE_MEMBERS, group):
        return True
    if invitations.is_appointment(invitation) and may(Permission.MANAGE_COUNTRY, group):
        return True
    return invitation.made_by == caller() and may(Permission.APPOINT, group)


class OwnInvitations(WaitingService):
    """``/@invitations``: the caller's own."""

    name = "@invitations"

    def answer(self) -> Any:
        match self.request.method, self.path:
            case "GET", []:
                found = invitations.invitations_for(caller(), self.now)
                items = [own_invitation_as_json(one, self.url) for one in found]
                return {"@id": self.url, "items_total": len(items), "items": items}
            case "POST", [invitation_id, "accept" | "decline" as step]:
                self.body()
                own = invitations.find_own(caller(), invitation_id, self.now)
                act = invitations.accept if step == "accept" else invitations.decline
                return act(own, at=self.now)
        raise NotFound


class GroupAccountChanges(WaitingService):
    """``{group}/@account-changes``: what waits for members of the group."""

    name = "@account-changes"

    def answer(self) -> Any:
        found = {one.id: one for one in account_changes.changes_in(self.context)}
        match self.request.method, self.path:
            case "GET", []:
                items = [change_as_json(one, self.url) for one in found.values()]
                return {"@id": self.url, "items_total": len(items), "items": items}
            case "POST", [change_id, "stop" | "agree" as step] if change_id in found:
                self.body()
                who = {"acting_user": caller(), "at": self.now}
                if step == "stop":
                    account_changes.stop(found[change_id], **who)
                else:
                    account_changes.agree(self.context, found[change_id], **who)
                return None
        raise NotFound


class OwnAccountChanges(WaitingService):
    """``/@account-changes``: what waits for the caller's own account."""

    name = "@account-changes"

    def answer(self) -> Any:
        found = {one.id: one for one in pending_changes.pending([caller()])}
        match self.request.method, self.path:
            case "GET", []:
                items = [change_as_json(one, self.url) for one in found.values()]
                return {"@id": self.url, "items_total": len(items), "items": items}
            case "POST", [change_id, "stop"] if change_id in found:
                self.body()
                who = {"acting_user": caller(), "at": self.now}
                account_changes.stop(found[change_id], **who)
                return None
        raise NotFound


def change_as_json(change: AccountChange, url: str) -> dict[str, Any]:
    return {
        "@id": f"{url}/{change.id}",
        "id": change.id,
        "member": change.user_id,
        "kind": change.kind,
        "asked": change.asked.isoformat(),
        "due": change.due.isoformat(),
    }


def invitation_as_json(invitation: Invitation, url: str) -> dict[str, Any]:
    """As who made it sees it: whose name it is stands in the database alone."""
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
    group = invitations.group_of(invitation)
    return {
        "@id": f"{url}/{invitation.id}",
        "id": invitation.id,
        "group": group.title,
        "category": invitation.category,
        "opens": invitation.opens.isoformat(),
        "ends": invitation.ends.isoformat(),
    }
