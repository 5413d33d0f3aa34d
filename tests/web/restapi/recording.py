"""Requests and their answers, written as pages of the documentation.

What differs from run to run, ids and moments, is replaced by examples, so that a page
changes only where an answer does.
"""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any


PAGES = Path(__file__).resolve().parents[3] / "docs" / "rest-examples"
HEADING = re.compile(r"^## `(\w+) (\S+)`$", re.MULTILINE)
ANSWER = re.compile(r"^HTTP (\d{3}) .*\n\n?((?:.|\n)*?)^```$", re.MULTILINE)
SHOWN_HEADERS = ("Location", "ETag", "Retry-After", "Upload-Length", "Upload-Offset")
#: Of requests.
SENT_HEADERS = ("Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata")
#: Pages written by hand, one for each part of the interface.
BY_HAND = PAGES.parent
#: The first column of a row.
ROW = re.compile(r"^\| (`(?:[^|]|\\\|)*?) (?<!\\)\|", re.MULTILINE)
#: What stands in code in the first column of a table: verbs, an address, or both. An
#: address may go on from the one before.
CODE = re.compile(r"`([^`]+)`")
VERBS = re.compile(r"(?:GET|POST|PATCH|DELETE)\b")
ADDRESS = re.compile(r"(?:[{$]\w+}?|…)(?:/[^\s?[]*)?")
#: What the pages call a place in another way than ``RECORDED``.
OTHERWISE = {
    "$portal": "{portal}",
    "{cug}/workspaces": "{workspaces}",
    "{content}": "{item}",
    "{alert}": "{item}",
    "{library}/@": "{item}/@",
}
EXAMPLES = (
    (
        re.compile(r"\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?"),
        "2026-11-26T08:15:00Z",
    ),
    (re.compile(r"\b20\d\d-\d\d-\d\d\b"), "2026-11-26"),
    (re.compile(r"\b\d\d? \w{3} 20\d\d, \d\d:\d\d UTC"), "26 Nov 2026, 08:15 UTC"),
    (re.compile(r"\bm[0-9a-f]{16}\b"), "m0123456789abcdef"),
    (re.compile(r"\bs[0-9a-f]{16}\b"), "s0123456789abcdef"),
    (re.compile(r"\b[0-9a-f]{20}\b"), "0123456789abcdef0123"),
    (re.compile(r"whsec_[\w+/]+=*"), "whsec_…"),
    (re.compile(r"cug_(?:api|feed)_[\w-]+|\beyJ[\w.-]+"), "…"),
)
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNIQUE = re.compile(
    r"\b[0-9a-f]{32}\b|\b\d{15,17}\b|(?<=library/)[\w-]{8,}|(?<=workspaces/)[\w-]{8,}"
)


class Page:
    """All that is recorded of one part of the interface."""

    def __init__(self, title: str, portal: str):
        self.title, self.portal = title, portal
        self.parts: list[str] = []
        #: Each heading with the status of its answer and the answer's shape.
        self.shapes: dict[str, list[Any]] = {}

    def add(self, verb: str, address: str, user: str | None, answer: Any) -> None:
        """Record an answer under its verb and address; ``user`` has asked."""
        heading = f"{verb} {address}"
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        told = shape(answer.json()) if kind == "application/json" else kind
        self.shapes[heading] = [answer.status_code, told]
        request = answer.request
        lines = [f"## `{heading}`\n", f"As {user or 'anybody'}:\n", "```http"]
        lines.append(f"{verb} {request.url} HTTP/1.1")
        lines.append(f"Accept: {request.headers['Accept']}")
        for name in SENT_HEADERS:
            if name in request.headers:
                lines.append(f"{name}: {request.headers[name]}")
        body = request.body
        if body:
            sent = request.headers["Content-Type"].partition(";")[0]
            lines.append(f"Content-Type: {sent}\n")
            is_json = sent == "application/json"
            lines.append(pretty(json.loads(body)) if is_json else "…")
        lines += ["```\n", "```http", f"HTTP {status_line(answer.status_code)}"]
        for name in SHOWN_HEADERS:
            if name in answer.headers:
                lines.append(f"{name}: {answer.headers[name]}")
        if answer.content:
            lines.append(f"Content-Type: {kind}\n")
            is_json = kind == "application/json"
            lines.append(pretty(answer.json()) if is_json else "…")
        lines.append("```\n")
        self.parts.append("\n".join(lines))

    def text(self) -> str:
        text = "\n".join((f"# {self.title}\n", *self.parts))
        return self._as_example(text.replace(self.portal, "http://127.0.0.1:8080/portal"))

    def _as_example(self, text: str) -> str:
        for pattern, example in EXAMPLES:
            text = pattern.sub(example, text)
        found = dict.fromkeys(UNIQUE.findall(text))
        for number, one in enumerate(found, 1):
            example = f"{number:032x}" if len(one) == 32 else f"{number:0{len(one)}}"
            text = text.replace(one, example)
        return text


def status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def pretty(value: Any) -> str:
    """As JSON, with long texts cut: files are base64."""
    return json.dumps(cut(value), indent=2, ensure_ascii=False)


def cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: cut(one) for key, one in value.items()}
    if isinstance(value, list):
        return [cut(one) for one in value[:3]]
    return f"{value[:300]}…" if isinstance(value, str) and len(value) > 300 else value


def shape(value: Any) -> Any:
    """Keys and types of an answer, without its values."""
    if isinstance(value, dict):
        return {UUID.sub("{uuid}", key): shape(one) for key, one in sorted(value.items())}
    if isinstance(value, list):
        shapes = {json.dumps(shape(one), sort_keys=True) for one in value}
        return [json.loads(one) for one in sorted(shapes)]
    return type(value).__name__


def documented() -> Iterator[str]:
    """Each verb with its address on all pages."""
    for page in sorted(PAGES.glob("*.md")):
        for verb, address in HEADING.findall(page.read_text(encoding="utf-8")):
            yield f"{verb} {address}"


def called(call: str) -> str:
    """A call without the names of the open parts of its address."""
    for name, usual in OTHERWISE.items():
        call = call.replace(name, usual)
    return re.sub(r"/\{\w+\}", "/{}", call).rstrip("/")


def named() -> Iterator[str]:
    """Each call in the tables of the pages that are written by hand.

    ``…/archive`` goes on from the address before, or stands for its last part.
    """
    for page in sorted(BY_HAND.glob("rest-*.md")):
        yield from calls_on(page)


def calls_on(page: Path) -> Iterator[str]:
    for row in ROW.findall(page.read_text(encoding="utf-8")):
        yield from calls_in(row)


def lists_of_groups(part: str) -> Iterator[str]:
    """The services of a group that a page by hand names and that ``GET`` alone asks."""
    for call in calls_on(BY_HAND / f"rest-{part}.md"):
        found = re.fullmatch(r"GET \{cug\}/(@[\w-]+)", call)
        if found:
            yield found[1]


def calls_in(cell: str) -> Iterator[str]:
    verbs: list[str] = []
    before, is_open = "", True
    for code in CODE.findall(cell):
        told, address = VERBS.findall(code), ADDRESS.search(code)
        if told:
            # Verbs that stand alone belong to the address that follows.
            verbs, is_open = (verbs if is_open else []) + told, True
        if address is None:
            continue
        more = address[0].removeprefix("…")
        ways = [before + more, before.rpartition("/")[0] + more]
        if more == address[0]:
            ways, before = [more], more
        is_open = False
        yield from (called(f"{verb} {way}") for verb in verbs for way in ways)
