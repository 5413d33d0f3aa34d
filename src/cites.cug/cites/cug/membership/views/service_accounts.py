"""For the Secretariat: programs that read, and what they come with."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes
from cites.cug.codelists.lists import entries
from cites.cug.codelists.lists import title
from cites.cug.login import api_tokens
from cites.cug.login.token_terms import fit_terms
from cites.cug.login.token_terms import InvalidTerms
from cites.cug.login.token_terms import TooManyTokens
from cites.cug.login.views.account import OwnPage
from cites.cug.login.views.token_form import default_day
from cites.cug.login.views.token_form import scope_choices
from cites.cug.login.views.token_form import token_row
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.service_accounts import CATEGORIES
from cites.cug.membership.service_accounts import end_token
from cites.cug.membership.service_accounts import make_service_account
from cites.cug.membership.service_accounts import make_token
from cites.cug.membership.service_accounts import SCOPES
from cites.cug.membership.service_accounts import service_accounts
from cites.cug.shell.people import full_names
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound


LONGEST = 200
INCOMPLETE = _("Give a name, a category, and the authority that runs the program.")
REFUSED = {
    InvalidTerms: _("Give a name, what the program may do, and a day of the next year."),
    TooManyTokens: _("The account has as many tokens as can be kept. End one first."),
}


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
        account = self.account_id()
        given = (self.text("name"), self.request.form.get("scopes"), self.text("expires"))
        try:
            terms = fit_terms(account, *given, offered=SCOPES)
        except (InvalidTerms, TooManyTokens) as error:
            self.error = REFUSED[type(error)]
            return None
        who = {"acting_user": self.user_id}
        self.secret = make_token(self.context, account, terms, **who)
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
                "tokens": [
                    token_row(one, self.language) for one in api_tokens.tokens_of(user_id)
                ],
            }
            for user_id, entry in sorted(found.items(), key=lambda one: names[one[0]])
        ]

    def tokens(self, account: str) -> list[dict[str, Any]]:
        return [token_row(one, self.language) for one in api_tokens.tokens_of(account)]

    def scopes(self) -> list[dict[str, Any]]:
        return scope_choices(SCOPES)

    def default_day(self) -> str:
        return default_day()

    def categories(self) -> list[tuple[str, str]]:
        found = entries("category", self.language)
        return [pair for pair in found if pair[0] in CATEGORIES]

    def countries(self) -> list[tuple[str, str]]:
        return entries("country", self.language)
