"""Matchings that a member keeps for the next table of the same kind."""

from cites.cug import _
from cites.cug.core.named_values import NamedValues
from cites.cug.core.validation.errors import invalid
from cites.cug.exchange.alert_imports.matching import Matching, read_matching
from cites.cug.exchange.alert_imports.models import KeptMatching
from typing import Any


MATCHINGS = NamedValues(
    KeptMatching.__table__,
    "matching",
    "mapping.save_as",
    _("exchange_kept_matchings_already_saved_matchings_delete_text"),
)


def matching_named(group: Any, user_id: str, name: str) -> Matching:
    """The member's matching of that name. Raises InvalidValues."""
    for one in MATCHINGS.of(group, user_id):
        if one.name == name:
            return read_matching(one.value)
    raise invalid(
        "mapping.saved", _("exchange_kept_matchings_no_saved_matching_name_error")
    )
