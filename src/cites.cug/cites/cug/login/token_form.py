"""The form for a new token, for all pages that make tokens."""

from cites.cug import _
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.validation.errors import invalid
from cites.cug.login.api_tokens import LONGEST_NAME, TokenInfo
from cites.cug.login.own_page import OwnPage, WRONG_PASSWORD
from cites.cug.login.scopes import Scope, TITLES
from cites.cug.login.token_terms import DEFAULT_LIFE, fit_terms, TokenTerms
from cites.cug.web.forms.page_forms import FormsPage, PageForm
from cites.cug.web.forms.widgets import PasswordInput
from cites.cug.web.layout.times import day, moment
from collections.abc import Collection, Mapping
from datetime import datetime, UTC
from plone.supermodel.model import Schema
from typing import Any
from z3c.form.field import Fields
from zope import schema
from zope.i18nmessageid import Message


class IOwnPassword(Schema):
    """What shows that it is the account's owner who asks."""

    current = schema.TextLine(title=_("login_your_password_once_more_label"))


MAY = _("login_token_form_the_program_may")


def scopes_field(
    scopes: Collection[Scope],
    titles: Mapping[Scope, Message] = TITLES,
    title: Message = MAY,
) -> schema.List:
    words = {scope.value: titles[scope] for scope in scopes}
    choice = schema.Choice(vocabulary=fixed_vocabulary(words))
    return schema.List(title=title, value_type=choice)


class IToken(Schema):
    """A new token."""

    name = schema.TextLine(
        title=_("login_token_form_what_is_it_for_label"), max_length=LONGEST_NAME
    )
    scopes = scopes_field(tuple(Scope))
    expires = schema.Date(title=_("common_last_day_label"))


class OwnersForm(PageForm):
    """A form that asks for the password, unless it was shown some minutes ago."""

    inputs = {"current": PasswordInput}

    def updateFields(self) -> None:
        super().updateFields()
        if not self.page.is_confirmed():
            self.fields += Fields(IOwnPassword)
            self.fields["current"].widgetFactory = PasswordInput.for_field

    def prove(self) -> None:
        """Raise InvalidValues unless the password is right, and the second factor."""
        if not self.page.confirmed():
            wrong, self.page.error = self.page.error or WRONG_PASSWORD, None
            raise invalid("current", wrong)


class TokenForm(OwnersForm):
    """Makes a token, and shows it on the page."""

    schema: Any = IToken
    id = "token"
    offered: Collection[Scope] = tuple(Scope)
    submit_label = _("login_token_form_create_the_token_label")

    @property
    def repeat_url(self) -> str:  # type: ignore[override] # the secret is kept nowhere
        return self.action

    @property
    def owner(self) -> str:
        """The account that the token is for."""
        return self.page.user_id

    def initial_values(self) -> dict[str, Any]:
        return {"expires": (datetime.now(UTC) + DEFAULT_LIFE).date()}

    def handle(self, data: dict[str, Any]) -> None:
        given = data["name"], data["scopes"], data["expires"].isoformat()
        terms = fit_terms(self.owner, *given, offered=self.offered)
        self.prove()
        self.page.secret = self.make(terms)

    def make(self, terms: TokenTerms) -> str:
        """Make it, and return its secret."""
        raise NotImplementedError


class OwnFormsPage(FormsPage, OwnPage):
    """A page with forms about the caller's own account."""

    is_guarded = True

    def __call__(self) -> str:
        return "" if self.run_forms() else OwnPage.__call__(self)

    def handle(self) -> str | None:
        return None


class TokensPage(OwnFormsPage):
    """A page that makes tokens; it asks for the password."""

    #: The secret of the token that was made just now.
    secret: str | None = None

    def handle(self) -> str | None:
        return self.template() if self.secret else None


def token_row(token: TokenInfo, language: str) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": [TITLES[Scope(scope)] for scope in token.scopes],
        "ends": day(token.ends.date(), language),
        "used": token.used and moment(token.used, language),
    }
