"""The form for a new token, for all pages that make tokens."""

from cites.cug.layout.times import day, moment
from cites.cug.login.api_tokens import TokenInfo
from cites.cug.login.browser.account import OwnPage
from cites.cug.login.scopes import Scope, TITLES
from cites.cug.login.token_terms import DEFAULT_LIFE, fit_terms, TokenTerms
from cites.cug.validation.errors import InvalidValues
from collections.abc import Collection
from datetime import datetime, UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class TokenMaker(OwnPage):
    """Parent of pages that make tokens; they ask for the password."""

    token_macros = ViewPageTemplateFile("templates/token_fields.pt")
    offered: Collection[Scope] = tuple(Scope)
    is_guarded = True
    #: The secret of the token that was made just now.
    secret: str | None = None

    @cached_property
    def mistakes(self) -> dict[str, Message]:
        """Field → what is wrong there."""
        return {}

    def is_complete(self, mistakes: dict[str, Message]) -> bool:
        """Whether nothing is wrong and the password is right; else shows the mistakes."""
        self.mistakes = mistakes
        if not mistakes and not self.confirmed():
            self.mistakes, self.error = {"current": self.error}, None
        return not self.mistakes

    def terms(self, owner: str) -> TokenTerms | None:
        """The terms that were sent; None, with the mistakes, where they are refused."""
        given = (self.text("name"), self.request.form.get("scopes"), self.text("expires"))
        mistakes: dict[str, Message] = {}
        try:
            terms = fit_terms(owner, *given, offered=self.offered)
        except InvalidValues as error:
            mistakes = {field: mistake.message for field, mistake in error.mistakes}
        return terms if self.is_complete(mistakes) else None

    def typed(self, sent: bool) -> dict[str, Any]:
        """What the form shows: what was sent, or the defaults."""
        scopes = self.request.form.get("scopes") if sent else None
        chosen = scopes if isinstance(scopes, list) else []
        return {
            "name": self.text("name") if sent else "",
            "day": self.text("expires") if sent else default_day(),
            "scopes": [
                {"value": one.value, "title": TITLES[one], "chosen": one in chosen}
                for one in self.offered
            ],
        }


def token_row(token: TokenInfo, language: str) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": [TITLES[Scope(scope)] for scope in token.scopes],
        "ends": day(token.ends.date(), language),
        "used": token.used and moment(token.used, language),
    }


def default_day() -> str:
    """The last day of a token, unless another one is chosen."""
    return (datetime.now(UTC) + DEFAULT_LIFE).date().isoformat()
