"""Names, scopes and last days of tokens, checked for pages and for REST."""

from cites.cug import _
from cites.cug.core.validation.characters import fit_line
from cites.cug.core.validation.days import read_day
from cites.cug.core.validation.errors import (
    FieldError,
    FORBIDDEN,
    invalid,
    InvalidValue,
    InvalidValues,
    Refusal,
)
from cites.cug.login import api_tokens
from cites.cug.login.api_tokens import LONGEST_LIFE, LONGEST_NAME
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.interfaces import ITokenOwners
from cites.cug.login.scopes import Scope
from collections.abc import Collection
from datetime import datetime, time, timedelta, UTC
from typing import Any, NamedTuple
from zope.component import queryUtility


DEFAULT_LIFE = timedelta(days=90)
TURNED_OFF = _("login_token_terms_groups_turned_off_text")


class TokenTerms(NamedTuple):
    name: str
    scopes: frozenset[Scope]
    #: In UTC.
    ends: datetime


WRONG = {
    "name": _("login_token_terms_give_purpose_token"),
    "scopes": _("login_token_terms_choose_what_program_may"),
    "expires": _("login_token_terms_choose_day_next_twelve_text"),
}


def fit_terms(
    owner: str,
    name: Any,
    scopes: Any,
    expires: Any,
    offered: Collection[Scope] = tuple(Scope),
) -> TokenTerms:
    """The terms as they are kept, of a token of that account.

    ``expires`` is a day as 2027-01-31, the last one; None: the usual time from now.
    Raises InvalidValues, also where the account has as many as can be kept.
    """
    now = datetime.now(UTC)
    ends = now + DEFAULT_LIFE if expires is None else _end_of_day(expires)
    wrong = {
        "name": not _is_name(name),
        "scopes": not are_some_of(scopes, offered),
        "expires": ends is None or not now < ends <= now + LONGEST_LIFE,
    }
    if any(wrong.values()):
        fields = [field for field, is_wrong in wrong.items() if is_wrong]
        raise InvalidValues([(field, FieldError(WRONG[field])) for field in fields])
    if len(api_tokens.list_tokens(owner)) >= api_tokens.MOST:
        text = _("login_token_terms_account_maximum_number_tokens_text")
        raise invalid("name", text)
    return TokenTerms(name.strip(), frozenset(map(Scope, scopes)), ends)


def _is_name(name: Any) -> bool:
    """Whether what was sent is a line of text, and neither empty nor too long."""
    try:
        return isinstance(name, str) and 0 < len(fit_line(name)) <= LONGEST_NAME
    except InvalidValue:
        return False


def are_some_of(scopes: Any, offered: Collection[Scope]) -> bool:
    """Whether what was sent is a list of such scopes, and not empty."""
    if not isinstance(scopes, list) or not scopes:
        return False
    return all(isinstance(scope, str) and scope in offered for scope in scopes)


def _end_of_day(text: Any) -> datetime | None:
    try:
        day = datetime.combine(read_day(text), time(tzinfo=UTC))
        return day + timedelta(days=1)
    except (OverflowError, TypeError, ValueError):
        return None


def may_make_tokens(user_id: str) -> bool:
    """Whether the user may make tokens of the own account; see ``ITokenOwners``."""
    may = queryUtility(ITokenOwners)
    return may is None or may(user_id)


def require_tokens(user_id: str) -> None:
    """Raise Refusal (403) where no group of the user has turned tokens on."""
    if not may_make_tokens(user_id):
        raise Refusal(TURNED_OFF, FORBIDDEN)


def make_own_token(user_id: str, folder: str, terms: TokenTerms) -> tuple[str, str]:
    """Make a token of the user's own account; its id, and its secret to be shown once.

    Raises Refusal where no group of the user has turned tokens on.
    """
    require_tokens(user_id)
    made = api_tokens.make(user_id, folder, *terms)
    scopes = sorted(terms.scopes)
    record_login_event("token.add", user_id, name=terms.name, scopes=scopes)
    return made


def end_own_token(user_id: str, token_id: str) -> bool:
    """End a token of the user's own account; whether there was one."""
    is_ended = api_tokens.revoke(user_id, token_id)
    if is_ended:
        record_login_event("token.remove", user_id)
    return is_ended
