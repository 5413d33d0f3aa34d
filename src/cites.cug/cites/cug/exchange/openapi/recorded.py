"""What the documentation has recorded: requests, answers and their shapes.

``examples`` leads to docs/rest-examples, whose pages the tests write; a wheel holds a
copy.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


PAGES = Path(__file__).with_name("examples")
HEADING = re.compile(r"^## `(\w+) (\S+)`$", re.MULTILINE)
BLOCK = re.compile(r"^```http\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"HTTP (\d{3})")
#: Of the exercise, and where it stands: a portal may have members and groups of the same
#: names, of whom nobody is to learn here.
NAMES = re.compile(
    r"\b(?:customs|police|wildlife|contact|igo)-[a-z]+\b|\bsecretariat\b"
    r"|(?<=[/\"])plone/cheetahs"
)
#: Types of recorded values → of any value in that place.
VALUES = {
    "str": {"type": ["string", "null"]},
    "int": {"type": ["number", "null"]},
    "float": {"type": ["number", "null"]},
    "bool": {"type": ["boolean", "null"]},
}


class Recorded(NamedTuple):
    """A request and its answer."""

    status: int
    #: As JSON; None where there is no body, or another kind of it.
    sent: Any
    answer: Any


@cache
def recorded_calls() -> dict[str, list[Recorded]]:
    """All that is recorded, by verb and address: ``GET {cug}/@library``."""
    found: dict[str, list[Recorded]] = {}
    for page in sorted(PAGES.glob("*.md")):
        text = NAMES.sub("member", page.read_text(encoding="utf-8"))
        for call, one in _read_page(text):
            found.setdefault(call, []).append(one)
    return found


def _read_page(text: str) -> Iterator[tuple[str, Recorded]]:
    _title, *parts = HEADING.split(text)
    for verb, address, part in zip(*[iter(parts)] * 3, strict=True):
        request, answer = BLOCK.findall(part)
        status = int(STATUS.match(answer).group(1))  # type: ignore[union-attr]
        yield f"{verb} {address}", Recorded(status, _body(request), _body(answer))


def _body(message: str) -> Any:
    """The JSON below the headers."""
    _head, _blank, body = message.partition("\n\n")
    try:
        return json.loads(body)
    except ValueError:
        return None


@cache
def recorded_shapes() -> dict[str, list[Any]]:
    """Status and shape of the last answer to each call."""
    found: dict[str, list[Any]] = {}
    for page in sorted(PAGES.glob("*.json")):
        found |= json.loads(page.read_text(encoding="utf-8"))
    return found


def describe_shape(shape: Any) -> dict[str, Any]:
    """A shape as JSON Schema: keys may be missing, and values be null."""
    if isinstance(shape, dict):
        told = {name: describe_shape(one) for name, one in shape.items()}
        return {"type": ["object", "null"], "properties": told}
    if isinstance(shape, list):
        entries = [describe_shape(one) for one in shape]
        items = {"anyOf": entries} if len(entries) > 1 else (entries or [{}])[0]
        return {"type": ["array", "null"], "items": items}
    return VALUES.get(shape, {})
