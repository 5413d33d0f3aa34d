"""Members of one category and country, and of one organisation among these.

Forms for people (``web.forms.people_input``) offer such parts before single members.

The code of such a part is ``customs:XA`` or ``customs:XA:Customs of XA``. Forms send
``part:3:customs:XA``, with the number that was shown, and the server makes persons of it.
"""

from cites.cug import _
from cites.cug.access.policy import may_address, ReaderKind
from cites.cug.core.codelists.lists import title
from cites.cug.core.fulltext.folding import fold
from cites.cug.core.validation.errors import invalid
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.people import full_names
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


PART = "part"
#: So many are offered for what one types.
MOST_OFFERED = 20
#: No part has a number of members with more.
MOST_DIGITS = 9
PERSONS_ONLY = _("web_audience_parts_persons_named_error")
CHANGED = _("web_audience_parts_changed_error")

Members = Mapping[str, Mapping[str, Any]]


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
    if not number.isdecimal() or len(number) > MOST_DIGITS:
        raise PartChanged(token)
    return AudiencePart(code, part_title(code, language), int(number))


def members_of_part(members: Members, token: str) -> list[str]:
    """User ids of those of the roster entries that are in it. Raises PartChanged."""
    part = part_of(token, "en")
    found = [one for one, entry in members.items() if part.code in _codes(entry)]
    if not found or len(found) != part.members:
        raise PartChanged(token)
    return found


def persons_for_parts(
    members: Members,
    tokens: Iterable[str],
    handling: str | None,
    field: str,
    named_only: Message = PERSONS_ONLY,
) -> list[str]:
    """What a form has sent in a field, with the members of parts one by one.

    Raises InvalidValues if a part has other members than its sender was shown, or, saying
    ``named_only``, if the handling code is for persons who were named.
    """
    found: list[str] = []
    for token in tokens:
        if not is_part(token):
            found.append(token)
        elif not may_address(handling, (ReaderKind.CATEGORY,)):
            raise invalid(field, named_only)
        else:
            try:
                persons = members_of_part(members, token)
            except PartChanged:
                raise invalid(field, CHANGED) from None
            found += [f"{ReaderKind.MEMBER}:{one}" for one in persons]
    return found


def offer_people(
    members: Members, typed: str, language: str, handling: str | None
) -> list[dict[str, str]]:
    """``token``, ``title`` and ``detail`` of the parts and members with all typed words.

    Parts stand first; none where the handling code is for persons who are named. Without
    typed words the list is empty.
    """
    words = fold(typed).split()
    if not words:
        return []
    found = []
    if may_address(handling, (ReaderKind.CATEGORY,)):
        found += [
            {"token": part_token(part), "title": part_label(part), "detail": ""}
            for part in combined_parts(members.values(), typed, language)
        ]
    names = full_names(members)
    for one in sorted(members, key=lambda one: names[one].casefold()):
        if len(found) >= MOST_OFFERED:
            break
        facts = member_facts(members[one], language)
        if has_words(words, one, names[one], *facts):
            token = f"{ReaderKind.MEMBER}:{one}"
            detail = listed(facts, language)
            found.append({"token": token, "title": names[one], "detail": detail})
    return found


def member_facts(entry: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Category, country and organisation of a member, in words."""
    country = entry.get("country")
    return (
        title("category", entry["category"], language),
        title("country", country, language) if country else "",
        entry.get("organisation") or "",
    )


def has_words(words: Iterable[str], *texts: str) -> bool:
    """Whether the texts have all the words, which are folded."""
    text = fold("\n".join(texts))
    return all(word in text for word in words)


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
            if has_words(words, code, part.title):
                found.append(part)
    return sorted(found, key=lambda one: (-one.members, fold(one.title)))


def _codes(entry: Mapping[str, Any]) -> list[str]:
    """The codes of the parts that a roster entry is in."""
    country, organisation = entry["country"], entry.get("organisation")
    if not country:
        return []
    pair = f"{entry['category']}:{country}"
    return [pair, f"{pair}:{organisation}"] if organisation else [pair]
