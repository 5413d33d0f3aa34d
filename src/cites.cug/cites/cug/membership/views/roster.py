"""The roster of a group, for those who keep it."""

from AccessControl import getSecurityManager
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes
from cites.cug.codelists.lists import entries
from cites.cug.codelists.lists import title
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.membership.access_requests.application import e164
from cites.cug.membership.actions import admit_member
from cites.cug.membership.actions import change_member
from cites.cug.membership.actions import LastSecretariat
from cites.cug.membership.actions import NotForServices
from cites.cug.membership.actions import remove_member
from cites.cug.membership.roster import SUSPENDED
from cites.cug.shell.navigation import NavigationEntry
from cites.cug.shell.page import Page
from cites.cug.shell.people import full_names
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any


MAX_TEXT = 200
PEOPLE = _("Secretariat and contact points are people, not programs.")


def roster_entry() -> NavigationEntry:
    """Where the navigation shows the roster."""
    return NavigationEntry(
        _("Roster"), "roster", Permission.MANAGE_MEMBERS, order=81, desk=True
    )


class InvalidEntry(ValueError):
    """What was typed cannot be kept; the message says why."""


class RosterPage(Page):
    """Table of the members, and a form that adds or changes one."""

    template = ViewPageTemplateFile("../templates/roster.pt")
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
            else:
                IStatusMessage(self.request).add(message)
                return self.request.response.redirect(self.url)
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/roster"

    def act(self) -> Any:
        user_id = self.text("user", required=_("The user id is missing."))
        acting = getSecurityManager().getUser().getId()
        if "remove" in self.request.form:
            remove_member(self.context, user_id, acting_user=acting)
            return _("${user} is no longer a member.", mapping={"user": user_id})
        details = self.details()
        if user_id in IWorkspace(self.context).members:
            change_member(self.context, user_id, acting_user=acting, **details)
        else:
            if api.user.get(userid=user_id) is None:
                raise InvalidEntry(_("There is no account with this user id."))
            admit_member(self.context, user_id, acting_user=acting, **details)
        return _("${user} is a member.", mapping={"user": user_id})

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
        value = self.request.form.get(name, "")
        value = value.strip() if isinstance(value, str) else ""
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
