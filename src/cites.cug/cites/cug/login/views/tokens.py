"""One's own tokens for programs."""

from cites.cug import _
from cites.cug.login import api_tokens
from cites.cug.login.audit import tell
from cites.cug.login.scopes import Scope
from cites.cug.login.scopes import TITLES
from cites.cug.login.token_services import DEFAULT_LIFE
from cites.cug.login.token_services import end_of_day
from cites.cug.login.views.account import OwnPage
from cites.cug.shell.times import day
from cites.cug.shell.times import moment
from datetime import datetime
from datetime import UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


INCOMPLETE = _("Give a name, what the program may do, and a day of the next year.")
TOO_MANY = _("You have as many tokens as can be kept. End one first.")


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
        name = self.text("name").strip()[: api_tokens.LONGEST_NAME]
        chosen = self.request.form.get("scopes")
        scopes = set(chosen if isinstance(chosen, list) else []) & set(Scope)
        ends, now = end_of_day(self.text("expires")), datetime.now(UTC)
        if not (name and scopes and ends and now < ends <= now + api_tokens.LONGEST_LIFE):
            self.error = INCOMPLETE
            return None
        if len(api_tokens.tokens_of(self.user_id)) >= api_tokens.MOST:
            self.error = TOO_MANY
            return None
        made = api_tokens.make(self.user_id, self.folder, name, scopes, ends)
        tell("token.add", self.user_id, name=name, scopes=sorted(scopes))
        self.secret = made[1]
        return self.template()

    def items(self) -> list[dict[str, Any]]:
        return [
            {
                "id": token.id,
                "name": token.name,
                "scopes": [TITLES[Scope(scope)] for scope in token.scopes],
                "ends": day(token.ends.date(), self.language),
                "used": token.used and moment(token.used, self.language),
            }
            for token in api_tokens.tokens_of(self.user_id)
        ]

    def scopes(self) -> list[dict[str, Any]]:
        return [{"value": scope.value, "title": TITLES[scope]} for scope in Scope]

    def default_day(self) -> str:
        return (datetime.now(UTC) + DEFAULT_LIFE).date().isoformat()
