"""What pages that make tokens show of them, and offer."""

from cites.cug.login.api_tokens import Token
from cites.cug.login.scopes import Scope
from cites.cug.login.scopes import TITLES
from cites.cug.login.token_terms import DEFAULT_LIFE
from cites.cug.shell.times import day
from cites.cug.shell.times import moment
from collections.abc import Iterable
from datetime import datetime
from datetime import UTC
from typing import Any


def token_row(token: Token, language: str) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": [TITLES[Scope(scope)] for scope in token.scopes],
        "ends": day(token.ends.date(), language),
        "used": token.used and moment(token.used, language),
    }


def scope_choices(offered: Iterable[Scope]) -> list[dict[str, Any]]:
    return [{"value": scope.value, "title": TITLES[scope]} for scope in offered]


def default_day() -> str:
    """The last day of a token, unless another one is chosen."""
    return (datetime.now(UTC) + DEFAULT_LIFE).date().isoformat()
