"""The form that invites members of the group into a team."""

import transaction
from cites.cug import _
from cites.cug.access.policy import Permission, ReaderKind
from cites.cug.access.roles import TeamRole
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.validation.errors import invalid, InvalidValues
from cites.cug.web.forms.choice_widgets import SelectInput
from cites.cug.web.forms.page_forms import PageForm
from cites.cug.web.forms.people_input import LOOK_UP, PeopleInput
from cites.cug.web.layout.audience_parts import (
    is_part,
    Members,
    offer_people,
    part_label,
    part_of,
    persons_for_parts,
)
from cites.cug.web.layout.people import full_names
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.roster import ROLES
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from typing import Any
from zope import schema
from zope.interface import Interface
from zope.schema.interfaces import IVocabularyTokenized


#: What the token of a member begins with.
MEMBER = f"{ReaderKind.MEMBER}:"
#: What the action calls an input of the form.
NAMES = {"id": "members", "igo_confirmed": "igo"}


class IInvited(Interface):
    """The members to invite, and their role in the team."""

    members = schema.List(
        title=_("common_members_link"), value_type=schema.TextLine(), required=False
    )
    role = schema.Choice(
        title=_("workspaces_team_in_the_team_column"),
        values=[one.value for one in TeamRole],
    )
    igo = schema.Bool(title=_("workspaces_team_member_igo_they_may_text"), required=False)


class InvitedInput(PeopleInput):
    """The input for active members of the group who are not in the team."""

    @property
    def ask_url(self) -> str:  # type: ignore[override] # of each workspace
        return self.form.action

    def title_of(self, token: str) -> str:
        if is_part(token):
            return part_label(part_of(token, self.form.page.language))
        user_id = token.removeprefix(MEMBER)
        return full_names([user_id])[user_id] if user_id in self.form.others else token

    def find_offers(self, typed: str) -> list[dict[str, str]]:
        return self.form.find_offers(typed)


class RoleInput(SelectInput):
    """Roles of teams."""

    @cached_property
    def vocabulary(self) -> IVocabularyTokenized:
        return fixed_vocabulary(ROLES)


class InviteForm(PageForm):
    """Part of the page of a team."""

    schema = IInvited
    page_title = _("workspaces_team_invite_members_heading")
    id = "invite"
    id_prefix = ""
    inputs = {"members": InvitedInput, "role": RoleInput}
    button_name, submit_value = "do", "invite"
    submit_label = _("workspaces_team_invite_button")
    permission = Permission.MANAGE_TEAM

    @property
    def action(self) -> str:
        return f"{self.page.url}/team"

    @property
    def ignoreRequest(self) -> bool:
        return super().ignoreRequest and LOOK_UP not in self.request.form

    def initial_values(self) -> Mapping[str, Any]:
        return {"role": TeamRole.MEMBER.value}

    @cached_property
    def others(self) -> Members:
        """Active members of the group outside the team, by user id."""
        team, roster = IWorkspace(self.context).members, IWorkspace(self.page.group)
        return {
            user_id: entry
            for user_id, entry in roster.members.items()
            if entry["groups"] and user_id not in team
        }

    def find_offers(self, typed: str) -> list[dict[str, str]]:
        handling = self.context.handling
        return offer_people(self.others, typed, self.page.language, handling)

    def handle(self, data: dict[str, Any]) -> None:
        """Invite all of them, or nobody."""
        tokens, handling = data["members"] or (), self.context.handling
        named = persons_for_parts(self.others, tokens, handling, "members")
        if not named:
            raise invalid("members", _("workspaces_team_choose_a_member_error"))
        try:
            for token in dict.fromkeys(named):
                invite_member(
                    self.context,
                    token.removeprefix(MEMBER),
                    TeamRole(data["role"]),
                    acting_user=self.page.user_id,
                    igo_confirmed=bool(data["igo"]),
                )
        except InvalidValues as error:
            transaction.abort()
            raise invalid(NAMES.get(error.field, error.field), error.message) from error
        self.finish(_("common_saved"), self.action)
