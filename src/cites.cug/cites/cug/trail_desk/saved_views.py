"""Searches of the trail that a reader keeps under a name; each reader has their own."""

from cites.cug import _
from cites.cug.core.named_values import NamedValue, NamedValues
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FieldError, invalid, InvalidValues, shown
from cites.cug.trail_desk.models import SavedView
from cites.cug.trail_desk.query_parameters import FILTERS, read_event_search
from collections.abc import Mapping
from typing import Any


NO_FILTER = _("trail_desk_saved_views_nothing_name_limits_list_text")
VIEWS = NamedValues(
    SavedView.__table__,
    "filters",
    "name",
    _("trail_desk_saved_views_already_saved_views_delete_text"),
)


def list_views(group: Any, user_id: str) -> list[NamedValue]:
    """Those of one reader, by name; the values are the filters."""
    return VIEWS.of(group, user_id)


def save_view(
    group: Any, name: str, filters: Mapping[str, Any], *, acting_user: str
) -> str:
    """Keep what limits the list under a name, in place of what has it; its id.

    Raises InvalidValues or Refusal.
    """
    kept = _read_filters(filters)
    view_id = VIEWS.keep(group, name, kept, acting_user=acting_user)
    record("audit.view_save", target=group, acting_user=acting_user)
    return view_id


def _read_filters(filters: Mapping[str, Any]) -> dict[str, str]:
    """As they were typed, if they can be read. Raises InvalidValues."""
    unknown = [name for name in filters if name not in FILTERS]
    if unknown:
        raise InvalidValues([(shown(name), FieldError(NO_FILTER)) for name in unknown])
    kept = {name: value for name, value in filters.items() if value}
    read_event_search(kept)
    if not kept:
        raise invalid(
            "filters", _("trail_desk_saved_views_search_for_something_first_error")
        )
    return kept


def forget_view(group: Any, view_id: str, *, acting_user: str) -> None:
    """Delete one's own view. Raises Missing."""
    VIEWS.forget(group, view_id, acting_user=acting_user)
    record("audit.view_delete", target=group, acting_user=acting_user)
