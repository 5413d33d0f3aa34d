"""The caller's own tokens for programs."""

from cites.cug import _
from cites.cug.login import api_tokens
from cites.cug.login.token_form import token_row, TokenForm, TokensPage
from cites.cug.login.token_terms import end_own_token, make_own_token, TokenTerms
from cites.cug.web.layout.navigation import SettingsEntry
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
    navigation_entry = SettingsEntry(order=50)
    name = "api-tokens"
    forms = (OwnTokenForm,)

    def handle(self) -> str | None:
        if "revoke" in self.request.form:
            end_own_token(self.user_id, self.text("revoke"))
            return self.done(_("common_token_removed"))
        return super().handle()

    def items(self) -> list[dict[str, Any]]:
        mine = api_tokens.list_tokens(self.user_id)
        return [token_row(token, self.language) for token in mine]
