"""Comments, versions, rosters and fields."""

from AccessControl.Permission import getPermissions, pname
from Acquisition import aq_base
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any


def comment_replies(conversation: Any) -> MutableMapping[int, Any]:
    """Id of a comment, or 0 for the topic → ids of its replies, in order of time."""
    return conversation._children


def replace_version(history: Any, number: int, entry: Mapping[str, Any]) -> None:
    """Store a version whose metadata was changed, so that the database notices."""
    history._full[number] = entry


def roster_members(workspace: Any) -> Mapping[str, Mapping[str, Any]]:
    """User id → entry of a roster, as it is stored; empty where there is none.

    ``IWorkspace`` would be looked for in each request, for each group of who asks.
    """
    return getattr(aq_base(workspace), "_team", {})


def roster_name(entry: Any) -> str:
    """The full name of the member of an entry on a roster, or the user id."""
    return entry._title


def stored_permissions(item: Any) -> dict[str, Collection[str]]:
    """Permission → the roles that the item itself grants it to, acquired ones too."""
    stored = vars(aq_base(item))
    names = {pname(title): title for title, *_rest in getPermissions()}
    found = {name: title for name, title in names.items() if name in stored}
    return {title: stored[name] for name, title in found.items()}


def collection_class(field: Any) -> type:
    """The type of a collection field's values: ``list``, ``tuple`` and so on."""
    return field._type
