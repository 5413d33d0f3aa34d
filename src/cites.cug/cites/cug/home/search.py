"""One search over everything that a member may see of a group, by kind.

Each kind is searched by the query that its own list uses, with the caller's permissions,
so nothing is found here that the list would not show. Only the first results are read.
"""

import re
from cites.cug.access.guard import may, teams
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.library.lists.queries import LibraryPage, list_items
from cites.cug.library.lists.query_parameters import LibrarySearch, RELEVANCE
from cites.cug.membership.directory import list_members, MemberFilter, MemberPage
from cites.cug.membership.institutions.queries import (
    InstitutionFilter,
    InstitutionLine,
    list_institutions,
)
from cites.cug.membership.managers import member_manager
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.queries import list_messages, MailboxPage
from cites.cug.permits.queries import PermitPage, PermitSearch
from cites.cug.permits.queries import search as search_permits
from cites.cug.web.layout.times import reader_today
from cites.cug.workspaces.queries import find_topics, TopicFilter, TopicPage
from dataclasses import dataclass, replace
from typing import Any, NamedTuple


class Most(NamedTuple):
    """How many results of each kind, among so many of the newest; None: among all."""

    results: int
    #: Whether items are listed that have only some of the words.
    some_words: bool = False
    messages: int | None = None
    #: Topics, comments and their files.
    posts: int | None = None


FIRST = 5
ON_PAGE = Most(FIRST, some_words=True)
WHILE_TYPING = Most(3, messages=1000, posts=200)


class InstitutionPage(NamedTuple):
    """The first entries of the directory, and how many there are."""

    lines: list[InstitutionLine]
    total: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """The first results of each kind; None for a kind that the caller may not search."""

    messages: MailboxPage | None = None
    library: LibraryPage | None = None
    topics: TopicPage | None = None
    permits: PermitPage | None = None
    members: MemberPage | None = None
    institutions: InstitutionPage | None = None


def search_group(group: Any, text: str, *, acting_user: str) -> Results:
    """Search everything of a group for all words of the text, as the caller,
    ``acting_user``.

    ``text`` has at least one word. A permit is found by its whole number only, and only
    by those who may search permits: the registry is not for trying out words. That is
    recorded in the audit trail, as every search of permits is.
    """
    permits = _permits(group, text, acting_user)
    return replace(_search(group, text, acting_user, ON_PAGE), permits=permits)


def search_while_typing(group: Any, text: str, *, acting_user: str) -> Results:
    """As ``search_group``, with fewer results, and only the newest messages and posts.

    Permits are left out: each piece of a number would be a search on record.
    """
    return _search(group, text, acting_user, WHILE_TYPING)


def _search(group: Any, text: str, user_id: str, most: Most) -> Results:
    """All kinds but permits."""
    return Results(
        messages=_messages(group, text, user_id, most),
        library=_library(group, text, most.results, some_words=most.some_words),
        topics=_topics(group, text, most),
        members=_members(group, text, most.results),
        institutions=_institutions(group, text, most.results),
    )


def _messages(group: Any, text: str, user_id: str, most: Most) -> MailboxPage | None:
    if not may(Permission.USE_MESSAGES, group):
        return None
    wanted = MailboxFilter(words=tuple(text.split()))
    size, newest = most.results, most.messages
    return list_messages(group, user_id, wanted, size=size, in_full=False, newest=newest)


def _library(group: Any, text: str, size: int, *, some_words: bool) -> LibraryPage | None:
    if not may(Permission.READ, group["library"]):
        return None
    wanted = LibrarySearch(words=text, sort_on=RELEVANCE, facets=(), size=size)
    return list_items(group, wanted, some_words=some_words)


def _topics(group: Any, text: str, most: Most) -> TopicPage | None:
    if not teams(group):
        return None
    words = tuple(re.findall(r"\w+", text))
    wanted = TopicFilter(words=words)
    return find_topics(group, wanted, 0, most.results, newest=most.posts)


def _permits(group: Any, text: str, user_id: str) -> PermitPage | None:
    if not may(Permission.SEARCH_PERMITS, group):
        return None
    if not any(letter.isdigit() for letter in normal_number(text)):
        return PermitPage([], 0)
    return search_permits(PermitSearch(number=text, size=FIRST), acting_user=user_id)


def _members(group: Any, text: str, size: int) -> MemberPage | None:
    if not may(Permission.SEE_DIRECTORY, group):
        return None
    manager, wanted = member_manager(group), MemberFilter(q=text)
    language, day = reader_language(), reader_today()
    return list_members(group, manager, wanted, language, day, size=size)


def _institutions(group: Any, text: str, size: int) -> InstitutionPage | None:
    if not may(Permission.SEE_DIRECTORY, group):
        return None
    found = list_institutions(group, InstitutionFilter(q=text), reader_language())
    return InstitutionPage(found[:size], len(found))
