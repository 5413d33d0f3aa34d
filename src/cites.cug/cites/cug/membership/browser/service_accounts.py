"""For the Secretariat: service accounts, which are programs, and their tokens."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import title
from cites.cug.forms.page_forms import PageForm
from cites.cug.layout.people import full_names
from cites.cug.login import api_tokens
from cites.cug.login.browser.token_form import (
    IToken,
    OwnersForm,
    scopes_field,
    token_row,
    TokenForm,
    TokensPage,
)
from cites.cug.login.token_terms import TokenTerms
from cites.cug.membership.access_requests.text_fields import OutsideLine
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.schema import is_offered_country, MAX_LINE
from cites.cug.membership.service_accounts import (
    CATEGORIES,
    end_token,
    make_service_account,
    make_token,
    SCOPES,
    service_accounts,
)
from functools import cached_property
from plone.autoform.directives import order_after, widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope import schema


class IServiceAccount(Schema):
    """A new service account."""

    name = OutsideLine(title=_("Name"), max_length=MAX_LINE)
    organisation = OutsideLine(title=_("Authority that runs it"), max_length=MAX_LINE)
    category = schema.Choice(
        title=_("Category"),
        vocabulary="cites.cug.category",
        constraint=CATEGORIES.__contains__,
    )
    widget("country", nothing_chosen=_("None: an organisation of several countries"))
    country = schema.Choice(
        title=_("Country"),
        vocabulary="cites.cug.country",
        constraint=is_offered_country,
        required=False,
        missing_value="",
    )


class IServiceToken(IToken):
    """A new token of a service account."""

    order_after(scopes="name")
    scopes = scopes_field(SCOPES)


class AccountForm(OwnersForm):
    schema = IServiceAccount
    id, id_prefix = "new", ""
    page_title = _("New service account")
    submit_label = _("Make the account")

    def act(self, data: dict[str, Any]) -> None:
        self.prove()
        name, category = data["name"], Category(data["category"])
        more = {"country": data["country"], "organisation": data["organisation"]}
        who = {"acting_user": self.page.user_id}
        make_service_account(self.context, name, category, **more, **who)
        text = _("The service account is there. Make a token for it.")
        self.finish(text, self.action)


class ServiceTokenForm(TokenForm):
    """Makes a token for one of the accounts."""

    schema = IServiceToken
    offered = SCOPES
    owner = ""

    def __init__(self, page: TokensPage, owner: str):
        super().__init__(page)
        self.owner, self.id = owner, f"token-{owner}"

    def make(self, terms: TokenTerms) -> str:
        who = {"acting_user": self.page.user_id}
        return make_token(self.context, self.owner, terms, **who)


class ServiceAccountsPage(TokensPage):
    """All service accounts of the group, each with its tokens."""

    template = ViewPageTemplateFile("templates/service_accounts.pt")
    page_title = _("Service accounts")
    name = "service-accounts"

    @cached_property
    def made_forms(self) -> list[PageForm]:
        tokens = [ServiceTokenForm(self, one) for one in service_accounts(self.context)]
        return [AccountForm(self), *tokens]

    def act(self) -> str | None:
        if self.text("do") != "end":
            return super().act()
        account, token = self.text("account"), self.text("token")
        if account not in service_accounts(self.context):
            raise NotFound(account)
        end_token(self.context, account, token, acting_user=self.user_id)
        return self.done(_("The token has ended."))

    def accounts(self) -> list[dict[str, Any]]:
        found = service_accounts(self.context)
        names = full_names(found)
        forms = {form.id: form for form in self.made_forms}
        return [
            {
                "id": user_id,
                "name": names[user_id],
                "category": title("category", entry["category"], self.language),
                "country": title("country", entry.get("country") or None, self.language),
                "organisation": entry.get("organisation"),
                "form": forms[f"token-{user_id}"],
                "suspended": entry["state"] == SUSPENDED,
                "tokens": [
                    token_row(one, self.language)
                    for one in api_tokens.list_tokens(user_id)
                ],
            }
            for user_id, entry in sorted(found.items(), key=lambda one: names[one[0]])
        ]
