"""The caller's own tokens for programs."""

from cites.cug import _
from cites.cug.login import api_tokens
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.browser.token_form import token_row, TokenMaker
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class TokensPage(TokenMaker):
    template = ViewPageTemplateFile("templates/api_tokens.pt")
    page_title = _("Tokens for programs")
    name = "api-tokens"

    def act(self) -> str | None:
        if "revoke" in self.request.form:
            if api_tokens.revoke(self.user_id, self.text("revoke")):
                record_login_event("token.remove", self.user_id)
            return self.done(_("The token has ended."))
        return self.make()

    def make(self) -> str | None:
        terms = self.terms(self.user_id)
        if terms is None:
            return None
        made = api_tokens.make(self.user_id, self.folder, *terms)
        record_login_event(
            "token.add", self.user_id, name=terms.name, scopes=sorted(terms.scopes)
        )
        self.secret = made[1]
        return self.template()

    def items(self) -> list[dict[str, Any]]:
        mine = api_tokens.list_tokens(self.user_id)
        return [token_row(token, self.language) for token in mine]
