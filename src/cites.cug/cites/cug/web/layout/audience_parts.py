"""Members of one category and country, and of one organisation among these.

The code of such a part is ``customs:XA`` or ``customs:XA:Customs of XA``. Forms send
``part:3:customs:XA``, with the number that was shown, and the server makes persons of it.
"""

from cites.cug.core.codelists.lists import title
from cites.cug.core.fulltext.folding import fold
from cites.cug.web.layout.lists import listed
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


PART = "part"


class AudiencePart(NamedTuple):
    """A category, country or organisation of members, and how many it reaches."""

    code: str
    title: str
    members: int


class PartChanged(ValueError):
    """A part has other members than its sender was shown."""


def is_part(token: str) -> bool:
    """Whether a form means by it all members of a category and country."""
    return token.startswith(f"{PART}:")


def part_token(part: AudiencePart) -> str:
    return f"{PART}:{part.members}:{part.code}"


def part_label(part: AudiencePart) -> str:
    """What forms call a part: "Customs, Neverland · 3"."""
    return f"{part.title} \N{MIDDLE DOT} {part.members}"


def part_of(token: str, language: str) -> AudiencePart:
    """The part that a form has sent, as it was shown. Raises PartChanged."""
    _part, number, code = (*token.split(":", 2), "", "")[:3]
    if not number.isdecimal():
        raise PartChanged(token)
    return AudiencePart(code, part_title(code, language), int(number))


def members_of_part(members: Mapping[str, Mapping[str, Any]], token: str) -> list[str]:
    """User ids of those of the roster entries that are in it. Raises PartChanged."""
    part = part_of(token, "en")
    found = [one for one, entry in members.items() if part.code in _codes(entry)]
    if not found or len(found) != part.members:
        raise PartChanged(token)
    return found


def part_title(code: str, language: str) -> str:
    category, country, organisation = (*code.split(":", 2), "", "")[:3]
    words = title("category", category, language), title("country", country, language)
    return listed((*words, organisation), language)


def combined_parts(
    entries: Iterable[Mapping[str, Any]], typed: str, language: str
) -> list[AudiencePart]:
    """Parts of more than one member that have all the typed words, the largest first.

    An organisation that is all of its category and country is left out.
    """
    words = fold(typed).split()
    counted = Counter(code for entry in entries for code in _codes(entry))
    found = []
    for code, number in counted.items() if words else ():
        pair = ":".join(code.split(":", 2)[:2])
        if number > 1 and (code == pair or number < counted[pair]):
            part = AudiencePart(code, part_title(code, language), number)
            text = fold(f"{code}\n{part.title}")
            if all(word in text for word in words):
                found.append(part)
    return sorted(found, key=lambda one: (-one.members, fold(one.title)))


def _codes(entry: Mapping[str, Any]) -> list[str]:
    """The codes of the parts that a roster entry is in."""
    country, organisation = entry["country"], entry.get("organisation")
    if not country:
        return []
    pair = f"{entry['category']}:{country}"
    return [pair, f"{pair}:{organisation}"] if organisation else [pair]
