"""Whom a member can write to: members by name, categories and countries."""

from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import title, titles
from cites.cug.messaging.addressing import active_members
from cites.cug.messaging.content import searchable
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.people import full_names
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


MOST_FOUND = 20


class Member(NamedTuple):
    """Somebody to write to."""

    id: str
    fullname: str
    country: str
    category: str
    organisation: str


class AudiencePart(NamedTuple):
    """A category, country or organisation of members, and how many it reaches."""

    code: str
    title: str
    members: int


class AddressBookMatch(NamedTuple):
    """What matches the typed words; ``everyone`` is the number of other members."""

    members: list[Member]
    categories: list[AudiencePart]
    countries: list[AudiencePart]
    everyone: int
    #: Their code is their name.
    organisations: list[AudiencePart]
    #: Members of one category and country, and of one organisation among these; of each
    #: more than one. Their code is ``customs:XA`` or ``customs:XA:Customs of XA``.
    combined: list[AudiencePart]


def search_address_book(
    group: Any, typed: str, user_id: str, language: str, most: int = MOST_FOUND
) -> AddressBookMatch:
    """Members with all the typed words in name, organisation, country or category."""
    others = active_members(group)
    others.pop(user_id, None)
    words = searchable(typed).split()
    country, category = titles("country", language), titles("category", language)
    names = full_names(others)
    members = [
        Member(
            one,
            names[one],
            entry["country"] or "",
            entry["category"],
            entry.get("organisation") or "",
        )
        for one, entry in others.items()
    ]
    found = [
        member
        for member in members
        if _has(
            words,
            member.id,
            member.fullname,
            member.organisation,
            country.get(member.country, member.country),
            category.get(member.category, member.category),
        )
    ]
    found.sort(key=lambda member: searchable(member.fullname))
    by_category = Counter(member.category for member in members)
    by_country = Counter(member.country for member in members if member.country)
    by_name = Counter(member.organisation for member in members if member.organisation)
    return AddressBookMatch(
        found[:most],
        _parts(by_category, category, words, [one.value for one in Category]),
        _parts(by_country, country, words, sorted(by_country)),
        len(members),
        _parts(by_name, {}, words, sorted(by_name)),
        _combined(members, country, category, words, language) if words else [],
    )


def members_of_part(group: Any, code: str, user_id: str) -> list[str]:
    """User ids of the others of a category and country, as ``combined`` names them."""
    others = active_members(group)
    others.pop(user_id, None)
    return [one for one, entry in others.items() if code in _part_codes(entry)]


def part_title(code: str, language: str) -> str:
    """What pages call members of one category and country: "Customs, Neverland"."""
    category, country, organisation = (*code.split(":", 2), "", "")[:3]
    words = title("category", category, language), title("country", country, language)
    return listed((*words, organisation), language)


def _part_codes(entry: Mapping[str, Any]) -> list[str]:
    """The codes of the parts that a roster entry is in."""
    category, country = entry["category"], entry["country"]
    organisation = entry.get("organisation")
    if not country:
        return []
    pair = f"{category}:{country}"
    return [pair, f"{pair}:{organisation}"] if organisation else [pair]


def _combined(
    members: Iterable[Member], country: Any, category: Any, words: Any, language: str
) -> list[AudiencePart]:
    """Parts that have all the words, those with most members first.

    An organisation that is all of its category and country is left out.
    """
    counted = Counter(
        code for member in members for code in _part_codes(member._asdict())
    )
    found = []
    for code, number in counted.items():
        names = code.split(":", 2)
        pair = ":".join(names[:2])
        is_all = len(names) > 2 and number == counted[pair]
        if number < 2 or is_all:
            continue
        texts = category.get(names[0], ""), country.get(names[1], "")
        if _has(words, *names, *texts):
            found.append(AudiencePart(code, part_title(code, language), number))
    return sorted(found, key=lambda one: (-one.members, searchable(one.title)))


def _parts(counted: Counter, names: Any, words: list[bytes], order: list[str]):
    return [
        AudiencePart(code, names.get(code, code), counted[code])
        for code in order
        if counted[code] and _has(words, code, names.get(code, code))
    ]


def _has(words: list[bytes], *texts: str) -> bool:
    text = searchable(*texts)
    return all(word in text for word in words)
