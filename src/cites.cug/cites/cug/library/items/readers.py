"""Whom an item in the state ``chosen`` can name as its readers, and what follows."""

from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.guard import group_of
from cites.cug.access.policy import (
    groups_with,
    HANDLING_NEVER,
    may_address,
    NAMING_STATES,
    ReaderKind,
    readers,
)
from cites.cug.access.reader_groups import (
    category_key,
    groups_named,
    members_named,
    named_by_reader,
    reader_groups,
    split_reader,
)
from cites.cug.access.roles import Category, CATEGORY_GROUP, Role
from cites.cug.access.transitions import workflow_of
from cites.cug.core.codelists.lists import codes, title
from cites.cug.core.fulltext.folding import fold
from cites.cug.core.validation.errors import (
    FieldErrors,
    invalid,
    InvalidValue,
    unknown_code,
)
from cites.cug.library.lists.filters import FILTERS
from cites.cug.web.layout.audience_parts import (
    has_words,
    Members,
    MOST_OFFERED,
    offer_people,
    PERSONS_ONLY,
)
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.people import full_names
from collections.abc import Collection, Iterable, Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from plone import api
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


#: So many readers are named one by one; there are categories and countries for more.
MOST_READERS = 200
#: So many members of one category and country are named.
MOST_NAMED = 20
NOBODY = _("library_readers_choose_least_reader")
NEVER_IGO = _("library_readers_tlp_amber_strict_enforcement_text")
LISTS = {ReaderKind.COUNTRY: "country", ReaderKind.CATEGORY: "category"}
#: Kinds that name persons.
PERSONAL = (ReaderKind.MEMBER, ReaderKind.ORGANISATION)


def active_members(group: Any) -> Members:
    """Roster entries by user id of all who are not suspended."""
    members = IWorkspace(group).members.items()
    return {user_id: entry for user_id, entry in members if entry["groups"]}


def read_readers(group: Any, given: Any, handling: str | None) -> tuple[str, ...]:
    """The readers that were sent, each once and as the roster writes it.

    Raises InvalidValues, which names each that is none.
    """
    if not isinstance(given, list | tuple) or not given:
        raise invalid("readers", NOBODY)
    if len(given) > MOST_READERS:
        how_many = {"count": len(given), "most": MOST_READERS}
        raise invalid("readers", _("library_readers_too_many_error", mapping=how_many))
    members, mistakes = active_members(group), FieldErrors()
    found = []
    for number, one in enumerate(given):
        try:
            found.append(_known(one, members))
        except InvalidValue as error:
            mistakes.add(f"readers[{number}]", error.doc())
    mistakes.raise_any()
    problem = naming_problem(group, found, handling)
    if problem:
        raise invalid("readers", problem)
    return tuple(dict.fromkeys(found))


def is_known(reader: str, members: Members) -> bool:
    """Whether an item can name this reader: nobody who has left."""
    try:
        _known(reader, members)
    except InvalidValue:
        return False
    return True


def _known(reader: Any, members: Members) -> str:
    """The reader as the roster writes it. Raises InvalidValue."""
    try:
        kind, value = split_reader(reader)
    except (ValueError, AttributeError):
        raise unknown_code(reader) from None
    if kind is ReaderKind.ORGANISATION:
        return f"{kind}:{_organisation(value, members)}"
    known = members if kind is ReaderKind.MEMBER else codes(LISTS[kind])
    if value not in known:
        raise unknown_code(reader)
    return reader


def _organisation(name: str, members: Members) -> str:
    """An organisation of the roster, which may stand there with an addition in brackets.

    Raises InvalidValue where the name is of none, or of more than one.
    """
    names = {entry.get("organisation") or "" for entry in members.values()} - {""}
    typed = name.strip().casefold()
    exact = [one for one in names if one.casefold() == typed]
    found = exact or [one for one in names if one.casefold().startswith(f"{typed} (")]
    if not typed or len(found) != 1:
        raise unknown_code(f"{ReaderKind.ORGANISATION}:{name}")
    return found[0]


def naming_problem(
    group: Any, readers: Iterable[str], handling: str | None
) -> Message | None:
    """Why an item with this handling code cannot name these readers; None: it can."""
    readers = list(readers)
    if not may_address(handling, (split_reader(one)[0] for one in readers)):
        return PERSONS_ONLY
    return NEVER_IGO if left_out(group, readers, handling) else None


def left_out(group: Any, readers: Iterable[str], handling: str | None) -> bool:
    """Whether a reader is named whom the handling code leaves out.

    A country is none, even where an IGO sits there: the IGO reads nothing by it.
    """
    never = HANDLING_NEVER.get(handling, frozenset())
    if not never:
        return False
    members, persons = IWorkspace(group).members, []
    for reader in readers:
        kind, value = split_reader(reader)
        if kind is ReaderKind.CATEGORY and value in never:
            return True
        if kind in PERSONAL:
            persons.append(reader)
    named = members_named(members, persons, None)
    return any(members[one]["category"] in never for one in named)


def reader_keys(
    item: Any, state: str | None = None, named: Iterable[str] | None = None
) -> frozenset[str]:
    """The keys of ``principals`` whose holders read the item.

    In its state and with its chosen readers, or in ``state`` with the readers ``named``.
    """
    state = state or api.content.get_state(item)
    named = chosen_readers(item) if named is None else named
    roles = readers(workflow_of(item), state)
    names = groups_with(roles)
    if state in NAMING_STATES:
        names |= groups_named(named, getattr(item, "handling", None))
    uid = group_of(item).UID()
    authors = {author_of(item)} if Role.AUTHOR in roles else set()
    return frozenset(
        f"user:{one}" for one in {f"{name}:{uid}" for name in names} | authors
    )


