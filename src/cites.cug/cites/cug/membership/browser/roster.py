"""The roster of a group, for those who keep it."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import may
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes
from cites.cug.codelists.lists import entries
from cites.cug.codelists.lists import title
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.navigation import NavigationEntry
from cites.cug.layout.page import Page
from cites.cug.layout.people import full_names
from cites.cug.layout.times import moment
from cites.cug.membership.access_requests.application import e164
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.membership.actions import change_member
from cites.cug.membership.actions import LastSecretariat
from cites.cug.membership.actions import NotForServices
from cites.cug.membership.actions import remove_member
from cites.cug.membership.api.waiting import as_manager
from cites.cug.membership.api.waiting import may_revoke
from cites.cug.membership.api.waiting import SECRETARIAT_INVITES
from cites.cug.membership.invitations import find
from cites.cug.membership.invitations import invitations_of
from cites.cug.membership.invitations import invite
from cites.cug.membership.invitations import InvitedAlready
from cites.cug.membership.invitations import NotForManagers
from cites.cug.membership.invitations import OnRoster
from cites.cug.membership.invitations import revoke
from cites.cug.membership.invitations import UnknownInvitation
from cites.cug.membership.office import is_founded
from cites.cug.membership.roster import SUSPENDED
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from datetime import UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import NotFound
from zExceptions import Unauthorized


MAX_TEXT = 200
PEOPLE = _("Secretariat and contact points are people, not programs.")


def roster_entry() -> NavigationEntry:
    """Where the navigation shows the roster."""
    return NavigationEntry(
        _("Roster"), "roster", Permission.SEE_ROSTER, order=81, desk=True
    )


class InvalidEntry(ValueError):
    """What was typed cannot be kept; the message says why."""


class RosterPage(Page):
    """Table of the members, and a form that adds or changes one."""

    template = ViewPageTemplateFile("templates/roster.pt")
    page_title = _("Roster")

    def __call__(self) -> str:
        self.error = None
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                message = self.act()
            except InvalidEntry as error:
                self.error = error.args[0]
                self.request.response.setStatus(400)
            except NotForServices:
                self.error = PEOPLE
                self.request.response.setStatus(400)
            except LastSecretariat:
                self.error = _("A group keeps at least one Secretariat member.")
                self.request.response.setStatus(400)
            except NotForManagers:
                self.error = SECRETARIAT_INVITES
                self.request.response.setStatus(403)
            else:
                IStatusMessage(self.request).add(message)
                return self.request.response.redirect(self.url)
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/roster"

    def act(self) -> Any:
        acting = caller()
        if "revoke" in self.request.form:
            return self.revoke(acting)
        user_id = self.text("user", required=_("The user id is missing."))
        named = {"user": user_id}
        if "remove" in self.request.form:
            require(Permission.MANAGE_MEMBERS, self.context)
            remove_member(self.context, user_id, acting_user=acting)
            return _("${user} is no longer a member.", mapping=named)
        details = self.details()
        if self.keeps_members and user_id in IWorkspace(self.context).members:
            change_member(self.context, user_id, acting_user=acting, **details)
            return _("${user} is a member.", mapping=named)
        try:
            self.invite(user_id, acting, details)
        except OnRoster as error:
            raise InvalidEntry(_("This is a member already.")) from error
        except InvitedAlready as error:
            raise InvalidEntry(_("There is an invitation for this name.")) from error
        return _(
            "If there is an account of this name, its owner is invited: ${user}",
            mapping=named,
        )

    def invite(self, name: str, acting: str, details: dict[str, Any]) -> None:
        category = details.pop("category")
        if self.keeps_members:
            make, more = invite, {"category": category}
        else:
            require(Permission.APPOINT, self.context)
            note = self.text("reason")
            make, more = as_manager(self.context, category, note)
        who = {"acting_user": acting, "at": datetime.now(UTC)}
        make(self.context, name, **more, **details, **who)

    def revoke(self, acting: str) -> Any:
        now = datetime.now(UTC)
        try:
            made = find(self.context, self.text("revoke"), now)
        except UnknownInvitation as error:
            raise NotFound from error
        if not may_revoke(self.context, made):
            raise Unauthorized(made.id)
        revoke(self.context, made, acting_user=acting, at=now)
        return _("The invitation is revoked.")

    @property
    def keeps_members(self) -> bool:
        return may(Permission.MANAGE_MEMBERS, self.context)

    def asks_for_reason(self) -> bool:
        """Of a site manager who appoints somebody."""
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

    def details(self) -> dict[str, Any]:
        try:
            category = Category(self.request.form.get("category", ""))
        except ValueError as error:
            raise InvalidEntry(_("Choose a category.")) from error
        country = self.text("country")
        if country and country not in codes("country"):
            raise InvalidEntry(_("Choose a country from the list."))
        return {
            "category": category,
            "country": country,
            "organisation": self.text("organisation"),
            "function": self.text("function"),
            "contact_point": bool(self.request.form.get("contact_point")),
            **({"telephone": self.telephone(country)} if self.knows_numbers else {}),
        }

    @property
    def knows_numbers(self) -> bool:
        """Who runs the site fills a new roster, but telephones nobody."""
        return may(Permission.SEE_DIRECTORY, self.context)

    def telephone(self, country: str) -> str:
        typed = self.text("telephone")
        number = e164(typed, country) if typed else ""
        if number is None:
            raise InvalidEntry(
                _("This is no telephone number. Begin with + and country.")
            )
        return number

    def text(self, name: str, required: Any = None) -> str:
        value = one_line(self.request.form.get(name, ""))
        if required and not value:
            raise InvalidEntry(required)
        if len(value) > MAX_TEXT:
            raise InvalidEntry(_("A text is longer than 200 characters."))
        return value

    def members(self) -> list[dict[str, Any]]:
        language = reader_language()
        names = full_names(IWorkspace(self.context).members)
        return [
            {
                "id": entry.user,
                "fullname": names[entry.user],
                "category": entry.category,
                "category_title": title("category", entry.category, language),
                "country": entry.country,
                "country_title": title("country", entry.country, language),
                "organisation": entry.organisation,
                "function": entry.function,
                "telephone": entry.telephone,
                "contact_point": entry.contact_point,
                "suspended": entry.state == SUSPENDED,
            }
            for entry in IWorkspace(self.context)
        ]

    def edited(self) -> dict[str, Any]:
        """What the form shows: what was typed, the member to change, or nothing."""
        form = self.request.form
        if self.error is not None:
            return {"id": form.get("user", ""), **form}
        chosen = [row for row in self.members() if row["id"] == form.get("change")]
        return chosen[0] if chosen else {}

    def categories(self) -> list[tuple[str, str]]:
        return entries("category", reader_language())

    def countries(self) -> list[tuple[str, str]]:
        return entries("country", reader_language())
