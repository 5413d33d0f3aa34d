"""The differences between two revisions of a permit, as texts for readers."""

from cites.cug import _
from cites.cug.permits import schema
from cites.cug.permits.fields import Box, DayBox
from cites.cug.permits.labels import in_words
from cites.cug.permits.permit import Permit
from cites.cug.permits.revisions import compare_permits
from datetime import date
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


class BoxChange(NamedTuple):
    """A box whose value changed; ``before`` or ``after`` is "" if the box was empty."""

    #: Title of the block or of the party; "" for boxes of the permit itself.
    part: Message | str
    box: Box
    before: Message | str
    after: Message | str


def differing(
    before: Permit, after: Permit, language: str, *, parties: bool
) -> list[BoxChange]:
    """All boxes that differ; names and addresses only with ``parties``."""
    found = []
    for field, old, new in compare_permits(before, after):
        part, position, name, box = schema.at(field)
        if part in schema.PARTIES and not parties and name != "country":
            continue
        words = [in_words(name, box, _value(box, one), language) for one in (old, new)]
        # If only one revision has this line, most of its boxes are empty in both.
        if any(words):
            found.append(BoxChange(_part(part, position, before, after), box, *words))
    return found


def _part(part: str, position: int, before: Permit, after: Permit) -> Message | str:
    if part in schema.PARTIES:
        return schema.PARTIES[part].title
    if part != "lines":
        return ""
    lines = after.lines if position < len(after.lines) else before.lines
    block = lines[position].block or str(position + 1)
    return _("permits_block_heading", mapping={"block": block})


def _value(box: Box, value: Any) -> Any:
    """The date of a text like 2026-01-31 in a box for days; other values as they are."""
    return date.fromisoformat(value) if value and isinstance(box, DayBox) else value
