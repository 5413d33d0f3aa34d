"""Names of the authors that lists are filtered by."""

from cites.cug.access.guard import on_roster
from cites.cug.library.lists.labels import value_title
from cites.cug.library.lists.queries import matching
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.web.layout.people import full_name
from typing import Any


def author_name(group: Any, user_id: str) -> str:
    """Full name of a member, or of an author of items that the caller may see.

    A query can name any account, and must not tell its name: of others it is the id.
    """
    search = LibrarySearch(filters={"author": user_id})
    known = on_roster(user_id, group) or matching(group, search)
    return full_name(user_id) if known else user_id


def filter_title(group: Any, name: str, value: str, language: str) -> Any:
    """The title of the chosen value of a filter, in the reader's language."""
    if name == "author":
        return author_name(group, value)
    return value_title(name, value, language)
