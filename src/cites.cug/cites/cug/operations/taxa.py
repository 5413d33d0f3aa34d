"""Puts a list of taxa in from the server: the same as the page of the Secretariat."""

import transaction
from cites.cug.codelist_editor.taxon_lists import reading
from cites.cug.codelist_editor.taxon_lists.actions import (
    begin_list,
    counting_list,
    drop_list,
    end_list,
    ListLine,
)
from cites.cug.codelist_editor.taxon_lists.differences import (
    Differences,
    find_differences,
)
from cites.cug.codelist_editor.taxon_lists.storing import (
    check_faults,
    store_list,
    WrongList,
)
from cites.cug.core.plone_internals.plural_messages import say
from cites.cug.core.validation.errors import Refusal
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.progress import Progress
from cites.cug.operations.start import require_portals
from cites.cug.operations.upkeep import ACTOR
from cites.cug.operations.verification import open_content
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """What a list changes, and whether it counts now."""

    found: Differences
    counts: bool


def put_in(file: Path, dated: date, progress: Progress, *, counts: bool) -> Outcome:
    """Compare a list with the one that counts; ``counts``: and let it count.

    Raises OperationFailed with each mistake of the file.
    """
    with _portal() as portal:
        progress.say(f"Reading {file.name}")
        with file.open("rb") as source:
            told, content = reading.read_list(source)
        try:
            check_faults(told)
        except WrongList as error:
            raise OperationFailed(_mistakes(error)) from error
        progress.say(f"Writing {told['taxa']} taxa")
        list_id = store_list(
            content, file.name, dated, made_by=ACTOR, told=lambda done, total: None
        )
        before = counting_list()
        key = before.id if before is not None else None
        progress.say("Comparing")
        found = find_differences(key, list_id)
        with transaction.manager:
            if counts:
                begin_list(portal, list_id, key, acting_user=ACTOR)
            else:
                drop_list(portal, list_id, acting_user=ACTOR)
        return Outcome(found, counts)


def take_out() -> ListLine | None:
    """Let nothing but what we ship count; the list that counted."""
    with _portal() as portal:
        before = counting_list()
        if before is not None:
            with transaction.manager:
                end_list(portal, before.id, acting_user=ACTOR)
        return before


@contextmanager
def _portal() -> Iterator[Any]:
    """A portal, for the trail; content is not changed."""
    app = open_content(read_only=True)
    with closing(app._p_jar.db()):
        portals = require_portals(app)
        try:
            yield portals[0]
        except Refusal as error:
            raise OperationFailed(say(error.message)) from error


def _mistakes(error: WrongList) -> str:
    lines = ["The file was not taken:"]
    for fault in error.faults:
        place = f"line {fault.row}" + (f", {fault.column}" if fault.column else "")
        lines.append(f"{place}: {say(fault.message)}")
    return "\n".join(lines)


def in_words(found: Differences) -> str:
    """The numbers of changes, and the first of each kind."""
    lines = [", ".join(f"{kind.value}: {total}" for kind, total in found.counts.items())]
    lines[0] += f", unchanged: {found.unchanged}"
    for kind, changes in found.shown.items():
        for one in changes:
            change = " → ".join(filter(None, (one.before, one.after)))
            lines.append(
                f"  {kind.value}: {one.name}" + (f": {change}" if change else "")
            )
    return "\n".join(lines)
