"""The user groups by which members are found among the chosen readers of an item.

They follow from a member's entry on the roster and are stored nowhere. A name is without
the UID of the closed user group, which stands behind it in the name of the user group.
"""

from cites.cug.access.policy import CHOSEN_READERS, HANDLING_NEVER, ReaderKind
from cites.cug.access.roles import Category, CATEGORY_GROUP
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote


def reader_groups(user_id: str, entry: Mapping[str, Any]) -> set[str]:
    """Names of the groups by which an active member is found among chosen readers.

    The category is a roster group already.
    """
    category = Category(entry["category"])
    named = {
        kind: entry.get(field) if field else user_id
        for kind, field in CHOSEN_READERS.items()
        if kind is not ReaderKind.CATEGORY
    }
    found = {_name(kind, value, category) for kind, value in named.items() if value}
    return found | {CATEGORY_GROUP[category]}


@lru_cache(maxsize=4096)
def _name(kind: ReaderKind, value: str, category: Category) -> str:
    """One group for each category, so that items can leave members of some out.

    The value is quoted: a colon or an at sign would make another name of it.
    """
    return f"{category}-{kind}={quote(_folded(kind, value), safe='')}"


def category_key(key: str) -> str | None:
    """The key of the whole category in which one reader group is, of ``principals``.

    None for the keys of users and of categories.
    """
    name, equals, value = key.removeprefix("user:").partition("=")
    if not equals:
        return None
    category, uid = name.partition("-")[0], value.rpartition(":")[2]
    return f"user:{CATEGORY_GROUP[Category(category)]}:{uid}"


def is_reader_group(name: str) -> bool:
    """Whether a user group is one of those that only name readers."""
    return "=" in name.partition(":")[0]


def split_reader(reader: str) -> tuple[ReaderKind, str]:
    """Kind and value of a reader. Raises ValueError."""
    kind, _colon, value = reader.partition(":")
    return ReaderKind(kind), value


def groups_named(readers: Iterable[str], handling: str | None) -> set[str]:
    """Names of the groups of these readers, without whom the handling code leaves out."""
    categories = set(Category) - HANDLING_NEVER.get(handling, frozenset())
    return {
        CATEGORY_GROUP[category]
        if kind is ReaderKind.CATEGORY
        else _name(kind, value, category)
        for kind, value in map(split_reader, readers)
        for category in categories
        if kind is not ReaderKind.CATEGORY or value == category
    }


def named_by_reader(
    members: Mapping[str, Mapping[str, Any]],
    readers: Iterable[str],
    handling: str | None,
) -> dict[str, set[str]]:
    """Reader → user ids of the active members of a roster whom it names.

    Those whom the handling code leaves out are named by none. Each member is looked at
    once, however many readers there are, and not at all if they are members themselves.
    """
    never = HANDLING_NEVER.get(handling, frozenset())
    parts = {reader: split_reader(reader) for reader in readers}
    found = {(kind, _folded(kind, value)): set[str]() for kind, value in parts.values()}
    for kind, value in found:
        if kind is ReaderKind.MEMBER and value in members:
            found[kind, value].add(value)
    _find_by_entry(members, found)
    return {
        reader: {
            user_id
            for user_id in found[kind, _folded(kind, value)]
            if members[user_id]["groups"] and members[user_id]["category"] not in never
        }
        for reader, (kind, value) in parts.items()
    }


def _find_by_entry(
    members: Mapping[str, Mapping[str, Any]],
    found: Mapping[tuple[ReaderKind, str], set[str]],
) -> None:
    """Add to each kind and value the members whose entry on the roster has it."""
    kinds = {kind for kind, _value in found}
    fields = [(kind, field) for kind in kinds if (field := CHOSEN_READERS[kind])]
    for user_id, entry in members.items() if fields else ():
        for kind, field in fields:
            key = kind, _folded(kind, entry.get(field) or "")
            if key[1] and key in found:
                found[key].add(user_id)


def members_named(
    members: Mapping[str, Mapping[str, Any]],
    readers: Iterable[str],
    handling: str | None,
) -> set[str]:
    """User ids of the active members of a roster whom any of these readers names."""
    return set().union(*named_by_reader(members, readers, handling).values())


def _folded(kind: ReaderKind, value: str) -> str:
    """As two values of this kind are compared."""
    return value.casefold() if kind is ReaderKind.ORGANISATION else value
