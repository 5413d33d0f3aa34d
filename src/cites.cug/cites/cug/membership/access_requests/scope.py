"""Which requests the caller deals with: all of a group, or those of one country."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from collective.workspace.interfaces import IWorkspace
from typing import Any


#: No request has this country: a contact point without a country sees none.
NO_COUNTRY = ""


def country(group: Any) -> str | None:
    """The country whose requests the caller sees; None for the Secretariat, which sees
    all.
    """
    return None if may(Permission.VET, group) else own_country(group)


def own_country(group: Any) -> str:
    """The country of the caller's roster entry; ``NO_COUNTRY`` if there is none."""
    entry = IWorkspace(group).get(caller())
    return (entry is not None and entry.country) or NO_COUNTRY
