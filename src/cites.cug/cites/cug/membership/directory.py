"""The directory: the members of a group, with what the caller may see of them."""

from cites.cug.core.codelists.lists import titles
from cites.cug.login.accounts import last_used
from cites.cug.login.factors import who_has
from cites.cug.membership.managers import MemberManager
from cites.cug.membership.revalidation import idle_days
from cites.cug.membership.roster import DUE_DAYS
from cites.cug.web.layout.people import email_addresses, full_names
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime
from typing import Any, NamedTuple
from unicodedata import combining, normalize


class MemberFilter(NamedTuple):
    """The filters of the directory. An empty value limits nothing."""

    q: str = ""
    country: str = ""
    category: str = ""
    state: str = ""
    #: Due for confirmation within so many days, or overdue.
    due: int | None = None
    #: Not logged in for so many days.
    unused: int | None = None


class MemberEntry(NamedTuple):
    """A member of the directory. A value that the caller may not see is None."""

    id: str
    fullname: str
    entry: Mapping[str, Any]
    is_kept: bool
    is_self: bool
    telephone: str | None
    email: str | None
    used: datetime | None
    #: Whether the account has a second factor.
    has_factor: bool | None

    @property
    def shows_dates(self) -> bool:
        return self.is_kept or self.is_self


class MemberPage(NamedTuple):
    total: int
    lines: list[MemberEntry]


def list_members(
    group: Any,
    looking: MemberManager,
    wanted: MemberFilter,
    language: str,
    day: date,
    start: int = 0,
    size: int | None = None,
) -> MemberPage:
    """Members sorted by name: ``size`` of them from ``start`` on, and the number of all.

    ``looking`` is the caller; ``day`` is the date for the filters by days.
    """
    entries = {
        user_id: entry
        for user_id, entry in IWorkspace(group).members.items()
        if looking.sees(user_id, entry) and _has_codes(entry, wanted)
    }
    entries = _by_dates(entries, looking, wanted, day)
    names = full_names(entries)
    words = _folded(wanted.q).split()
    if words:
        entries = _by_words(entries, names, words, language)
    ids = sorted(entries, key=lambda user_id: (_folded(names[user_id]), user_id))
    page = ids[start:] if size is None else ids[start : start + size]
    return MemberPage(
        len(ids), lines_of({one: entries[one] for one in page}, looking, names)
    )


def find_due(group: Any, looking: MemberManager, day: date) -> list[str]:
    """The members whom the caller keeps and whose membership ends soon, in that order."""
    found = [
        (entry["valid_until"], user_id)
        for user_id, entry in IWorkspace(group).members.items()
        if _due(entry, DUE_DAYS, day) and looking.keeps(user_id, entry)
    ]
    return [user_id for _until, user_id in sorted(found)]


def lines_of(
    entries: Mapping[str, Mapping[str, Any]],
    looking: MemberManager,
    names: Mapping[str, str],
) -> list[MemberEntry]:
    """Directory entries of these members, in the same order."""
    private = {one for one in entries if looking.keeps_all or one == looking.user_id}
    addresses = email_addresses(private)
    dated = [one for one in entries if one in private or looking.keeps(one, entries[one])]
    used = last_used(dated) if dated else {}
    secured = who_has(entries) if looking.keeps_accounts else set()
    return [
        MemberEntry(
            user_id,
            names[user_id],
            entry,
            looking.keeps(user_id, entry),
            user_id == looking.user_id,
            (entry.get("telephone") or "") if user_id in private else None,
            addresses[user_id] if user_id in private else None,
            used.get(user_id),
            user_id in secured if looking.keeps_accounts else None,
        )
        for user_id, entry in entries.items()
    ]


def _has_codes(entry: Mapping[str, Any], wanted: MemberFilter) -> bool:
    codes = ("country", "category", "state")
    return all(getattr(wanted, name) in ("", entry.get(name)) for name in codes)


def _by_dates(
    entries: dict[str, Any], looking: MemberManager, wanted: MemberFilter, day: date
) -> dict[str, Any]:
    """Apply the filters by dates, to members whom the caller keeps.

    Others are left out, so that the filter reveals no dates to callers who may not see
    them.
    """
    if wanted.due is None and wanted.unused is None:
        return entries
    kept = {one: entry for one, entry in entries.items() if looking.keeps(one, entry)}
    if wanted.due is not None:
        kept = {one: entry for one, entry in kept.items() if _due(entry, wanted.due, day)}
    if wanted.unused is not None:
        used = last_used(kept)
        kept = {
            one: entry
            for one, entry in kept.items()
            if idle_days(entry, used.get(one), day) >= wanted.unused
        }
    return kept


def _due(entry: Mapping[str, Any], days: int, day: date) -> bool:
    until = entry.get("valid_until")
    return bool(entry["groups"]) and until is not None and (until - day).days <= days


def _by_words(
    entries: dict[str, Any], names: Mapping[str, str], words: list[str], language: str
) -> dict[str, Any]:
    """Members with all these words in name, organisation, function, country or
    category.
    """
    countries, categories = titles("country", language), titles("category", language)

    def has_all(user_id: str, entry: Mapping[str, Any]) -> bool:
        text = _folded(
            "\n".join(
                (
                    user_id,
                    names[user_id],
                    entry.get("organisation") or "",
                    entry.get("function") or "",
                    countries.get(entry.get("country"), ""),
                    categories.get(entry["category"], ""),
                )
            )
        )
        return all(word in text for word in words)

    return {one: entry for one, entry in entries.items() if has_all(one, entry)}


def _folded(text: str) -> str:
    """The text without case and accents."""
    letters = text.casefold()
    if letters.isascii():
        return letters
    letters = normalize("NFKD", letters)
    return "".join(letter for letter in letters if not combining(letter))
