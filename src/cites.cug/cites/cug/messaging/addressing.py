"""Finds the members that a message goes to, from the addressees that its sender chose."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.errors import FieldErrors, unknown_code
from cites.cug.messaging.schema import Addressees
from cites.cug.web.layout.people import has_mailbox
from collections.abc import Iterable, Mapping
from collective.workspace.interfaces import IWorkspace
from typing import Any


NOBODY = _("messaging_addressing_no_other_member_write_text")
#: Members by user id, each with the entry of the roster.
Members = dict[str, Mapping[str, Any]]


def active_members(group: Any) -> Members:
    """Roster entries by user id of all who can read messages in the group."""
    roster = IWorkspace(group).members
    return {user_id: entry for user_id, entry in roster.items() if has_mailbox(entry)}


def other_members(group: Any, user_id: str) -> Members:
    """The same without the user, who never writes to themselves."""
    others = active_members(group)
    others.pop(user_id, None)
    return others


def active_among(group: Any, user_ids: Iterable[str]) -> Members:
    """The same for these users only, without reading the whole roster."""
    roster = IWorkspace(group).members
    entries = {user_id: roster.get(user_id) for user_id in user_ids}
    return {one: entry for one, entry in entries.items() if entry and has_mailbox(entry)}


def resolve_recipients(group: Any, addressees: Addressees, sender: str) -> Members:
    """Everybody that a message goes to. Raises InvalidValues where one cannot be reached.

    Senders never get their own message: to name oneself is a mistake, and who writes to a
    group is left out of it.
    """
    if addressees.by_group:
        others = active_members(group)
    else:
        others = active_among(group, addressees.to)
    others.pop(sender, None)
    mistakes = FieldErrors()
    found = set(others) if addressees.everyone else set()
    for number, user_id in enumerate(addressees.to):
        if user_id not in others:
            mistakes.add(f"to[{number}]", _unreachable(user_id, sender))
        found.add(user_id)
    for name, known in (("categories", _categories()), ("countries", codes("country"))):
        for number, code in enumerate(getattr(addressees, name)):
            place = f"{name}[{number}]"
            if code not in known:
                mistakes.add(place, unknown_code(code).doc())
                continue
            meant = _with_code(others, name, code)
            if not meant:
                mistakes.add(place, NOBODY)
            found.update(meant)
    for number, name in enumerate(addressees.organisations):
        meant = [one for one, entry in others.items() if _is_of(entry, name)]
        if not meant:
            mistakes.add(f"organisations[{number}]", NOBODY)
        found.update(meant)
    if not found and not mistakes:
        mistakes.add("to", _("messaging_addressing_choose_least_recipient_error"))
    mistakes.raise_any()
    return {user_id: others[user_id] for user_id in sorted(found)}


def igo_members(members: Members) -> list[str]:
    """User ids of the members of intergovernmental organisations among them."""
    return [one for one, entry in members.items() if entry["category"] == Category.IGO]


def _is_of(entry: Mapping[str, Any], organisation: str) -> bool:
    """Whether the member is of that organisation, however it is capitalised."""
    return _folded(entry.get("organisation") or "") == _folded(organisation)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _categories() -> tuple[str, ...]:
    return tuple(category.value for category in Category)


def _unreachable(user_id: str, sender: str) -> Any:
    if user_id == sender:
        return _("messaging_addressing_write_yourself")
    return _("messaging_addressing_member_write_text", mapping={"user": user_id})


def _with_code(members: Mapping[str, Any], name: str, code: str) -> Iterable[str]:
    key = {"categories": "category", "countries": "country"}[name]
    return [user_id for user_id, entry in members.items() if entry[key] == code]
