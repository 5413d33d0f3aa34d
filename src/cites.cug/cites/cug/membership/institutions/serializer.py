"""Entries of the directory as JSON."""

from cites.cug.membership.institutions.actions import (
    keeps,
)
from cites.cug.membership.institutions.queries import (
    InstitutionLine,
)
from cites.cug.membership.institutions.schema import FIELDS
from cites.cug.membership.managers import MemberManager
from typing import Any


def institution_json(
    one: InstitutionLine, url: str, manager: MemberManager
) -> dict[str, Any]:
    """An entry; ``url`` is the address of the directory, ``manager`` the caller."""
    return {
        "@id": f"{url}/{one.id}",
        "id": one.id,
        **{name: getattr(one, name) for name in FIELDS},
        "created": one.created.isoformat(),
        "modified": one.changed.isoformat(),
        "is_editable": keeps(manager, one.country),
    }
