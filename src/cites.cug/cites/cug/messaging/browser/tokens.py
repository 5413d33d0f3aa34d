"""Recipients as the form to write names them: ``member:ID``, ``category:CODE``, …"""

from cites.cug.messaging.schema import Addressees
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any


EVERYONE = "everyone"
MEMBER, CATEGORY, COUNTRY = "member", "category", "country"
MOST = 2000


def tokens_in(form: Mapping[str, Any]) -> tuple[str, ...]:
    """What was chosen, each once; ``to`` in an address may also be a user id."""
    value = form.get("to", [])
    values = [value] if isinstance(value, str) else value
    texts = [one.strip() for one in values if isinstance(one, str) and one.strip()]
    named = [one if is_token(one) else f"{MEMBER}:{one}" for one in texts[:MOST]]
    return tuple(dict.fromkeys(named))


def is_token(text: str) -> bool:
    return text == EVERYONE or text.partition(":")[0] in (MEMBER, CATEGORY, COUNTRY)


def addressees_of(tokens: Iterable[str]) -> Addressees:
    chosen: dict[str, list[str]] = {MEMBER: [], CATEGORY: [], COUNTRY: []}
    everyone = False
    for token in tokens:
        kind, _colon, code = token.partition(":")
        if kind in chosen:
            chosen[kind].append(code)
        else:
            everyone = True
    to, categories, countries = (tuple(chosen[kind]) for kind in chosen)
    return Addressees(to, categories, countries, everyone)


def tokens_of(addressees: Addressees) -> tuple[str, ...]:
    return (
        *((EVERYONE,) if addressees.everyone else ()),
        *(f"{CATEGORY}:{code}" for code in addressees.categories),
        *(f"{COUNTRY}:{code}" for code in addressees.countries),
        *(f"{MEMBER}:{user_id}" for user_id in addressees.to),
    )
