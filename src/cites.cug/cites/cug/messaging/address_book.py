"""Whom a member can write to: members by name, categories and countries."""

from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import titles
from cites.cug.messaging.addressing import other_members
from cites.cug.messaging.content import searchable
from cites.cug.web.layout.audience_parts import AudiencePart, combined_parts
from cites.cug.web.layout.people import full_names
from collections import Counter
from typing import Any, NamedTuple


MOST_FOUND = 20


class Member(NamedTuple):
    """Somebody to write to."""

    id: str
    fullname: str
    country: str
    category: str
    organisation: str


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
    others = other_members(group, user_id)
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
        combined_parts(others.values(), typed, language),
    )


def _parts(counted: Counter, names: Any, words: list[bytes], order: list[str]):
    return [
        AudiencePart(code, names.get(code, code), counted[code])
        for code in order
        if counted[code] and _has(words, code, names.get(code, code))
    ]


def _has(words: list[bytes], *texts: str) -> bool:
    text = searchable(*texts)
    return all(word in text for word in words)
