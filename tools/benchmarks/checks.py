"""Before anything is timed: both sides answer, and answer the reader the truth."""

import exercise
import json
import re
from asking import ask
from cases import Case, HTML, JSON, LIBRARY, PAGE_SIZE
from instance import Server


ITEM_LINK = re.compile(rf"{LIBRARY}/([0-9a-f]{{16}})\b")


def check(
    servers: dict[str, Server], tokens: dict[str, str], chosen: list[Case], size: int
) -> None:
    """Raise AssertionError for the first thing that is wrong."""
    for name, server in servers.items():
        bearer = f"Bearer {tokens[name]}"
        for accept in (JSON, HTML):
            path = f"{LIBRARY}/{exercise.hidden(size)}"
            status, text = ask(server.port, path, accept, bearer)
            leaked = status == 200 and exercise.Item(0).description in text
            assert not leaked, f"{name} shows the reader a draft"
        for case in chosen:
            check_answer(case, name, server.port, bearer, size)


def check_answer(case: Case, name: str, port: int, bearer: str, size: int) -> None:
    work = case.work(name)
    method, expected = ("GET", 200) if work.body is None else ("POST", 201)
    status, text = ask(port, work.paths[0], work.accept, bearer, method, work.body)
    where = f"{name}, {case.name}"
    assert status == expected, f"{where}: {status} {text[:500]}"
    if case.total is not None:
        answer = json.loads(text)
        told = answer["items_total"]
        assert told == case.total, f"{where}: {told} items, not {case.total}"
        shown = min(PAGE_SIZE, case.total)
        assert len(answer["items"]) == shown, f"{where}: {len(answer['items'])} rows"
    elif case.name.startswith("listing"):
        listed = set(ITEM_LINK.findall(text))
        assert len(listed) >= PAGE_SIZE, f"{where}: {len(listed)} items"
    elif case.name.startswith("one item"):
        title = opened_title(size)
        assert title in text, f"{where}: no title"


def opened_title(size: int) -> str:
    first = exercise.sample(size)[0]
    return next(item.title for item in exercise.items(size) if item.id == first)