def covers(group: Any, keys: Collection[str], wanted: Iterable[str]) -> bool:
    """Whether whoever holds one of the keys ``wanted`` holds one of ``keys`` too.

    Categories count whether anybody is in them or not. Who is in a country or an
    organisation, the roster says.
    """
    missing = {one for one in wanted if one not in keys and category_key(one) not in keys}
    uid = group.UID()
    if any(f"user:{name}:{uid}" in missing for name in CATEGORY_GROUP.values()):
        return False
    for user_id, entry in active_members(group).items() if missing else ():
        names = {f"{name}:{uid}" for name in reader_groups(user_id, entry)} | {user_id}
        held = {f"user:{name}" for name in names}
        if not held.isdisjoint(missing) and held.isdisjoint(keys):
            return False
    return True


def unusual_readers(group: Any, readers: Iterable[str], handling: str) -> list[str]:
    """Countries and organisations of IGOs that would get their first item so marked.

    As readers, ``country:XB`` or ``organisation:INTERPOL``.
    """
    members = active_members(group)
    named = named_by_reader(members, readers, None)
    asked = dict.fromkeys(
        part
        for reader, whom in named.items()
        for part in _bodies_behind(reader, whom, members)
    )
    behind = named_by_reader(members, asked, None)
    return [
        part for part in asked if not _ever_got(group, behind[part], members, handling)
    ]


def _bodies_behind(reader: str, named: set[str], members: Members) -> list[str]:
    """The country or the IGO that a reader belongs to; none of a whole category."""
    kind, _value = split_reader(reader)
    if kind is ReaderKind.COUNTRY:
        return [reader]
    persons = sorted(named) if kind in PERSONAL else ()
    return [body for one in persons if (body := _body_of(members[one]))]


def _body_of(entry: Mapping[str, Any]) -> str | None:
    kind = (
        ReaderKind.ORGANISATION
        if entry["category"] == Category.IGO
        else ReaderKind.COUNTRY
    )
    value = entry.get(kind.value)
    return f"{kind}:{value}" if value else None


def _ever_got(group: Any, whom: set[str], members: Members, handling: str) -> bool:
    """Whether one of these members can read an item with this handling code now."""
    uid = group.UID()
    tokens = {
        f"user:{name}:{uid}" for one in whom for name in reader_groups(one, members[one])
    }
    if not tokens:
        return False
    query = {
        "library_of": uid,
        FILTERS["handling"].index: handling,
        "allowedRolesAndUsers": {"query": sorted(tokens)},
    }
    catalog = api.portal.get_tool("portal_catalog")
    return bool(catalog.unrestrictedSearchResults(**query))


def reader_in_words(reader: str, language: str) -> str:
    """What pages call a reader."""
    kind, value = split_reader(reader)
    if kind in LISTS:
        return title(LISTS[kind], value, language)
    return full_names([value])[value] if kind is ReaderKind.MEMBER else value


class Part(NamedTuple):
    """Members of one category and country."""

    title: str
    number: int
    #: In the order of the alphabet; none where they are too many to be read.
    names: tuple[str, ...]


def members_by_part(group: Any, users: Collection[str], language: str) -> list[Part]:
    """These members of the group by category and country, in the order of the titles.

    Those of a category without a country are by organisation.
    """
    roster = IWorkspace(group).members
    found: dict[str, list[str]] = {}
    for one in users:
        entry = roster[one]
        place = entry.get("country")
        place = title("country", place, language) if place else entry.get("organisation")
        words = listed((title("category", entry["category"], language), place), language)
        found.setdefault(words, []).append(one)
    few = [one for part in found.values() if len(part) <= MOST_NAMED for one in part]
    names = full_names(few) if len(few) <= MOST_READERS else {}
    return [
        Part(
            words,
            len(found[words]),
            tuple(
                sorted((names[one] for one in found[words] if one in names), key=_folded)
            ),
        )
        for words in sorted(found, key=_folded)
    ]


def _folded(text: str) -> str:
    return text.casefold()


def find_readers(
    group: Any, typed: str, language: str, handling: str | None
) -> list[dict[str, str]]:
    """The readers whose names have all typed words, if the handling code allows them.

    Each has ``token``, ``title`` and ``detail``. Categories, countries and organisations
    stand first, then members of one category and country, then single members. Without
    typed words the list is empty.
    """
    members, words = active_members(group), fold(typed).split()
    if not words:
        return []
    groups = _groups_of(members, language, handling)
    found = [one for one in groups if has_words(words, one["token"], one["title"])]
    found += offer_people(members, typed, language, handling)
    return found[:MOST_OFFERED]


def _groups_of(
    members: Members, language: str, handling: str | None
) -> Iterator[dict[str, str]]:
    several = (ReaderKind.CATEGORY, ReaderKind.COUNTRY, ReaderKind.ORGANISATION)
    for kind in several if may_address(handling, several) else ():
        values = {entry.get(kind.value) for entry in members.values()} - {None, ""}
        named = named_by_reader(members, [f"{kind}:{value}" for value in values], None)
        words = {part: reader_in_words(part, language) for part in named}
        for part in sorted(named, key=lambda one: words[one].casefold()):
            label = f"{words[part]} ({len(named[part])})"
            yield {"token": part, "title": label, "detail": ""}
