"""Sixteen mixed writers beside one, on one process and on two, against the goals.

    .venv/bin/python -m tools.benchmarks.writers                  # on ZEO and PostgreSQL
    .venv/bin/python -m tools.benchmarks.writers --on zeo --seconds 10

builds portals of its own, fills in the demonstration's groups, and prints a line for each
measurement and whether each goal is met; it fails if one is missed. ``--portals ADDRESS``
measures a portal with the demonstration that runs already, whose processes have these
addresses, and leaves what it writes there.

Writers add, change and publish alerts, write topics and comments, and send messages, one
deed after the other in one order for all, so that one writer and sixteen do the same.
"""

import os
import re
import requests
import sys
import tempfile
import time
from argparse import ArgumentParser
from cites.cug.demo.accounts import PASSWORD
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tests.deployment.messaging_portal import Deployment
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import free_port, listens, run, running, wait_until
from tests.deployment.seeds import ADD_GROUPS
from threading import Barrier, Thread
from typing import NamedTuple


JSON = {"Accept": "application/json"}
TIMEOUT = 120
#: Members of the demonstration's first group who may write everywhere there.
ACCOUNTS = ("secretariat", "customs-xa", "police-xa", "wildlife-xa")
#: In this order, again and again; a member does all of them, then the next one.
DEEDS = ("alert", "edit", "publish", "topic", "comment", "send")
#: Alerts and topics of each member before anything is measured: more than are under way
#: at once, so that none is missing.
BEFORE = 4
GOOD = (200, 201, 202, 204)
MANY = 16
#: Titles that differ have letters: the check of texts takes some numbers for those of
#: persons.
LETTERS = str.maketrans("0123456789", "abcdefghij")
#: Seconds that nobody shall wait for an answer.
STALL = 2.0
#: Seconds in which a process loads what its first requests need, before it is measured.
WARMING = 5.0
#: Of what one writer reaches, so much counts as the same: two runs differ as much.
THE_SAME = 0.95


class Exercise:
    """What all writers of one measurement share: whose turn which deed is, and on what.

    Deeds follow each other in a fixed order, whoever does them, so that one writer and
    many do the same, for the same members, at the same processes. Some alerts and topics
    are there before anything is measured.
    """

    def __init__(self, portals: list[str]):
        self.portals = portals
        self.workspace = make_workspace(portals[0])
        self.tokens = {user: token(portals[0], user) for user in ACCOUNTS}
        #: Paths of alerts that are drafts, and of topics, by author.
        self.alerts: dict[str, list[str]] = {user: [] for user in ACCOUNTS}
        self.topics: dict[str, list[str]] = {user: [] for user in ACCOUNTS}
        self.turns, self.changes = count(), count()
        begin = Writer(self)
        for user in ACCOUNTS:
            for _number in range(BEFORE):
                begin.alert(user)
                begin.topic(user)

    def next_deed(self) -> tuple[str, str, str]:
        """A deed, who does it, and the process that is asked."""
        number = next(self.turns)
        turn = number // len(DEEDS)
        portal = self.portals[(number + turn) % len(self.portals)]
        return DEEDS[number % len(DEEDS)], ACCOUNTS[turn % len(ACCOUNTS)], portal


class Done(NamedTuple):
    """A deed that was answered."""

    deed: str
    seconds: float
    status: int


