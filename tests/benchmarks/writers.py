"""Sixteen mixed writers beside one, on one process and on two, against the goals.

    .venv/bin/python -m tests.benchmarks.writers                  # on ZEO and PostgreSQL
    .venv/bin/python -m tests.benchmarks.writers --on zeo --seconds 10

builds portals of its own, fills in the demonstration's groups, and prints a line for each
measurement and whether each goal is met; it fails if one is missed. ``--portals ADDRESS``
measures a portal with the demonstration that runs already, whose processes have these
addresses, and leaves what it writes there.

Writers add, change and publish alerts, write topics and comments, and send messages.
"""

import os
import requests
import sys
import tempfile
import time
from argparse import ArgumentParser
from cites.cug.demo.accounts import PASSWORD
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, ExitStack
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tests.deployment.messaging_portal import Deployment
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import free_port, listens, run, running, wait_until
from tests.deployment.seeds import ADD_GROUPS
from threading import Barrier, Thread
from typing import Any, NamedTuple


JSON = {"Accept": "application/json"}
TIMEOUT = 120
#: Members of the demonstration's first group who may write everywhere there.
ACCOUNTS = ("secretariat", "customs-xa", "police-xa", "wildlife-xa")
GOOD = (200, 201, 202, 204)
MANY = 16
#: Seconds that nobody shall wait for an answer.
STALL = 2.0
#: Seconds in which a process loads what its first requests need, before it is measured.
WARMING = 5.0
#: Of what one writer reaches, so much counts as the same: two runs differ as much.
THE_SAME = 0.95


class Writer(Thread):
    """Writes one thing after the other, chosen at random."""

    def __init__(self, number: int, portals: list[str], workspace: str, begin: Barrier):
        super().__init__(daemon=True)
        self.chance = Random(number)
        self.user = ACCOUNTS[number % len(ACCOUNTS)]
        self.portals, self.workspace, self.begin = portals, workspace, begin
        self.session = requests.Session()
        self.session.headers.update(
            {**JSON, "Authorization": token(portals[0], self.user)}
        )
        self.seconds: list[float] = []
        self.statuses: Counter = Counter()
        self.alerts: list[str] = []
        self.topics: list[str] = []
        self.ends = self.stopped = 0.0

    def run(self) -> None:
        kinds = (self.alert, self.edit, self.publish, self.topic, self.comment, self.send)
        self.begin.wait()
        while time.monotonic() < self.ends:
            self.chance.choice(kinds)()
        self.stopped = time.monotonic()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict:
        start = time.monotonic()
        answer = self.session.request(
            method, self.chance.choice(self.portals) + path, json=body, timeout=TIMEOUT
        )
        self.seconds.append(time.monotonic() - start)
        self.statuses[answer.status_code] += 1
        good = answer.status_code in GOOD
        return answer.json() if good and answer.content else {}

    def made(self, places: list[str], answer: dict) -> None:
        if answer:
            address = answer["@id"]
            portal = next(one for one in self.portals if address.startswith(one))
            places.append(address.removeprefix(portal))

    def alert(self) -> None:
        body = {"@type": "Alert", "title": "Writers", "alert_type": "seizure"}
        self.made(self.alerts, self.ask("POST", "/cheetahs/library", body))

    def edit(self) -> None:
        if self.alerts:
            title = f"Writers {self.chance.random()}"
            self.ask("PATCH", self.chance.choice(self.alerts), {"title": title})
        else:
            self.alert()

    def publish(self) -> None:
        """Submit it, or publish it, whichever may be done by whom."""
        if self.alerts:
            path = self.alerts.pop()
            change = "publish" if self.user == "secretariat" else "submit"
            self.ask("POST", f"{path}/@workflow/{change}")
        else:
            self.alert()

    def topic(self) -> None:
        body = {"@type": "Topic", "title": "Writers", "text": "<p>A crate.</p>"}
        self.made(self.topics, self.ask("POST", self.workspace, body))

    def comment(self) -> None:
        if self.topics:
            path = self.chance.choice(self.topics)
            self.ask("POST", f"{path}/@comments", {"text": "A crate."})
        else:
            self.topic()

    def send(self) -> None:
        letter = {"subject": "Writers", "body": "<p>A crate.</p>", "to": ["police-xb"]}
        self.ask("POST", "/cheetahs/@messages", letter)


def token(portal: str, user: str) -> str:
    body = {"login": user, "password": PASSWORD}
    answer = requests.post(f"{portal}/@login", json=body, headers=JSON, timeout=TIMEOUT)
    answer.raise_for_status()
    return f"Bearer {answer.json()['token']}"


def make_workspace(portal: str) -> str:
    """A workspace of all writers, made by the Secretariat."""
    headers = {**JSON, "Authorization": token(portal, "secretariat")}
    body = {"@type": "Workspace", "title": f"Writers {time.time()}"}
    place = f"{portal}/cheetahs/workspaces"
    made = requests.post(place, json=body, headers=headers, timeout=TIMEOUT)
    made.raise_for_status()
    address = made.json()["@id"]
    for user in ACCOUNTS[1:]:
        member = {"id": user}
        requests.post(f"{address}/@roster", json=member, headers=headers, timeout=TIMEOUT)
    return address.removeprefix(portal)


