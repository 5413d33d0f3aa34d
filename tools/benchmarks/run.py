"""Measures the portal beside stock Plone in one run; see docs/performance.md.

``make bench ARGS="--sizes 1000,10000"`` or ``ARGS=--quick``
"""

import exercise
import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from asking import AS_INSTALLED, ask, basic, CAREFUL, log_in, set_navigation
from cases import Case, cases, DOCUMENT, HEALTH, HTML, LIBRARY, LIST_PAGES
from checks import check
from contextlib import ExitStack
from dataclasses import asdict
from instance import Server
from large_file import large_pdf, send_in_pieces
from pathlib import Path
from report import Cell, markdown, Row, table
from sides import build, HERE, ROOT, Side, sides
from typing import NamedTuple


QUICK_SIZE = 200
INSIDE_SECONDS = 900
#: Of the file that is sent in pieces.
FILE_MEGABYTES = 40
QUICK_FILE_MEGABYTES = 1


class Start(NamedTuple):
    """Seconds until the health view answers, of the first page, and what both took."""

    ready: float
    page: float
    cpu: float
    megabytes: float


class Carried(NamedTuple):
    """Seconds that a file took, and the most memory that it took the process."""

    seconds: float
    megabytes: float


class Bench:
    """Both sides serving a library of one size, and the load on them."""

    def __init__(self, options: Namespace, servers: dict[str, Server], load):
        self.options, self.servers, self.load = options, servers, load
        self.tokens = {name: log_in(server.port) for name, server in servers.items()}

    def ask(self, case: Case, side: str, clients: int, seconds: float) -> dict:
        work = case.work(side)
        task = {
            "port": self.servers[side].port,
            "token": self.tokens[side],
            "paths": work.paths,
            "accept": work.accept,
            "body": work.body,
            "clients": clients,
            "seconds": seconds,
        }
        print(json.dumps(task), file=self.load.stdin, flush=True)
        return json.loads(self.load.stdout.readline())

    def measure(self, case: Case, clients: int) -> Row:
        """Both sides in turn, several times, so that both meet the same machine."""
        outcomes = {name: [] for name in self.servers}
        cpu = dict.fromkeys(self.servers, 0.0)
        for name in self.servers:
            self.ask(case, name, clients, self.options.warm)
        for _round in range(self.options.rounds):
            for name, server in self.servers.items():
                before = server.cpu_seconds()
                outcome = self.ask(case, name, clients, self.options.seconds)
                cpu[name] += server.cpu_seconds() - before
                outcomes[name].append(outcome)
        cells = {name: Cell.of(outcomes[name], cpu[name]) for name in self.servers}
        return Row(case.name, clients, **cells)

    def run(self, chosen: list[Case]) -> list[Row]:
        port = self.servers["stock"].port
        rows: list[Row] = []
        for case in chosen:
            set_navigation(port, AS_INSTALLED if case.stock_navigation else CAREFUL)
            counts = sorted({min(n, self.options.most_clients) for n in case.clients})
            rows += [self.measure(case, clients) for clients in counts]
        return rows


def start(side: Side, kept: Path, scratch: Path) -> tuple[Server, Start]:
    """Serve a copy; nothing else runs meanwhile."""
    side.copy(kept, scratch)
    begun = time.perf_counter()
    server = side.serve(scratch)
    try:
        server.wait(HEALTH)
        ready = time.perf_counter() - begun
        bearer = f"Bearer {log_in(server.port)}"
        asked = time.perf_counter()
        status, text = ask(server.port, LIST_PAGES[side.name], HTML, bearer)
        page = time.perf_counter() - asked
        if status != 200:
            raise RuntimeError(f"the first page answered {status}: {text[:500]}")
    except BaseException:
        server.stop()
        raise
    return server, Start(ready, page, server.cpu_seconds(), server.memory.forget_peak())


def carry(
    servers: dict[str, Server], tokens: dict[str, str], megabytes: int
) -> dict[str, Carried]:
    """Send a file to each side in pieces, as plone.restapi's clients do."""
    content, found = large_pdf(megabytes), {}
    for name, server in servers.items():
        if name == "ours":
            who = f"Bearer {tokens[name]}"
            told = {"filename": "large.pdf", "json": json.dumps(DOCUMENT)}
        else:  # the reader may add pages only
            who = basic(exercise.MANAGER)
            told = {"filename": "large.pdf", "content-type": "application/pdf"}
        before, begun = server.memory.forget_peak(), time.perf_counter()
        send_in_pieces(server.port, f"{LIBRARY}/@tus-upload", who, content, told)
        took = time.perf_counter() - begun
        found[name] = Carried(took, server.memory.peak() - before)
    return found


