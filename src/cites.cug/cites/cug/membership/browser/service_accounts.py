"""For the Secretariat: service accounts, which are programs, and their tokens."""

from cites.cug import _
from cites.cug.access.features import Feature, has_feature
from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import title
from cites.cug.core.settings.outside import hook_addresses, LONGEST_HOOK_ADDRESS
from cites.cug.core.validation.errors import Missing
from cites.cug.login import api_tokens, web_hooks
from cites.cug.login.scopes import Scope
from cites.cug.login.token_form import (
    IToken,
    OwnersForm,
    scopes_field,
    token_row,
    TokenForm,
    TokensPage,
)
from cites.cug.login.token_terms import TokenTerms
from cites.cug.login.web_hooks import HookLine
from cites.cug.membership.access_requests.text_fields import OutsideLine
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.schema import country_field, MAX_LINE, NO_COUNTRY
from cites.cug.membership.service_accounts import (
    CATEGORIES,
    end_token,
    make_service_account,
    make_token,
    SCOPES,
    service_accounts,
)
from cites.cug.membership.web_hooks import end_hook, make_hook, test_hook
from cites.cug.web.forms.page_forms import PageForm
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from contextlib import suppress
from functools import cached_property
from plone.autoform.directives import order_after, widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope import schema


class IServiceAccount(Schema):
    """A new service account."""

    name = OutsideLine(title=_("common_name_label"), max_length=MAX_LINE)
    organisation = OutsideLine(
        title=_("membership_service_accounts_authority_that_runs_it_label"),
        max_length=MAX_LINE,
    )
    category = schema.Choice(
        title=_("common_category_label"),
        vocabulary="cites.cug.category",
        constraint=CATEGORIES.__contains__,
    )
    widget("country", nothing_chosen=NO_COUNTRY)
    country = country_field()


class IServiceToken(IToken):
    """A new token of a service account."""

    order_after(scopes="name")
    scopes = scopes_field(SCOPES)


#: What a web hook is told of.
TOLD = {
    Scope.READ_LIBRARY: _("common_library_link"),
    Scope.READ_WORKSPACES: _("membership_service_accounts_topics_of_workspaces"),
    Scope.READ_PERMITS: _("common_permits_link"),
}


class IServiceHook(Schema):
    """A new web hook of a service account."""

    address = schema.TextLine(
        title=_("membership_service_accounts_address_label"),
        max_length=LONGEST_HOOK_ADDRESS,
    )
    scopes = scopes_field(
        web_hooks.SCOPES, TOLD, _("membership_service_accounts_told_changes")
    )


class AccountForm(OwnersForm):
    schema = IServiceAccount
    id, id_prefix = "new", ""
    page_title = _("membership_service_accounts_new_service_account_title")
    submit_label = _("membership_service_accounts_create_the_account_label")

    def handle(self, data: dict[str, Any]) -> None:
        self.prove()
        name, category = data["name"], Category(data["category"])
        more = {"country": data["country"], "organisation": data["organisation"]}
        make_service_account(
            self.context, name, category, **more, acting_user=self.page.user_id
        )
        text = _("membership_service_accounts_service_account_created_now_text")
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
        return make_token(self.context, self.owner, terms, acting_user=self.page.user_id)


class HookForm(OwnersForm):
    """Makes a web hook of one of the accounts, and shows its secret on the page."""

    schema = IServiceHook
    submit_label = _("membership_service_accounts_create_the_webhook_label")

    def __init__(self, page: TokensPage, owner: str):
        super().__init__(page)
        self.owner, self.id = owner, f"hook-{owner}"

    @property
    def repeat_url(self) -> str:  # type: ignore[override] # the secret is told nobody twice
        return self.action

    def handle(self, data: dict[str, Any]) -> None:
        self.prove()
        told = data["address"].strip(), data["scopes"]
        made = make_hook(self.context, self.owner, *told, acting_user=self.page.user_id)
        self.page.hook_secret = self.page.secret = made[1]


class ServiceAccountsPage(TokensPage):
    """All service accounts of the group, each with its tokens and web hooks."""

    template = ViewPageTemplateFile("templates/service_accounts.pt")
    page_title = _("membership_service_accounts_title")
    name = "service-accounts"

    #: The secret of the web hook that was made just now.
    hook_secret: str | None = None

    @cached_property
    def made_forms(self) -> list[PageForm]:
        accounts = service_accounts(self.context)
        tokens = [ServiceTokenForm(self, one) for one in accounts]
        hooks = [HookForm(self, one) for one in accounts] if self.allowed() else []
        return [AccountForm(self), *tokens, *hooks]

    def allowed(self) -> tuple[str, ...]:
        """Addresses of web hooks that the operator allows, with all below them; none
        where the group has not turned web hooks on.
        """
        return hook_addresses() if has_feature(self.context, Feature.HOOKS) else ()

    def handle(self) -> str | None:
        if self.text("do") == "test-hook":
            test_hook(self.context, self.text("hook"), acting_user=self.user_id)
            return self.done(
                _("membership_service_accounts_test_sent_within_minute_text")
            )
        if self.text("do") == "end-hook":
            with suppress(Missing):  # it has ended already
                end_hook(self.context, self.text("hook"), acting_user=self.user_id)
            return self.done(_("membership_service_accounts_the_webhook_has_ended"))
        if self.text("do") != "end":
            return super().handle()
        account, token = self.text("account"), self.text("token")
        if account not in service_accounts(self.context):
            raise NotFound(account)
        end_token(self.context, account, token, acting_user=self.user_id)
        return self.done(_("common_token_removed"))

    def accounts(self) -> list[dict[str, Any]]:
        found = service_accounts(self.context)
        names = full_names(found)
        forms = {form.id: form for form in self.made_forms}
        hooks = web_hooks.list_hooks(self.context.UID())
        return [
            {
                "id": user_id,
                "name": names[user_id],
                "category": title("category", entry["category"], self.language),
                "country": title("country", entry.get("country") or None, self.language),
                "organisation": entry.get("organisation"),
                "form": forms[f"token-{user_id}"],
                "suspended": entry["state"] == SUSPENDED,
                "hook_form": forms.get(f"hook-{user_id}"),
                "hooks": [self.hook_row(one) for one in hooks if one.user_id == user_id],
                "tokens": [
                    token_row(one, self.language)
                    for one in api_tokens.list_tokens(user_id)
                ],
            }
            for user_id, entry in sorted(found.items(), key=lambda one: names[one[0]])
        ]

    def hook_row(self, hook: HookLine) -> dict[str, Any]:
        return {
            "id": hook.id,
            "address": hook.address,
            "told": [TOLD[Scope(one)] for one in hook.scopes],
            "failed": hook.has_failed,
            "delivered": hook.delivered and moment(hook.delivered, self.language),
            "next_try": hook.next_try and moment(hook.next_try, self.language),
            "problem": web_hooks.in_words(hook.problem),
        }