def measure(portals: list[str], number: int, seconds: float) -> list[Writer]:
    workspace = make_workspace(portals[0])
    begin = Barrier(number + 1)
    writers = [Writer(one, portals, workspace, begin) for one in range(number)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.ends = time.monotonic() + seconds
    begin.wait()
    for writer in writers:
        writer.join()
    return writers


class Measured(NamedTuple):
    """What so many writers reached on so many processes."""

    processes: int
    writers: int
    rate: float
    seconds: list[float]
    statuses: Counter

    @property
    def slowest(self) -> float:
        return max(self.seconds)

    @property
    def errors(self) -> int:
        return sum(n for status, n in self.statuses.items() if status >= 500)

    def line(self) -> str:
        late = quantiles(self.seconds, n=20)[-1]
        told = ", ".join(f"{n} x {one}" for one, n in sorted(self.statuses.items()))
        return (
            f"| {self.processes} | {self.writers} | {self.rate:.1f}"
            f" | {median(self.seconds) * 1000:.0f} | {late * 1000:.0f}"
            f" | {self.slowest:.2f} | {told} |"
        )


HEAD = (
    "| Processes | Writers | Writes a second | Median, ms | 95 %, ms | Slowest, s"
    " | Answers |\n| --: | --: | --: | --: | --: | --: | --- |"
)


def measured(portals: list[str], number: int, seconds: float) -> Measured:
    writers = measure(portals, number, seconds)
    took = [one for writer in writers for one in writer.seconds]
    statuses = sum((writer.statuses for writer in writers), Counter())
    good = sum(many for status, many in statuses.items() if status in GOOD)
    # Until the last answer: who has asked in time is waited for.
    passed = max(one.stopped - one.ends for one in writers) + seconds
    return Measured(len(portals), number, good / passed, took, statuses)


def compare(portals: list[str], seconds: float) -> list[Measured]:
    """One writer and many; each process is warm."""
    for portal in portals:
        measure([portal], 1, WARMING)
    found = []
    for number in (1, MANY):
        found.append(measured(portals, number, seconds))
        print(found[-1].line(), flush=True)
    return found


def missed(found: list[Measured]) -> list[str]:
    """Which goals are missed by one writer and many on the same processes."""
    alone, many = found
    where = f"{alone.processes} process{'es' if alone.processes > 1 else ''}"
    return [
        f"{where}: {text}"
        for text, is_missed in (
            (f"{many.errors + alone.errors} server errors", many.errors + alone.errors),
            (f"an answer took {many.slowest:.2f} s", many.slowest > STALL),
            (
                f"{many.rate:.1f} writes a second by {MANY}, {alone.rate:.1f} by one",
                many.rate < alone.rate * THE_SAME,
            ),
        )
        if is_missed
    ]


@contextmanager
def built(kind: str, folder: Path) -> Iterator[Deployment]:
    """A deployment for two processes, with groups and accounts."""
    deployment = Deployment(folder, "")
    with ExitStack() as stack:
        if kind == "postgresql":
            server = stack.enter_context(postgresql())
            place = {"database_host": server.socket, "database_port": server.port}
            deployment.build("postgresql.cfg", **place)
        else:
            port = free_port()
            deployment.build("zeo.cfg", zeo_address=f"127.0.0.1:{port}")
            log = folder / "zeoserver.log"
            zeo = running(folder / "bin" / "zeoserver", "fg", log=log)
            process = stack.enter_context(zeo)
            wait_until(lambda: listens(port), process, log)
        for words in (["create-site"], ["instance", "run", ADD_GROUPS]):
            done = run(folder / "bin" / words[0], *words[1:])
            assert done.returncode == 0, done.stderr
        yield deployment


def measure_kind(kind: str, seconds: float) -> list[str]:
    print(f"\n{kind}, load {os.getloadavg()[0]:.1f}\n\n{HEAD}", flush=True)
    faults = []
    with tempfile.TemporaryDirectory(prefix="cug-writers-") as name:
        Path(name).chmod(0o700)
        with built(kind, Path(name)) as deployment:
            with deployment.serve() as portal:
                faults += missed(compare([portal], seconds))
            with deployment.both() as portals:
                faults += missed(compare(portals, seconds))
    print(f"\nload afterwards {os.getloadavg()[0]:.1f}", flush=True)
    return [f"{kind}, {one}" for one in faults]


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=("zeo", "postgresql"), action="append")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--portals", nargs="+", metavar="ADDRESS")
    asked = parser.parse_args()
    if asked.portals:
        print(HEAD)
        faults = missed(compare(asked.portals, asked.seconds))
    else:
        kinds = asked.on or ["zeo", "postgresql"]
        faults = [one for kind in kinds for one in measure_kind(kind, asked.seconds)]
    goals = f"no server error, no answer after {STALL:g} s, {MANY} write as much as one"
    verdict = [f"MISSED on {one}." for one in faults] or ["All are met."]
    print("", f"Goals: {goals}.", *verdict, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
