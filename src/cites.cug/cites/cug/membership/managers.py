"""Who of the members a caller keeps: all of a group, those of one country, or none."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.membership.roster import ACTIVE
from cites.cug.validation.errors import Missing
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from typing import Any, NamedTuple
from zExceptions import Unauthorized


class MemberManager(NamedTuple):
    """Somebody who looks at the roster, and what they may do there."""

    user_id: str
    #: Whether it is the Secretariat.
    keeps_all: bool
    #: That of a contact point, empty for all others.
    country: str
    #: Whether they look after accounts, which is not for who runs the site.
    keeps_accounts: bool = False

    @property
    def keeps_any(self) -> bool:
        return self.keeps_all or bool(self.country)

    def sees(self, user_id: str, entry: Mapping[str, Any]) -> bool:
        """Whether the directory shows that member: who is suspended, to few."""
        return entry["state"] == ACTIVE or self.keeps_all or self._of_country(entry)

    def keeps(self, user_id: str, entry: Mapping[str, Any]) -> bool:
        """Contact points keep those of their country: not themselves, nor Secretariat."""
        if self.keeps_all:
            return True
        is_secretariat = entry["category"] == Category.SECRETARIAT
        return self._of_country(entry) and user_id != self.user_id and not is_secretariat

    def _of_country(self, entry: Mapping[str, Any]) -> bool:
        return bool(self.country) and entry.get("country") == self.country


def member_manager(group: Any) -> MemberManager:
    """The caller, as somebody who looks at the roster of a group."""
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
    """A member's entry; raises Missing where the caller may not know of any."""
    entry = IWorkspace(group).members.get(user_id)
    if entry is None or not looking.sees(user_id, entry):
        raise Missing(user_id)
    return entry


def kept_entry(group: Any, looking: MemberManager, user_id: str) -> Mapping[str, Any]:
    """The same, of a member that the caller keeps; else raises Unauthorized."""
    entry = seen_entry(group, looking, user_id)
    if not looking.keeps(user_id, entry):
        raise Unauthorized(user_id)
    return entry