class Writer(Thread):
    """Does the next deed of all, one after the other, until the time is over."""

    def __init__(self, exercise: Exercise, begin: Barrier | None = None):
        super().__init__(daemon=True)
        self.exercise, self.begin = exercise, begin
        self.session = requests.Session()
        self.done: list[Done] = []
        self.deed, self.portal = "", exercise.portals[0]
        self.ends = self.stopped = 0.0

    def run(self) -> None:
        self.begin.wait()
        while time.monotonic() < self.ends:
            self.deed, user, self.portal = self.exercise.next_deed()
            getattr(self, self.deed)(user)
        self.stopped = time.monotonic()

    def ask(self, user: str, method: str, path: str, body: dict | None = None) -> dict:
        headers = {**JSON, "Authorization": self.exercise.tokens[user]}
        start = time.monotonic()
        answer = self.session.request(
            method, self.portal + path, json=body, headers=headers, timeout=TIMEOUT
        )
        took = time.monotonic() - start
        self.done.append(Done(self.deed, took, answer.status_code))
        good = answer.status_code in GOOD
        return answer.json() if good and answer.content else {}

    def made(self, places: list[str], answer: dict) -> None:
        if answer:
            address = answer["@id"]
            places.append(address.removeprefix(self.portal))

    def alert(self, user: str) -> None:
        body = {"@type": "Alert", "title": "Writers", "alert_type": "seizure"}
        alerts = self.exercise.alerts[user]
        self.made(alerts, self.ask(user, "POST", "/cheetahs/library", body))

    def edit(self, user: str) -> None:
        number = str(next(self.exercise.changes)).translate(LETTERS)
        body = {"title": f"Writers {number}"}
        self.ask(user, "PATCH", self.exercise.alerts[user][-1], body)

    def publish(self, user: str) -> None:
        """Submit it, or publish it, whichever may be done by whom."""
        change = "publish" if user == "secretariat" else "submit"
        # The oldest: nobody is changing that one now.
        path = self.exercise.alerts[user].pop(0)
        self.ask(user, "POST", f"{path}/@workflow/{change}")

    def topic(self, user: str) -> None:
        body = {"@type": "Topic", "title": "Writers", "text": "<p>A crate.</p>"}
        topics = self.exercise.topics[user]
        self.made(topics, self.ask(user, "POST", self.exercise.workspace, body))

    def comment(self, user: str) -> None:
        path = self.exercise.topics[user][-1]
        self.ask(user, "POST", f"{path}/@comments", {"text": "A crate."})

    def send(self, user: str) -> None:
        letter = {"subject": "Writers", "body": "<p>A crate.</p>", "to": ["police-xb"]}
        self.ask(user, "POST", "/cheetahs/@messages", letter)


def token(portal: str, user: str) -> str:
    body = {"login": user, "password": PASSWORD}
    answer = requests.post(f"{portal}/@login", json=body, headers=JSON, timeout=TIMEOUT)
    answer.raise_for_status()
    return f"Bearer {answer.json()['token']}"


def make_workspace(portal: str) -> str:
    """A workspace of all writers, made by the Secretariat."""
    headers = {**JSON, "Authorization": token(portal, "secretariat")}
    now = f"{time.time():.0f}".translate(LETTERS)
    body = {"@type": "Workspace", "title": f"Writers {now}"}
    place = f"{portal}/cheetahs/workspaces"
    made = requests.post(place, json=body, headers=headers, timeout=TIMEOUT)
    made.raise_for_status()
    address = made.json()["@id"]
    for user in ACCOUNTS[1:]:
        member = {"id": user}
        requests.post(f"{address}/@roster", json=member, headers=headers, timeout=TIMEOUT)
    return address.removeprefix(portal)


def processor_of(portal: str) -> float:
    """Seconds that a process of the portal has used."""
    figures = requests.get(f"{portal}/@@metrics", timeout=TIMEOUT).text
    return float(re.search(r"^process_cpu_seconds_total (\S+)", figures, re.M)[1])


class Measured(NamedTuple):
    """What so many writers reached on so many processes."""

    processes: int
    writers: int
    done: list[Done]
    passed: float
    #: Seconds of the processes' processors.
    used: float

    @property
    def good(self) -> int:
        return sum(one.status in GOOD for one in self.done)

    @property
    def rate(self) -> float:
        return self.good / self.passed

    def rate_of(self, deed: str) -> float:
        good = sum(one.deed == deed and one.status in GOOD for one in self.done)
        return good / self.passed

    @property
    def slowest(self) -> float:
        return max(one.seconds for one in self.done)

    @property
    def errors(self) -> int:
        return sum(one.status >= 500 for one in self.done)

    def line(self) -> str:
        seconds = [one.seconds for one in self.done]
        late = quantiles(seconds, n=20)[-1]
        statuses = Counter(one.status for one in self.done)
        told = ", ".join(f"{n} x {one}" for one, n in sorted(statuses.items()))
        return (
            f"| {self.processes} | {self.writers} | {self.rate:.1f}"
            f" | {self.used / self.good * 1000:.0f}"
            f" | {median(seconds) * 1000:.0f} | {late * 1000:.0f}"
            f" | {self.slowest:.2f} | {told} |"
        )


