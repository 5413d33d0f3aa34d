"""Which members the caller keeps: all of a group, those of one country, or none."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.core.validation.errors import Missing
from cites.cug.membership.roster import ACTIVE
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from typing import Any, NamedTuple
from zExceptions import Unauthorized


class MemberManager(NamedTuple):
    """The caller, with rights over the members of a group."""

    user_id: str
    #: Whether the caller is Secretariat.
    keeps_all: bool
    #: Country of a contact point; "" for all others.
    country: str
    #: Whether the caller looks after accounts; site managers do not.
    keeps_accounts: bool = False

    @property
    def keeps_any(self) -> bool:
        return self.keeps_all or bool(self.country)

    def sees(self, user_id: str, entry: Mapping[str, Any]) -> bool:
        """Whether the directory shows this member. Suspended ones are shown to keepers
        only.
        """
        return entry["state"] == ACTIVE or self.keeps_all or self._of_country(entry)

    def keeps(self, user_id: str, entry: Mapping[str, Any]) -> bool:
        """Whether the caller keeps this member.

        A contact point keeps members of the same country, except itself and the
        Secretariat.
        """
        if self.keeps_all:
            return True
        is_secretariat = entry["category"] == Category.SECRETARIAT
        return self._of_country(entry) and user_id != self.user_id and not is_secretariat

    def _of_country(self, entry: Mapping[str, Any]) -> bool:
        return bool(self.country) and entry.get("country") == self.country


def member_manager(group: Any) -> MemberManager:
    """The caller's rights over the members of this group."""
    user_id = caller()
    entry = IWorkspace(group).members.get(user_id)
    speaks = entry is not None and may(Permission.MANAGE_COUNTRY, group)
    country = (entry.get("country") or "") if speaks else ""
    return MemberManager(
        user_id,
        may(Permission.MANAGE_MEMBERS, group),
        country,
        may(Permission.KEEP_ACCOUNTS, group),
    )


def seen_entry(group: Any, looking: MemberManager, user_id: str) -> Mapping[str, Any]:
    """A member's roster entry. Raises Missing if the caller may not know of the
    member.
    """
    entry = IWorkspace(group).members.get(user_id)
    if entry is None or not looking.sees(user_id, entry):
        raise Missing(user_id)
    return entry


def kept_entry(group: Any, looking: MemberManager, user_id: str) -> Mapping[str, Any]:
    """The roster entry of a member whom the caller keeps.

    Raises Missing if the caller may not know of the member, Unauthorized if the caller
    does not keep the member.
    """
    entry = seen_entry(group, looking, user_id)
    if not looking.keeps(user_id, entry):
        raise Unauthorized(user_id)
    return entry
