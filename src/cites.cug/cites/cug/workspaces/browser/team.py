"""The page of a workspace's team."""

import json
from cites.cug import _
from cites.cug.access.guard import may, require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import TeamRole
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.web.forms.inputs import InputsPage
from cites.cug.web.forms.interfaces import IMemberFormPage
from cites.cug.web.forms.people_input import LOOK_UP
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from cites.cug.workspaces.actions import team as actions
from cites.cug.workspaces.actions.joining import decide_request, requests_of
from cites.cug.workspaces.browser.invite_form import InviteForm
from cites.cug.workspaces.browser.page import OneWorkspacePage
from cites.cug.workspaces.roster import ROLES
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IMemberFormPage)
class TeamPage(InputsPage, OneWorkspacePage):
    """Shows who is in the team. Moderators invite, take out, and decide on requests."""

    template = ViewPageTemplateFile("templates/team.pt")
    page_title = _("workspaces_team_title")
    roles = ROLES

    def __call__(self) -> str:
        if self.request.method == "GET" and "q" in self.request.form:
            return self.offer(str(self.request.form["q"]))
        return super().__call__()

    def offer(self, typed: str) -> str:
        """JSON for the script of the input: who can be invited."""
        require(Permission.MANAGE_TEAM, self.context)
        self.request.response.setHeader("Content-Type", "application/json")
        items = self.invite_form.find_offers(typed)
        return json.dumps({"items": items}, ensure_ascii=False)

    @cached_property
    def invite_form(self) -> InviteForm:
        return InviteForm(self)

    def handle(self, name: str) -> str | None:
        user_id = self.text("user")
        if name == "invite" or LOOK_UP in self.request.form:
            return self.invite()
        try:
            match name:
                case "role":
                    return self.change_role(user_id)
                case "remove" | "leave":
                    return self.take_out(name, user_id)
                case "accept" | "decline":
                    return self.decide(name, user_id)
        except InvalidValues as error:
            self.show_mistake(error)
            self.wrong = {"": error.message}
            return None
        except (KeyError, Missing) as error:
            raise NotFound(user_id) from error
        raise NotFound(name)

    def invite(self) -> str | None:
        """Invite who was chosen, or show the form with what a look-up found."""
        require(Permission.MANAGE_TEAM, self.context)
        self.invite_form.update()
        return "" if self.request.response.getHeader("Location") else None

    def invite_box(self) -> str:
        if not self.invite_form.widgets:
            self.invite_form.update()
        return self.invite_form.box()

    def change_role(self, user_id: str) -> str | None:
        require(Permission.MANAGE_TEAM, self.context)
        role = self.text("role")
        if role not in tuple(TeamRole) or user_id not in IWorkspace(self.context).members:
            raise NotFound(user_id)
        try:
            actions.invite_member(
                self.context, user_id, TeamRole(role), acting_user=self.user_id
            )
        except InvalidValues as error:
            self.show_mistake(error)
            self.wrong = {f"role-{user_id}": error.message}
            return None
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

    @property
    def titles(self) -> dict[str, Message | str]:
        return {f"role-{one['id']}": one["fullname"] for one in self.team}

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
