"""One's own tokens for programs."""

from cites.cug import _
from cites.cug.login import api_tokens
from cites.cug.login.audit import tell
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import fit_terms
from cites.cug.login.token_terms import InvalidTerms
from cites.cug.login.token_terms import TooManyTokens
from cites.cug.login.views.account import OwnPage
from cites.cug.login.views.token_form import default_day
from cites.cug.login.views.token_form import scope_choices
from cites.cug.login.views.token_form import token_row
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


REFUSED = {
    InvalidTerms: _("Give a name, what the program may do, and a day of the next year."),
    TooManyTokens: _("You have as many tokens as can be kept. End one first."),
}


class TokensPage(OwnPage):
    template = ViewPageTemplateFile("../templates/api_tokens.pt")
    page_title = _("Tokens for programs")
    name = "api-tokens"
    #: Of the token that was made just now.
    secret: str | None = None

    def act(self) -> str | None:
        if "revoke" in self.request.form:
            if api_tokens.revoke(self.user_id, self.text("revoke")):
                tell("token.remove", self.user_id)
            return self.done(_("The token has ended."))
        if not self.confirmed():
            return None
        return self.make()

    def make(self) -> str | None:
        given = (self.text("name"), self.request.form.get("scopes"), self.text("expires"))
        try:
            terms = fit_terms(self.user_id, *given)
        except (InvalidTerms, TooManyTokens) as error:
            self.error = REFUSED[type(error)]
            return None
        made = api_tokens.make(self.user_id, self.folder, *terms)
        tell("token.add", self.user_id, name=terms.name, scopes=sorted(terms.scopes))
        self.secret = made[1]
        return self.template()

    def items(self) -> list[dict[str, Any]]:
        mine = api_tokens.tokens_of(self.user_id)
        return [token_row(token, self.language) for token in mine]

    def scopes(self) -> list[dict[str, Any]]:
        return scope_choices(Scope)

    def default_day(self) -> str:
        return default_day()
