"""Who reads an item in the state ``chosen``, or sees a folder: the members it names.

A reader is written ``member:police-xa``, ``country:XB``, ``category:wildlife`` or
``organisation:INTERPOL``. What a member is, the roster says: from it follow, in each
request, user groups of the member (``reader_groups``), and an item gives those groups the
role of a reader (``ReaderRole``). The catalogue indexes them as it does all groups that
hold a role, so whoever leaves or changes country reads accordingly, with nothing to keep
in step. Folders give a role of their own, which opens nothing of what lies in them.
"""

from Acquisition import aq_base
from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access.guard import group_of
from cites.cug.access.policy import NAMING_STATES, TYPE_WORKFLOW
from cites.cug.access.reader_groups import groups_named
from cites.cug.access.roles import Role
from cites.cug.interfaces import ILibraryContent, ILibraryFolder
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zope.component import adapter
from zope.interface import implementer


CHOSEN = "chosen"


def chosen_readers(item: Any) -> tuple[str, ...]:
    """The readers that an item or folder names; none where its state names none."""
    return last_readers(item) if _names_readers(_status(item)) else ()


def readers_before(item: Any) -> list[str]:
    """The readers that an item named before its last change of state."""
    history = _history(item)
    before = history[-2] if len(history) > 1 else {}
    return list(before.get("readers", ())) if _names_readers(before) else []


def last_readers(item: Any) -> tuple[str, ...]:
    """The readers that an item names, or named when it was in the state last."""
    return tuple(_status(item).get("readers", ()))


def _status(item: Any) -> Mapping[str, Any]:
    """The workflow's last words on the item, which going back to a version leaves."""
    history = _history(item)
    return history[-1] if history else {}


def _history(item: Any) -> Sequence[Mapping[str, Any]]:
    past = getattr(aq_base(item), "workflow_history", {})
    return past.get(TYPE_WORKFLOW[item.portal_type], ())


def _names_readers(status: Mapping[str, Any]) -> bool:
    return status.get("review_state") in NAMING_STATES


@implementer(ILocalRoleProvider)
@adapter(ILibraryContent)
class ReaderRole:
    """The role of chosen readers on one item, and on the pictures and files in it, or on
    one folder.
    """

    def __init__(self, item: Any):
        self.item = item
        is_folder = ILibraryFolder.providedBy(item)
        self.roles = ((Role.FOLDER_READER if is_folder else Role.READER).value,)

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        return self.roles if principal_id in self._principals() else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for principal_id in self._principals():
            yield principal_id, self.roles

    def _principals(self) -> Collection[str]:
        readers = chosen_readers(self.item)
        group = group_of(self.item) if readers else None
        if group is None:
            return ()
        uid = group.UID()
        handling = getattr(aq_base(self.item), "handling", None)
        return {f"{name}:{uid}" for name in groups_named(readers, handling)}
