"""The page of a workspace's team."""

from cites.cug import _
from cites.cug.access.guard import may, require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import TeamRole
from cites.cug.core.validation.errors import invalid, InvalidValues, Missing
from cites.cug.web.forms.inputs import Input, InputsPage
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from cites.cug.workspaces.actions import team as actions
from cites.cug.workspaces.actions.joining import decide_request, requests_of
from cites.cug.workspaces.browser.page import OneWorkspacePage
from cites.cug.workspaces.roster import is_igo, ROLES
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What the action calls an input of ours.
NAMES = {"id": "user", "igo_confirmed": "igo"}


class TeamPage(InputsPage, OneWorkspacePage):
    """Shows who is in the team. Moderators invite, take out, and decide on requests."""

    template = ViewPageTemplateFile("templates/team.pt")
    page_title = _("workspaces_team_title")
    roles = ROLES

    def handle(self, name: str) -> str | None:
        user_id = self.text("user")
        try:
            match name:
                case "invite":
                    return self.invite(user_id)
                case "remove" | "leave":
                    return self.take_out(name, user_id)
                case "accept" | "decline":
                    return self.decide(name, user_id)
        except InvalidValues as error:
            self.show_mistake(error)
            in_team = user_id in IWorkspace(self.context).members
            own = f"role-{user_id}" if in_team else NAMES.get(error.field, error.field)
            self.wrong = {own if name == "invite" else "": error.message}
            return None
        except (KeyError, Missing) as error:
            raise NotFound(user_id) from error
        raise NotFound(name)

    def invite(self, user_id: str) -> str | None:
        require(Permission.MANAGE_TEAM, self.context)
        if not user_id:
            raise invalid("id", _("workspaces_team_choose_a_member_error"))
        role = self.text("role") or TeamRole.MEMBER.value
        if role not in tuple(TeamRole):
            raise NotFound(role)
        actions.invite_member(
            self.context,
            user_id,
            TeamRole(role),
            acting_user=self.user_id,
            igo_confirmed=self.text("igo") == "1",
        )
        return self.lead_on(f"{self.url}/team", _("common_saved"))

    def take_out(self, name: str, user_id: str) -> str:
        own = name == "leave"
        if not own:
            require(Permission.MANAGE_TEAM, self.context)
        if not self.is_sure():
            text = (
                _("workspaces_team_leave_workspace_no_longer_text")
                if own
                else _(
                    "workspaces_team_remove_from_the_team",
                    mapping={"name": self.name(user_id)},
                )
            )
            return self.ask(
                text, _("workspaces_team_leave") if own else _("common_remove_label")
            )
        who = self.user_id if own else user_id
        actions.leave_team(self.context, who, acting_user=self.user_id)
        place = f"{self.group.absolute_url()}/workspaces"
        return self.lead_on(place if own else f"{self.url}/team", _("common_saved"))

    def name(self, user_id: str) -> str:
        """Full name of a user in the team; for users of other groups only the id."""
        names = {one["id"]: one["fullname"] for one in self.team}
        return names.get(user_id, user_id)

    def decide(self, name: str, user_id: str) -> str:
        require(Permission.MANAGE_TEAM, self.context)
        accept = name == "accept"
        decide_request(self.context, user_id, accept, acting_user=self.user_id)
        return self.lead_on(f"{self.url}/team", _("common_saved"))

    @cached_property
    def may_change(self) -> bool:
        return may(Permission.MANAGE_TEAM, self.context)

    def in_team(self) -> bool:
        return self.user_id in IWorkspace(self.context).members

    def inputs(self) -> list[Input]:
        return [
            Input(
                "user",
                _("common_member_column"),
                {},
                self.candidates(),
                _("common_please_choose_option"),
            ),
            Input("role", _("workspaces_team_in_the_team_column"), {}, ROLES.items()),
        ]

    @property
    def titles(self) -> dict[str, Message | str]:
        roles = {f"role-{one['id']}": one["fullname"] for one in self.team}
        return {**super().titles, **roles, "igo": _("workspaces_igo_text")}

    def typed(self, name: str) -> str:
        usual = TeamRole.MEMBER.value if name == "role" else ""
        return super().typed(name) or usual

    def candidates(self) -> list[tuple[str, str]]:
        """Active members of the group outside the team, by name, IGOs last."""
        team, members = IWorkspace(self.context).members, IWorkspace(self.group).members
        users = [
            user_id
            for user_id, entry in members.items()
            if entry["groups"] and user_id not in team
        ]
        igo = translate(_("workspaces_igo_text"), context=self.request)
        found = sorted(
            (is_igo(self.group, user_id), name.casefold(), name, user_id)
            for user_id, name in full_names(users).items()
        )
        return [
            (one, f"{name}: {igo}" if of_igo else name) for of_igo, _k, name, one in found
        ]

    def requests(self) -> list[dict[str, Any]]:
        if not self.may_change:
            return []
        asked = requests_of(self.context)
        names = full_names(asked)
        return [
            {
                "id": user_id,
                "fullname": names[user_id],
                "when": moment(when, self.language),
                "text": text,
            }
            for user_id, (when, text) in asked.items()
        ]
