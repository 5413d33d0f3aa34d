"""REST: the team of a workspace."""

from cites.cug.access.guard import may, require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import TeamRole
from cites.cug.core.validation.errors import invalid
from cites.cug.web.restapi.request_values import FLAG
from cites.cug.web.restapi.services import RestService
from cites.cug.workspaces.actions.team import invite_member, leave_team, NOT_A_MEMBER
from cites.cug.workspaces.roster import team_lines
from typing import Any


class RosterService(RestService):
    """Base of the services of a team; a change is based on the team as a whole."""

    def current_state(self) -> list[dict[str, Any]]:
        return list(team_lines(self.context))


class RosterGet(RosterService):
    """``GET {workspace}/@roster``: the team, and whether the caller may change it."""

    tagged = True

    def reply(self) -> dict[str, Any]:
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
    """``POST {workspace}/@roster`` ``{"id", "role", "igo_confirmed"}``: invite; 204"""

    keys = ("id", "role", "igo_confirmed")

    def reply(self) -> None:
        role = TeamRole(self.one_of("role", tuple(TeamRole), TeamRole.MEMBER.value))
        confirmed = self.body.get("igo_confirmed", False)
        if not isinstance(confirmed, bool):
            raise invalid("igo_confirmed", FLAG)
        user_id = self.body.get("id")
        if not isinstance(user_id, str):
            raise invalid("id", NOT_A_MEMBER)
        who: dict[str, Any] = {"acting_user": self.user_id, "igo_confirmed": confirmed}
        invite_member(self.context, user_id, role, **who)


class RosterDelete(RosterService):
    """``DELETE {workspace}/@roster/{id}``: leave, or take a member out; 204"""

    def reply(self) -> None:
        user_id = self.named["id"]
        if user_id != self.user_id:
            require(Permission.MANAGE_TEAM, self.context)
        leave_team(self.context, user_id, acting_user=self.user_id)
