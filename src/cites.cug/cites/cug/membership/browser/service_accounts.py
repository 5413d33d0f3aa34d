"""For the Secretariat: service accounts, which are programs, and their tokens."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes, entries, title
from cites.cug.layout.people import full_names
from cites.cug.login import api_tokens
from cites.cug.login.browser.token_form import token_row, TokenMaker
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.service_accounts import (
    CATEGORIES,
    end_token,
    make_service_account,
    make_token,
    SCOPES,
    service_accounts,
)
from cites.cug.validation.errors import REQUIRED
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message


LONGEST = 200
FIELDS = ("name", "organisation", "category", "country")
NOT_OFFERED = _("Choose one of the list.")


class ServiceAccountsPage(TokenMaker):
    """All service accounts of the group, each with its tokens."""

    template = ViewPageTemplateFile("templates/service_accounts.pt")
    page_title = _("Service accounts")
    name = "service-accounts"
    offered = SCOPES

    def act(self) -> str | None:
        match self.request.form.get("do"):
            case "end":
                return self.end()
            case "account":
                return self.make_account()
            case "token":
                return self.make_token()
        return None

    def account_id(self) -> str:
        """User id of the service account that the form concerns."""
        user_id = self.text("account")
        if user_id not in service_accounts(self.context):
            raise NotFound(user_id)
        return user_id

    def end(self) -> str:
        account, token = self.account_id(), self.text("token")
        end_token(self.context, account, token, acting_user=self.user_id)
        return self.done(_("The token has ended."))

    def make_account(self) -> str | None:
        typed = self.typed_account()
        if not self.is_complete(mistakes_in(typed)):
            return None
        make_service_account(
            self.context,
            typed["name"],
            Category(typed["category"]),
            country=typed["country"],
            organisation=typed["organisation"],
            acting_user=self.user_id,
        )
        return self.done(_("The service account is there. Make a token for it."))

    def make_token(self) -> str | None:
        account = self.account_id()
        terms = self.terms(account)
        if terms is None:
            return None
        who = {"acting_user": self.user_id}
        self.secret = make_token(self.context, account, terms, **who)
        return self.template()

    def typed_account(self) -> dict[str, str]:
        sent = self.text("do") == "account"
        return {name: self.text(name).strip() if sent else "" for name in FIELDS}

    def accounts(self) -> list[dict[str, Any]]:
        found = service_accounts(self.context)
        names = full_names(found)
        sent = self.text("account") if self.text("do") == "token" else None
        return [
            {
                "id": user_id,
                "name": names[user_id],
                "category": title("category", entry["category"], self.language),
                "country": title("country", entry.get("country") or None, self.language),
                "organisation": entry.get("organisation"),
                "sent": user_id == sent,
                "suspended": entry["state"] == SUSPENDED,
                "tokens": [
                    token_row(one, self.language)
                    for one in api_tokens.list_tokens(user_id)
                ],
            }
            for user_id, entry in sorted(found.items(), key=lambda one: names[one[0]])
        ]

    def categories(self) -> list[tuple[str, str]]:
        found = entries("category", self.language)
        return [pair for pair in found if pair[0] in CATEGORIES]

    def countries(self) -> list[tuple[str, str]]:
        return entries("country", self.language)


def mistakes_in(account: dict[str, str]) -> dict[str, Message]:
    """Field → mistake."""
    found = {
        name: REQUIRED
        for name in ("name", "organisation")
        if not 0 < len(account[name]) <= LONGEST
    }
    if account["category"] not in CATEGORIES:
        found["category"] = NOT_OFFERED
    if account["country"] not in ("", *codes("country")):
        found["country"] = NOT_OFFERED
    return found
