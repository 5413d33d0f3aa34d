"""Two versions of an item, field by field."""

import re
from cites.cug.library.values import field_text
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from typing import Any
from typing import NamedTuple
from zope.schema import getFieldsInOrder


WORDS = re.compile(r"\s+|\w+|[^\w\s]")
#: Of more words than this, whole lines are compared.
MAX_WORDS = 4000


class Difference(NamedTuple):
    """One field that is not the same; ``html`` has ``<del>`` and ``<ins>``."""

    title: Any
    html: str


def differences(schema: Any, old: Any, new: Any, language: str) -> Iterator[Difference]:
    """Fields in which two versions differ, in the order of the schema."""
    for _name, field in getFieldsInOrder(schema):
        before = field_text(field, old, language)
        after = field_text(field, new, language)
        if before != after:
            yield Difference(field.title, difference(before, after))


def difference(before: str, after: str) -> str:
    """The two texts in one, as HTML."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MAX_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for action, start, end, new_start, new_end in matcher.get_opcodes():
        if action == "equal":
            parts.append(escape("".join(old[start:end])))
            continue
        gone, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if gone:
            parts.append(f"<del>{escape(gone)}</del>")
        if came:
            parts.append(f"<ins>{escape(came)}</ins>")
    return "".join(parts)
