"""For the Secretariat: programs that read, and what they come with."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes
from cites.cug.codelists.lists import entries
from cites.cug.codelists.lists import title
from cites.cug.login import api_tokens
from cites.cug.login.api_tokens import Token
from cites.cug.login.scopes import Scope
from cites.cug.login.scopes import TITLES
from cites.cug.login.token_services import DEFAULT_LIFE
from cites.cug.login.token_services import end_of_day
from cites.cug.login.views.account import OwnPage
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.service_accounts import CATEGORIES
from cites.cug.membership.service_accounts import end_token
from cites.cug.membership.service_accounts import make_service_account
from cites.cug.membership.service_accounts import make_token
from cites.cug.membership.service_accounts import SCOPES
from cites.cug.membership.service_accounts import service_accounts
from cites.cug.membership.service_accounts import tokens_of
from cites.cug.shell.people import full_names
from cites.cug.shell.times import day
from cites.cug.shell.times import moment
from datetime import datetime
from datetime import UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound


LONGEST = 200
INCOMPLETE = _("Give a name, a category, and the authority that runs the program.")
INCOMPLETE_TOKEN = _("Choose what the program may do, and a day of the next year.")
TOO_MANY = _("The account has as many tokens as can be kept. End one first.")


class ServiceAccountsPage(OwnPage):
    """What makes something asks for the password once more."""

    template = ViewPageTemplateFile("../templates/service_accounts.pt")
    page_title = _("Service accounts")
    name = "service-accounts"
    #: Of the token that was made just now.
    secret: str | None = None

    def act(self) -> str | None:
        match self.request.form.get("do"):
            case "end":
                return self.end()
            case "account":
                return self.make_account() if self.confirmed() else None
            case "token":
                return self.make_token() if self.confirmed() else None
        return None

    def account_id(self) -> str:
        """The service account of this group that the form is about."""
        user_id = self.text("account")
        if user_id not in service_accounts(self.context):
            raise NotFound(user_id)
        return user_id

    def end(self) -> str:
        account, token = self.account_id(), self.text("token")
        end_token(self.context, account, token, acting_user=self.user_id)
        return self.done(_("The token has ended."))

    def make_account(self) -> str | None:
        name = self.text("name").strip()
        organisation = self.text("organisation").strip()
        category, country = self.text("category"), self.text("country")
        known = category in CATEGORIES and country in ("", *codes("country"))
        fits = 0 < len(name) <= LONGEST and 0 < len(organisation) <= LONGEST
        if not (known and fits):
            self.error = INCOMPLETE
            return None
        make_service_account(
            self.context,
            name,
            Category(category),
            country=country,
            organisation=organisation,
            acting_user=self.user_id,
        )
        return self.done(_("The service account is there. Make a token for it."))

    def make_token(self) -> str | None:
        account, now = self.account_id(), datetime.now(UTC)
        name = self.text("name").strip()[: api_tokens.LONGEST_NAME]
        chosen = self.request.form.get("scopes")
        scopes = {scope for scope in SCOPES if scope in (chosen or ())}
        ends = end_of_day(self.text("expires"))
        if not (name and scopes and ends and now < ends <= now + api_tokens.LONGEST_LIFE):
            self.error = INCOMPLETE_TOKEN
            return None
        if len(tokens_of(account)) >= api_tokens.MOST:
            self.error = TOO_MANY
            return None
        self.secret = make_token(
            self.context, account, name, scopes, ends, acting_user=self.user_id
        )
        return self.template()

    def accounts(self) -> list[dict[str, Any]]:
        found = service_accounts(self.context)
        names = full_names(found)
        return [
            {
                "id": user_id,
                "name": names[user_id],
                "category": title("category", entry["category"], self.language),
                "country": title("country", entry.get("country") or None, self.language),
                "organisation": entry.get("organisation"),
                "suspended": entry["state"] == SUSPENDED,
                "tokens": [self.token(one) for one in tokens_of(user_id)],
            }
            for user_id, entry in sorted(found.items(), key=lambda one: names[one[0]])
        ]

    def token(self, token: Token) -> dict[str, Any]:
        return {
            "id": token.id,
            "name": token.name,
            "scopes": [TITLES[Scope(scope)] for scope in token.scopes],
            "ends": day(token.ends.date(), self.language),
            "used": token.used and moment(token.used, self.language),
        }

    def scopes(self) -> list[dict[str, Any]]:
        return [{"value": scope.value, "title": TITLES[scope]} for scope in SCOPES]

    def default_day(self) -> str:
        return (datetime.now(UTC) + DEFAULT_LIFE).date().isoformat()

    def categories(self) -> list[tuple[str, str]]:
        found = entries("category", self.language)
        return [pair for pair in found if pair[0] in CATEGORIES]

    def countries(self) -> list[tuple[str, str]]:
        return entries("country", self.language)
