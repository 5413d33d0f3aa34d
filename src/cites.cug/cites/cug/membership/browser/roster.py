"""The roster of a group, for those who keep it."""

from cites.cug import _
from cites.cug.access.guard import caller, may, require
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.mailing.smtp import note_waiting_mail
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.membership.actions import change_member
from cites.cug.membership.api.waiting import as_manager, may_revoke
from cites.cug.membership.browser.keeping import member_url
from cites.cug.membership.invitations import find, invitations_of, invite, revoke
from cites.cug.membership.office import is_founded
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.schema import comparable, contradictions, IRosterTerms
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import Unauthorized


class RosterPage(SchemaForm):
    """Invitations, and a form that invites or changes a member; and the members, for who
    fills a roster and does not see the directory, which has the table of them.
    """

    index = ViewPageTemplateFile("templates/roster.pt")
    schema = IRosterTerms
    page_title = _("membership_roster_title")
    navigation_entry = NavigationEntry(
        order=10,
        place=ADMINISTRATION,
        part="people",
        explanation=_("membership_roster_explanation"),
    )
    id, id_prefix, buttons_prefix = "entry", "member", ""
    paragraphs = (_("membership_roster_owner_account_name_invited_text"),)

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/roster"

    @property
    def revokes(self) -> bool:
        """Whether the button of an invitation that waits was pressed."""
        return self.request.method == "POST" and "revoke" in self.request.form

    @property
    def default_button(self) -> str:  # type: ignore[override] # of what is added
        return "" if self.revokes else "save"

    def update(self) -> None:
        super().update()
        if self.revokes:
            CheckAuthenticator(self.request)
            self.revoke()

    def updateFields(self) -> None:
        super().updateFields()
        asked = {"telephone": self.knows_numbers, "reason": self.asks_for_reason()}
        self.fields = self.fields.omit(*(name for name, may in asked.items() if not may))

    def initial_values(self) -> dict[str, Any]:
        """The values of the member to change; {} for a new one."""
        return self.terms_of(self.request.form.get("change"))

    def current_state(self) -> dict[str, Any]:
        """The terms of the member who is changed; {} of one who is invited."""
        form = self.request.form
        terms = self.terms_of(form.get("change") or form.get("user"))
        return {name: one for name, one in terms.items() if name in self.fields}

    def terms_of(self, chosen: Any) -> dict[str, Any]:
        entry = IWorkspace(self.context).get(chosen) if isinstance(chosen, str) else None
        if entry is None:
            return {}
        return {name: getattr(entry, name, "") for name in IRosterTerms}

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        return contradictions(data)

    def handle(self, data: dict[str, Any]) -> None:
        details: dict[str, Any] = comparable(data)
        if not self.knows_numbers:
            del details["telephone"]
        user_id, reason = details.pop("user"), details.pop("reason", "")
        named = {"user": user_id}
        if self.keeps_members and user_id in IWorkspace(self.context).members:
            change_member(self.context, user_id, acting_user=caller(), **details)
            said = _("membership_roster_is_a_member", mapping=named)
            self.finish(said, member_url(self.context, user_id))
        else:
            self.invite(user_id, reason, details)
            said = _("membership_roster_account_name_owner_invited_text", mapping=named)
            self.finish(note_waiting_mail(said), self.action)

    def invite(self, name: str, reason: str, details: dict[str, Any]) -> None:
        category = details.pop("category")
        if self.keeps_members:
            make, more = invite, {"category": category}
        else:
            require(Permission.APPOINT, self.context)
            make, more = as_manager(self.context, category, reason)
        who: dict[str, Any] = {"acting_user": caller(), "at": datetime.now(UTC)}
        make(self.context, name, **more, **details, **who)

    def revoke(self) -> None:
        now = datetime.now(UTC)
        made = find(self.context, one_line(self.request.form.get("revoke")), now)
        if not may_revoke(self.context, made):
            raise Unauthorized(made.id)
        revoke(self.context, made, acting_user=caller(), at=now)
        self.finish(_("membership_roster_invitation_revoked"), self.action)

    @property
    def keeps_members(self) -> bool:
        return may(Permission.MANAGE_MEMBERS, self.context)

    def asks_for_reason(self) -> bool:
        """Whether the form asks for a reason: it does if a site manager appoints a
        Secretariat.
        """
        return not self.keeps_members and is_founded(self.context)

    def invitations(self) -> list[dict[str, Any]]:
        language = reader_language()
        return [
            {
                "id": one.id,
                "name": one.name,
                "category": title("category", one.category, language),
                "ends": moment(one.ends, language),
                "may_revoke": may_revoke(self.context, one),
            }
            for one in invitations_of(self.context, datetime.now(UTC))
        ]

    @property
    def knows_numbers(self) -> bool:
        """Whether telephones are shown. Site managers fill a new roster without seeing
        them.
        """
        return may(Permission.SEE_DIRECTORY, self.context)

    def members(self) -> list[dict[str, Any]]:
        if self.knows_numbers:
            return []
        language = reader_language()
        names = full_names(IWorkspace(self.context).members)
        return [
            {
                "id": entry.user,
                "fullname": names[entry.user],
                "category_title": title("category", entry.category, language),
                "country_title": title("country", entry.country, language),
                "organisation": entry.organisation,
                "function": entry.function,
                "contact_point": entry.contact_point,
                "suspended": entry.state == SUSPENDED,
            }
            for entry in IWorkspace(self.context)
        ]
