"""REST: the team of a workspace."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import may
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import TeamRole
from cites.cug.restapi.services import AddressedService
from cites.cug.restapi.services import ONE_OF
from cites.cug.workspaces.actions.team import IgoModerator
from cites.cug.workspaces.actions.team import IgoNotConfirmed
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.actions.team import LastModerator
from cites.cug.workspaces.actions.team import leave_team
from cites.cug.workspaces.actions.team import NotAMember
from cites.cug.workspaces.roster import team_lines
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides


FLAG = _("${field}: yes or no is expected: true or false.")
NOT_A_MEMBER = _("${field}: nobody of that id is an active member of the group.")
CONFIRM_IGO = _(
    "${field}: a member of an IGO would read everything here. Confirm it with true."
)
NO_IGO_MODERATOR = _("${field}: a member of an IGO cannot moderate a workspace.")
LAST_MODERATOR = _("${field}: a workspace keeps at least one moderator.")
#: The field and the message for each exception of the actions.
REFUSALS = {
    NotAMember: ("id", NOT_A_MEMBER),
    IgoNotConfirmed: ("igo_confirmed", CONFIRM_IGO),
    IgoModerator: ("role", NO_IGO_MODERATOR),
    LastModerator: ("role", LAST_MODERATOR),
}


class RosterService(AddressedService):
    """Base of the services ``{workspace}/@roster`` and ``{workspace}/@roster/{id}``."""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@roster"

    def reply(self) -> Any:
        try:
            return self.answer()
        except tuple(REFUSALS) as error:
            field, text = REFUSALS[type(error)]
            raise self.refused(text, field) from error

    def answer(self) -> Any:
        raise NotImplementedError


class RosterGet(RosterService):
    """``GET {workspace}/@roster``: the team, and whether the caller may change it."""

    def answer(self) -> dict[str, Any]:
        if self.path:
            raise NotFound("/".join(self.path))
        items = [
            {"@id": f"{self.url}/{one['id']}", **one} for one in team_lines(self.context)
        ]
        return {
            "@id": self.url,
            "items_total": len(items),
            "items": items,
            "igo": any(one["igo"] for one in items),
            "may_change": may(Permission.MANAGE_TEAM, self.context),
        }


class RosterPost(RosterService):
    """``POST {workspace}/@roster`` ``{"id", "role", "igo_confirmed"}``; 204"""

    def answer(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        if self.path:
            raise NotFound("/".join(self.path))
        given = self.body("id", "role", "igo_confirmed")
        role = given.get("role", TeamRole.MEMBER.value)
        if role not in tuple(TeamRole):
            raise self.refused(ONE_OF, "role", values=", ".join(TeamRole))
        confirmed = given.get("igo_confirmed", False)
        if not isinstance(confirmed, bool):
            raise self.refused(FLAG, "igo_confirmed")
        user_id = given.get("id")
        if not isinstance(user_id, str):
            raise self.refused(NOT_A_MEMBER, "id")
        invite_member(
            self.context,
            user_id,
            TeamRole(role),
            acting_user=caller(),
            igo_confirmed=confirmed,
        )


class RosterDelete(RosterService):
    """``DELETE {workspace}/@roster/{id}``: leave, or take a member out; 204"""

    def answer(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        match self.path:
            case [user_id]:
                pass
            case _:
                raise NotFound("/".join(self.path))
        if user_id != caller():
            require(Permission.MANAGE_TEAM, self.context)
        try:
            leave_team(self.context, user_id, acting_user=caller())
        except KeyError as error:
            raise NotFound(user_id) from error