def woken(side: Side, home: Path, size: int, only: str) -> dict[str, dict[str, int]]:
    """What our lists load from the database, by the kind of page and of object."""
    inside = [side.python, HERE / "inside.py", home, str(size), "--only", only]
    answer = subprocess.run(
        inside, check=True, capture_output=True, text=True, timeout=INSIDE_SECONDS
    )
    return json.loads(answer.stdout.splitlines()[-1])


def run_size(options: Namespace, chosen: dict[str, Side], size: int) -> dict:
    kept = build(chosen, options.data, size)
    scratch = {name: options.data / f"run-{name}" for name in chosen}
    with ExitStack() as stack:
        load = subprocess.Popen(
            [sys.executable, HERE / "load.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(load.terminate)
        servers, starts = {}, {}
        for name, side in chosen.items():
            servers[name], starts[name] = start(side, kept[name], scratch[name])
            stack.callback(servers[name].stop)
        bench = Bench(options, servers, load)
        wanted = [case for case in cases(size) if options.only in case.name]
        check(servers, bench.tokens, wanted, size)
        rows = bench.run(wanted)
        held = {name: server.memory.forget_peak() for name, server in servers.items()}
        carried = carry(servers, bench.tokens, options.megabytes)
    return {
        "size": size,
        "rows": rows,
        "starts": {name: one._asdict() for name, one in starts.items()},
        "held": held,
        "carried": {name: one._asdict() for name, one in carried.items()},
        "woken": woken(chosen["ours"], scratch["ours"], size, options.only),
    }


def told(sides_figures: dict[str, dict[str, float]], name: str) -> list[str]:
    return each({side: figures[name] for side, figures in sides_figures.items()})


def each(figures: dict[str, float]) -> list[str]:
    """The portal's and stock Plone's, in words."""
    both = (figures["ours"], figures["stock"])
    return [f"{one:.0f}" if one >= 100 else f"{one:.1f}" for one in both]


def show(result: dict) -> None:
    print(f"\n{result['size']:,} items\n\n{table(result['rows'])}\n")
    starts, carried = result["starts"], result["carried"]
    print(
        markdown(
            ("Process", "Portal", "Stock"),
            [
                ["start to the health view, s", *told(starts, "ready")],
                ["then the first page of the list, s", *told(starts, "page")],
                ["processor time until then, s", *told(starts, "cpu")],
                ["memory after that, MB", *told(starts, "megabytes")],
                ["memory after the whole run, MB", *each(result["held"])],
                ["a file in pieces, s", *told(carried, "seconds")],
                ["memory it took, MB", *told(carried, "megabytes")],
            ],
        ),
        end="\n\n",
    )
    lines = [
        [page, ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "none"]
        for page, kinds in result["woken"].items()
    ]
    print(markdown(("Page of the portal", "Library items it loads"), lines))


def options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="items, comma-separated")
    parser.add_argument("--seconds", type=float, default=1.2, help="of one round")
    parser.add_argument("--rounds", type=int, default=2, help="of each side in turn")
    parser.add_argument("--quick", action="store_true", help="only whether it runs")
    parser.add_argument("--only", default="", help="cases with this in their name")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--json", type=Path, help="also write the results there")
    chosen = parser.parse_args()
    chosen.warm, chosen.most_clients = 0.5, 16
    chosen.megabytes = FILE_MEGABYTES
    if chosen.quick:
        chosen.most_clients, chosen.megabytes = 2, QUICK_FILE_MEGABYTES
        chosen.sizes, chosen.seconds = str(QUICK_SIZE), 0.1
        chosen.rounds, chosen.warm = 1, 0.0
    return chosen


def main() -> None:
    chosen = options()
    print(f"{os.cpu_count()} CPUs; {chosen.rounds} rounds of {chosen.seconds} s")
    both = sides()
    results = []
    for size in chosen.sizes.split(","):
        results.append(run_size(chosen, both, int(size)))
        show(results[-1])
    if chosen.json:
        for result in results:
            result["rows"] = [asdict(row) for row in result["rows"]]
        chosen.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
