"""The caller's own tokens for programs."""

from cites.cug import _
from cites.cug.login import api_tokens
from cites.cug.login.token_form import token_row, TokenForm, TokensPage
from cites.cug.login.token_terms import (
    end_own_token,
    make_own_token,
    may_make_tokens,
    TokenTerms,
    TURNED_OFF,
)
from cites.cug.web.layout.navigation import SettingsEntry
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class OwnTokenForm(TokenForm):
    id_prefix = ""
    page_title = _("common_new_token_title")

    def make(self, terms: TokenTerms) -> str:
        return make_own_token(self.owner, self.page.folder, terms)[1]


class OwnTokensPage(TokensPage):
    template = ViewPageTemplateFile("templates/api_tokens.pt")
    page_title = _("common_tokens_for_programs_label")
    navigation_entry = SettingsEntry(order=50, offered=may_make_tokens)
    name = "api-tokens"
    turned_off = TURNED_OFF

    @property
    def forms(self) -> tuple[type[TokenForm], ...]:  # type: ignore[override] # of each
        return (OwnTokenForm,) if self.is_turned_on else ()

    @cached_property
    def is_turned_on(self) -> bool:
        return may_make_tokens(self.user_id)

    def handle(self) -> str | None:
        if "revoke" in self.request.form:
            end_own_token(self.user_id, self.text("revoke"))
            return self.done(_("common_token_removed"))
        return super().handle()

    def items(self) -> list[dict[str, Any]]:
        mine = api_tokens.list_tokens(self.user_id)
        return [token_row(token, self.language) for token in mine]