HEAD = (
    "| Processes | Writers | Writes a second | Processor for each, ms | Median, ms"
    " | 95 %, ms | Slowest, s | Answers |\n"
    "| --: | --: | --: | --: | --: | --: | --: | --- |"
)


def measured(portals: list[str], number: int, seconds: float) -> Measured:
    exercise = Exercise(portals)
    begin = Barrier(number + 1)
    writers = [Writer(exercise, begin) for _one in range(number)]
    for writer in writers:
        writer.start()
    used = sum(map(processor_of, portals))
    for writer in writers:
        writer.ends = time.monotonic() + seconds
    begin.wait()
    for writer in writers:
        writer.join()
    used = sum(map(processor_of, portals)) - used
    done = [one for writer in writers for one in writer.done]
    # Until the last answer: who has asked in time is waited for.
    passed = max(one.stopped - one.ends for one in writers) + seconds
    return Measured(len(portals), number, done, passed, used)


def together(turns: list[Measured]) -> Measured:
    """Several measurements of the same as one."""
    first = turns[0]
    return Measured(
        first.processes,
        first.writers,
        [one for turn in turns for one in turn.done],
        sum(turn.passed for turn in turns),
        sum(turn.used for turn in turns),
    )


def compare(portals: list[str], seconds: float, turns: int) -> list[Measured]:
    """One writer and many, in turn, as other work comes and goes; processes are warm."""
    for portal in portals:
        measured([portal], 1, WARMING)
    found: dict[int, list[Measured]] = {1: [], MANY: []}
    for _turn in range(turns):
        for number, so_far in found.items():
            so_far.append(measured(portals, number, seconds))
    pair = [together(so_far) for so_far in found.values()]
    print(f"\n{HEAD}")
    for one in pair:
        print(one.line(), flush=True)
    alone, many = pair
    ratios = {deed: many.rate_of(deed) / alone.rate_of(deed) for deed in DEEDS}
    told = ", ".join(f"{deed} {ratio:.2f}" for deed, ratio in ratios.items())
    each = [many.rate / alone.rate for alone, many in zip(*found.values(), strict=True)]
    print(
        f"\n{MANY} : 1 = **{many.rate / alone.rate:.2f}**"
        f" (turns: {', '.join(f'{ratio:.2f}' for ratio in each)}; {told})\n",
        flush=True,
    )
    return pair


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
        deployment.add_members(0)  # and lift the limits, which many writers reach
        yield deployment


def measure_kind(kind: str, seconds: float, turns: int) -> list[str]:
    print(f"\n{kind}, load {os.getloadavg()[0]:.1f}", flush=True)
    faults = []
    with tempfile.TemporaryDirectory(prefix="cug-writers-") as name:
        Path(name).chmod(0o700)
        with built(kind, Path(name)) as deployment:
            with deployment.serve() as portal:
                faults += missed(compare([portal], seconds, turns))
            with deployment.both() as portals:
                faults += missed(compare(portals, seconds, turns))
    print(f"\nload afterwards {os.getloadavg()[0]:.1f}", flush=True)
    return [f"{kind}, {one}" for one in faults]


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=("zeo", "postgresql"), action="append")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--portals", nargs="+", metavar="ADDRESS")
    asked = parser.parse_args()
    if asked.portals:
        faults = missed(compare(asked.portals, asked.seconds, asked.turns))
    else:
        kinds = asked.on or ["zeo", "postgresql"]
        measure = partial(measure_kind, seconds=asked.seconds, turns=asked.turns)
        faults = [one for kind in kinds for one in measure(kind)]
    goals = f"no server error, no answer after {STALL:g} s, {MANY} write as much as one"
    verdict = [f"MISSED on {one}." for one in faults] or ["All are met."]
    print("", f"Goals: {goals}.", *verdict, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
