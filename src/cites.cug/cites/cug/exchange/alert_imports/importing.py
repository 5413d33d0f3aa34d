"""From a file that was sent to the alerts that it is read as."""

from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.core.validation.errors import FieldError
from cites.cug.exchange.alert_imports.kept_matchings import matching_named, MATCHINGS
from cites.cug.exchange.alert_imports.matching import (
    guessed_columns,
    layout_of,
    Matching,
    read_matching,
    written_matching,
)
from cites.cug.exchange.alert_imports.reading import (
    FoundAlert,
    read_alerts,
    Told,
    WrongTable,
)
from cites.cug.exchange.alert_imports.tables import read_table, Table
from cites.cug.exchange.alert_imports.values import guess_by_values
from cites.cug.library.items.alert import IAlert
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from typing import Any, BinaryIO, NamedTuple


class Unmatched(WrongTable):
    """The table has no known layout, and nobody has said what its columns are."""

    def __init__(self, table: Table):
        text = _("exchange_importing_layout_columns_recognized_choose_text")
        super().__init__([("mapping", FieldError(text))])
        self.table = table
        by_headings = guessed_columns(table.headings)
        self.matching = Matching(by_headings | guess_by_values(table, by_headings))
        self.headings = table.headings
        self.columns = {one: self.matching.target(one) for one in table.headings}

    def details(self, request: Any) -> dict[str, Any]:
        """The headings, and what each of them most likely is, to be confirmed."""
        return {"headings": self.headings, "columns": self.columns}


class ReadImport(NamedTuple):
    """A file that could be read."""

    table: Table
    matching: Matching
    alerts: list[FoundAlert]


def read_import(
    folder: Any,
    stream: BinaryIO,
    filename: str,
    told_matching: Mapping[str, Any],
    *,
    acting_user: str,
    told: Told,
) -> ReadImport:
    """Read a file as its sender, or its layout, says. Raises InvalidValues, Refusal.

    A matching that has a name to be kept under is kept.
    """
    table = read_table(stream, filename, folder)
    matching = find_matching(folder, table, told_matching, acting_user)
    if matching is None:
        raise Unmatched(table)
    return ReadImport(table, matching, read_alerts(table, matching, told))


def find_matching(
    folder: Any, table: Table, told: Mapping[str, Any], user_id: str
) -> Matching | None:
    """What is said of the columns, added to what is known of them."""
    group = group_of(folder)
    base = layout_of(table.headings)
    saved = told.get("saved") if isinstance(told, Mapping) else None
    if isinstance(saved, str) and saved:
        base = matching_named(group, user_id, saved)
    matching = read_matching(told, base)
    if not any(matching.target(heading) for heading in table.headings):
        return None
    save_as = told.get("save_as")
    if save_as:
        kept = written_matching(matching)
        MATCHINGS.keep(group, str(save_as), kept, acting_user=user_id)
    return with_defaults(group, matching, user_id)


def with_defaults(group: Any, matching: Matching, user_id: str) -> Matching:
    """What is taken where neither the table nor its sender says it."""
    entry = IWorkspace(group).members.get(user_id) or {}
    usual = {
        "handling": IAlert["handling"].default,
        "incident_country": entry.get("country") or "",
    }
    filled = {name: one for name, one in usual.items() if one}
    return matching._replace(defaults={**filled, **matching.defaults})
