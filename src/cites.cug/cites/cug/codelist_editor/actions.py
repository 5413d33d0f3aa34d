"""Actions that correct code lists. Each is put on record in the group of the caller."""

from cites.cug import _
from cites.cug.core.codelists.corrections import (
    check_entry,
    format_line,
    MalformedCorrection,
    parse_corrections,
    readable_corrections,
)
from cites.cug.core.codelists.entry import Entry
from cites.cug.core.codelists.interfaces import CORRECTIONS_RECORD
from cites.cug.core.codelists.lists import corrections_text, names
from cites.cug.core.trail.trail import record
from collections.abc import Mapping
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtility


def correct_entry(group: Any, list_name: str, entry: Entry, *, acting_user: str) -> None:
    """Replace, add or (``current=False``) hide one code. Raises MalformedCorrection."""
    corrections = _corrections(list_name)
    check_entry(list_name, entry)
    corrections[entry.code] = entry
    _store(list_name, corrections)
    _audit("codelist.correct", group, list_name, acting_user, line=format_line(entry))


def undo_correction(group: Any, list_name: str, code: str, *, acting_user: str) -> None:
    """Drop the correction of a code, if there is one."""
    corrections = _corrections(list_name)
    if corrections.pop(code, None) is not None:
        _store(list_name, corrections)
        _audit("codelist.undo", group, list_name, acting_user, code=code)


def replace_corrections(
    group: Any, list_name: str, text: str, *, acting_user: str
) -> None:
    """Replace all corrections of a list by the lines of a text.

    Raises MalformedCorrection with the number of the line.
    """
    _corrections(list_name)
    corrections = parse_corrections(list_name, text)
    _store(list_name, corrections)
    _audit("codelist.replace", group, list_name, acting_user, lines=len(corrections))


def _corrections(list_name: str) -> dict[str, Entry]:
    if list_name not in names():
        raise MalformedCorrection(
            _("codelist_editor_no_code_list_error", mapping={"name": list_name})
        )
    return readable_corrections(list_name, corrections_text(list_name))


def _store(list_name: str, corrections: Mapping[str, Entry]) -> None:
    registry = getUtility(IRegistry)
    # A new dictionary: ZODB would not notice a change of the stored one.
    stored = dict(registry[CORRECTIONS_RECORD] or {})
    stored[list_name] = "\n".join(format_line(entry) for entry in corrections.values())
    registry[CORRECTIONS_RECORD] = stored


def _audit(
    action: str, group: Any, list_name: str, acting_user: str, **detail: Any
) -> None:
    detail["list"] = list_name
    record(action, target=group, acting_user=acting_user, detail=detail)
