"""What a start takes: ``starting.py FOLDER``, with a portal that ``run.py`` has built.

Serves a copy several times and prints the processor time until the health view answers,
of the log-in, and of the first pages after it. ``--where``: what a start consists of.
"""

import gc
import os
import sys
import time
from argparse import ArgumentParser
from asking import ask, log_in
from cases import HEALTH, HTML, LIST_PAGES
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import _bootstrap_external as importing
from instance import first_steps, Server
from pathlib import Path
from report import markdown
from sides import sides
from statistics import median
from typing import Any


PAGES = 3
MOST_ROWS = 25


def cpu_of_steps(server: Server) -> Iterator[tuple[str, float]]:
    """Each step of a first reader, and the processor time until its end."""
    server.wait(HEALTH)
    yield "start to the health view", server.cpu_seconds()
    bearer = f"Bearer {log_in(server.port)}"
    yield "log-in", server.cpu_seconds()
    for number in range(1, PAGES + 1):
        status, text = ask(server.port, LIST_PAGES["ours"], HTML, bearer)
        assert status == 200, text[:500]
        yield f"page {number} of the list", server.cpu_seconds()


def one_start(home: Path) -> dict[str, float]:
    server, told, before = sides()["ours"].serve(home), {}, 0.0
    try:
        for step, until in cpu_of_steps(server):
            told[step], before = until - before, until
    finally:
        server.stop()
    return told


class Spent:
    """Processor time of this thread by kind and name, each without what it contains."""

    def __init__(self) -> None:
        self.seconds: Counter[tuple[str, str]] = Counter()
        self._open: list[list[Any]] = []

    def begin(self, kind: str, name: str) -> None:
        self._open.append([kind, name, time.thread_time(), 0.0])

    def end(self) -> None:
        kind, name, since, inner = self._open.pop()
        took = time.thread_time() - since
        self.seconds[kind, name] += took - inner
        if self._open:
            self._open[-1][3] += took

    @contextmanager
    def part(self, kind: str, name: str = "") -> Iterator[None]:
        self.begin(kind, name)
        try:
            yield
        finally:
            self.end()

    def counted(self, function: Callable, kind: str, named: Callable) -> Callable:
        """The function, which counts as part of that kind under what ``named`` tells."""

        def counting(*given: Any, **more: Any) -> Any:
            with self.part(kind, named(*given)):
                return function(*given, **more)

        return counting

    def count(self, owner: Any, name: str, kind: str, named: Callable) -> None:
        setattr(owner, name, self.counted(getattr(owner, name), kind, named))

    def collected(self, phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            self.begin("garbage looked for", f"generation {told['generation']}")
        else:
            self.end()


def start_here(home: Path) -> Spent:
    """Start in this process."""
    exec(first_steps(), {})
    spent = Spent()
    gc.callbacks.append(spent.collected)
    for loader in (importing.SourceFileLoader, importing.ExtensionFileLoader):
        spent.count(loader, "exec_module", "modules run", lambda _l, one: one.__name__)
    spent.count(importing.PathFinder, "find_spec", "modules found", lambda *_given: "")
    with spent.part("the rest"):
        count_zope(spent)
        from Zope2.Startup.run import make_wsgi_app

        make_wsgi_app({}, str(home / "zope.conf"))
    gc.callbacks.remove(spent.collected)
    return spent


def count_zope(spent: Spent) -> None:
    from zope.configuration import config, xmlconfig
    from zope.i18n.gettextmessagecatalog import GettextMessageCatalog
    from Zope2.App import startup
    from Zope2.Startup import starter

    def package(_file: Any, context: Any, *_given: Any) -> str:
        return getattr(getattr(context, "package", None), "__name__", "site.zcml")

    def actions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for action in (settled := resolve(found)):
            if call := action["callable"]:
                name = getattr(call, "__name__", str(call))
                action["callable"] = spent.counted(
                    call, "ZCML done", lambda *_given, name=name: name
                )
        return settled

    resolve, config.resolveConflicts = config.resolveConflicts, actions
    spent.count(xmlconfig, "processxmlfile", "ZCML read", package)
    spent.count(
        GettextMessageCatalog, "__init__", "translations read", lambda *given: given[2]
    )
    for module in (startup, starter):
        spent.count(module, "notify", "checks", lambda event: type(event).__name__)


def show(spent: Spent) -> None:
    kinds: Counter[str] = Counter()
    packages: Counter[tuple[str, str]] = Counter()
    for (kind, name), seconds in spent.seconds.items():
        kinds[kind] += seconds
        packages[kind, package_of(name)] += seconds
    print(table(("Kind", "s"), dict(kinds.most_common())), end="\n\n")
    most = {", ".join(key): took for key, took in packages.most_common(MOST_ROWS)}
    print(table(("Kind, package", "s"), most))


def package_of(name: str) -> str:
    parts = name.split(".")
    long = parts[:2] in (["plone", "app"], ["cites", "cug"])
    return ".".join(parts[: 3 if long else 2])


def table(heading: tuple[str, str], seconds: Mapping[str, float]) -> str:
    return markdown(heading, [[name, f"{took:.2f}"] for name, took in seconds.items()])


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="var/bench/ours-1000, for instance")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--where", action="store_true")
    chosen = parser.parse_args()
    home = chosen.folder.with_name("run-starting")
    sides()["ours"].copy(chosen.folder, home)
    if chosen.where:
        show(start_here(home))
        sys.stdout.flush()
        os._exit(0)  # its jobs have begun
    one_start(home)  # compiled templates are kept
    starts = [one_start(home) for _ in range(chosen.times)]
    middle = {step: median(one[step] for one in starts) for step in starts[0]}
    print(table(("Processor time", "s"), middle))


if __name__ == "__main__":
    main()
