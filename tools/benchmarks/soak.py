"""`make soak`: two processes on PostgreSQL under mixed load, with faults in between.

Is anything growing that should not: memory, open files, connections? Does anything get
lost, or stay broken after a fault? Writes a report and a picture into var/soak.

Faults come in the first part of the time; growth is measured in the calm that follows.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, ExitStack, suppress
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import requests  # noqa: E402
from tests.deployment.messaging_portal import ADD_MEMBERS, Deployment  # noqa: E402
from tests.deployment.postgresql import postgresql  # noqa: E402
from tests.deployment.processes import (  # noqa: E402
    answers,
    free_port,
    kill,
    listens,
    run,
    running,
    SMTP_SERVER,
    wait_until,
)
from tests.deployment.seeds import ADD_GROUPS  # noqa: E402
from tests.web.uploads.test_virus_scanner import Clamd  # noqa: E402
from tools.benchmarks.soak_members import Log, missing, set_to_work  # noqa: E402
from tools.benchmarks.soak_report import (  # noqa: E402
    Figure,
    GROWING,
    picture,
    TOO_SHORT,
    verdict,
)


SAMPLE_SECONDS = 10
#: After so many samples it says how far it is.
TOLD_SAMPLES = 30
#: The first process has the caches of a deployment. Those of the second are full as soon
#: as it serves, so that its memory shows what grows beside them.
USUAL, FULL = "instance", "instance2"
CACHES = {"cache-size 30000": "cache-size 300", "cache-local-mb 128": "cache-local-mb 1"}
#: What a process with full caches may gain in a minute: megabytes, and open files.
PACE, PACE_OF_FILES = 0.5, 0.25
#: Of both processes: each has seven connections to content, which take one to read and
#: one to write, and one to the records.
MOST_CONNECTIONS = 2 * 7 * 3
#: A tenth of what a minute loses, every six seconds.
LOSS = """\
import threading, time

def lose():
    while True:
        lost.append(bytearray(b"x") * {number})
        time.sleep(6)

lost = []
threading.Thread(target=lose, daemon=True).start()
"""
#: A fault is over so many seconds after its cause is.
SETTLING = 20
#: After the last of them so much of the time passes before growth is measured.
SHARE_TO_SETTLE = 0.24


class Service:
    """A program that can be ended and started again."""

    def __init__(
        self,
        command: list[object],
        log: Path,
        is_up: Callable[[], bool],
        environment: dict[str, str] | None = None,
    ):
        self.command, self.log, self.is_up = command, log, is_up
        self.environment = environment or {}
        self.stack = ExitStack()
        self.process = None

    def start(self) -> None:
        # A process of its own cannot know how long the last one held the port.
        self.process = self.stack.enter_context(
            running(*self.command, log=self.log, anew=True, **self.environment)
        )
        wait_until(self.is_up, self.process, self.log)

    def kill(self) -> None:
        kill(self.process)


class Soak:
    def __init__(self, folder: Path, minutes: float, pause: float, leak: float):
        self.folder, self.minutes, self.pause = folder, minutes, pause
        self.leak = leak
        self.log = Log()
        self.faults: list[tuple[float, str]] = []
        self.memory = Figure("Memory", "MB", {FULL: PACE})
        self.files = Figure("Open files", "", dict.fromkeys((USUAL, FULL), PACE_OF_FILES))
        self.connections = Figure("Connections to PostgreSQL", "", most=MOST_CONNECTIONS)
        self.sizes = Figure("Sizes", "MB")
        self.requests = Figure("Requests", "a second")
        self.began = 0.0
        #: The minute from which on growth is measured.
        self.settled = 0.0

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.memory, self.files, self.connections, self.sizes, self.requests

    @property
    def minute(self) -> float:
        return (time.monotonic() - self.began) / 60

    @contextmanager
    def serving(self) -> Iterator[None]:
        with ExitStack() as stack:
            self.server = stack.enter_context(postgresql())
            self.clamd = Clamd()
            self.scanners = [self.clamd]
            stack.callback(lambda: [scanner.stop() for scanner in self.scanners])
            self.deployment = Deployment(self.folder, "")
            self.deployment.build(
                "postgresql.cfg",
                database_host=self.server.socket,
                database_port=self.server.port,
                clamd=self.clamd.address,
            )
            fill_caches(self.folder / "parts" / FULL / "etc" / "zope.conf")
            programs = self.folder / "bin"
            for command in (
                [programs / "create-site"],
                [programs / "instance", "run", ADD_GROUPS],
                [programs / "instance", "run", ADD_MEMBERS, 20],
            ):
                done = run(*command)
                assert done.returncode == 0, done.stderr
            mail_port = free_port()
            mails = self.folder / "mails"
            self.smtp = Service(
                [sys.executable, SMTP_SERVER, mail_port, mails, "takes", 0],
                self.folder / "smtp.log",
                lambda: listens(mail_port),
            )
            self.instances = {
                name: Service(
                    [programs / name, "console"],
                    self.folder / f"{name}.console.log",
                    lambda port=port: answers(f"http://127.0.0.1:{port}/portal/@@ok"),
                    self.leaking() if name == FULL else {},
                )
                for name, port in self.deployment.ports.items()
            }
            for service in (self.smtp, *self.instances.values()):
                stack.enter_context(service.stack)
                service.start()
            self.portals = [
                f"http://127.0.0.1:{port}/portal"
                for port in self.deployment.ports.values()
            ]
            self.set_mail_server(mail_port)
            yield

    def leaking(self) -> dict[str, str]:
        """What makes Python lose as much memory in a minute as was asked for."""
        if not self.leak:
            return {}
        place = self.folder / "leak"
        place.mkdir()
        loss = LOSS.format(number=int(self.leak * 100_000))
        (place / "sitecustomize.py").write_text(loss, encoding="utf-8")
        return {"PYTHONPATH": str(place)}

    def set_mail_server(self, port: int) -> None:
        settings = {
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "email_from_address": "portal@example.org",
            "email_from_name": "Portal (exercise)",
            "email_charset": "utf-8",
        }
        password = (self.folder / "var" / "admin-password").read_text().strip()
        answer = requests.patch(
            f"{self.portals[0]}/@controlpanels/mail",
            json=settings,
            headers={"Accept": "application/json"},
            auth=("admin", password),
            timeout=60,
        )
        assert answer.status_code == 204, answer.text

    def sample(self, stop: Event) -> None:
        asked = samples = 0
        while not stop.wait(SAMPLE_SECONDS):
            minute = self.minute
            samples += 1
            if samples % TOLD_SAMPLES == 0:
                self.tell(f"{self.log.asked:,} requests, {self.log.written:,} writes")
            for name, service in self.instances.items():
                memory, files = figures_of(service.process)
                self.memory.add(name, minute, memory)
                self.files.add(name, minute, files)
            count = "select count(*) from pg_stat_activity where usename = 'cug'"
            size = "select pg_database_size('cug') / 1000000"
            for figure, source, query in (
                (self.connections, "both processes", count),
                (self.sizes, "database", size),
            ):
                try:
                    figure.add(source, minute, float(self.server.query(query)[0]))
                except (subprocess.CalledProcessError, IndexError):
                    figure.add(source, minute, None)
            logs = self.folder / "var" / "log"
            self.sizes.add("logs", minute, size_of(logs))
            self.sizes.add("cached files", minute, size_of(self.folder / "var/blobcache"))
            self.requests.add(
                "answered", minute, (self.log.asked - asked) / SAMPLE_SECONDS
            )
            asked = self.log.asked

    def tell(self, what: str) -> None:
        print(f"minute {self.minute:.0f} of {self.minutes:g}: {what}", flush=True)

    @contextmanager
    def fault(self, name: str) -> Iterator[None]:
        self.faults.append((self.minute, name))
        self.tell(f"fault: {name}")
        self.log.trouble.set()
        yield
        time.sleep(SETTLING)
        self.log.trouble.clear()

    def kill_a_process(self) -> None:
        with self.fault("kill -9"):
            service = self.instances[FULL]
            service.kill()
            time.sleep(SAMPLE_SECONDS + 5)
            service.start()

    def restart_postgresql(self) -> None:
        with self.fault("PostgreSQL"):
            self.server.restart()

    def lose_mail(self) -> None:
        with self.fault("SMTP"):
            self.smtp.kill()
            time.sleep(self.minutes * 60 / 15)
            self.smtp.start()

    def lose_scanner(self) -> None:
        with self.fault("clamd"):
            self.clamd.process.terminate()
            self.clamd.process.wait()
            time.sleep(self.minutes * 60 / 15)
            address = Path(self.clamd.address)
            other = Clamd()
            # The portal's setting names the socket of the first.
            address.unlink(missing_ok=True)
            address.symlink_to(other.address)
            self.scanners.append(other)

    def run(self) -> bool:
        with self.serving():
            self.began = time.monotonic()
            stop = Event()
            sampling = Thread(target=self.sample, args=(stop,))
            sampling.start()
            members = set_to_work(self.portals, self.log, self.pause, stop)
            for share, fault in (
                (0.08, self.kill_a_process),
                (0.16, self.restart_postgresql),
                (0.22, self.lose_mail),
                (0.32, self.lose_scanner),
            ):
                time.sleep(max(0, share * self.minutes * 60 - self.minute * 60))
                fault()
            self.settled = self.minute + SHARE_TO_SETTLE * self.minutes
            time.sleep(max(0, self.minutes * 60 - self.minute * 60))
            stop.set()
            for thread in (*members, sampling):
                thread.join()
            self.tell(f"reads {len(self.log.acknowledged):,} acknowledged writes")
            lost = missing(self.portals, self.log)
            waiting = self.server.query(
                "select count(*) from notice where state not in ('sent')"
            )[0]
            mails = (self.folder / "mails").read_text().count("\n")
        return self.report(lost, waiting, mails)

    def report(self, lost: list[str], waiting: str, mails: int) -> bool:
        log = self.log
        bad = {key: n for key, n in log.calm.items() if key[1] == 0 or key[1] >= 500}
        lines = [line for one in self.figures for line in verdict(one, self.settled)]
        growing = [line for line in lines if GROWING in line]
        untold = [line for line in lines if TOO_SHORT in line]
        times = quantiles(log.milliseconds, n=100)
        leak = f", a leak of {self.leak:g} MB a minute" if self.leak else ""
        found = [
            f"{self.minutes:g} minutes, 8 members of all kinds, a pause of {self.pause} s"
            f" between two requests of each{leak}: {log.asked:,} requests,"
            f" {log.written:,} writes."
            f" Median {times[49]:.0f} ms, 95th percentile {times[94]:.0f} ms.",
            "",
            f"Acknowledged and there at the end: {len(log.acknowledged) - len(lost)} of"
            f" {len(log.acknowledged)}. Mails taken: {mails};"
            f" notices that wait: {waiting}.",
            "",
            f"Server errors and requests without answer while all was well: {told(bad)}.",
            "",
            f"During faults and {SETTLING} s after: {told(log.troubled)}.",
            "",
            f"`{USUAL}` has the caches of a deployment, those of `{FULL}` are full at"
            f" once. What is gained is measured from minute {self.settled:.0f} on.",
            "",
            "| Figure | First | Last | Gained a minute | Verdict |",
            "| --- | --: | --: | --: | --- |",
            *lines,
            "",
            f"Verdict: {GROWING if growing else TOO_SHORT if untold else 'flat'},"
            f" {'LOST ' + str(len(lost)) if lost else 'nothing lost'}.",
        ]
        results = ROOT / "var" / "soak"
        results.mkdir(parents=True, exist_ok=True)
        drawn = picture(self.figures, self.faults)
        (results / "soak.svg").write_text(drawn, encoding="utf-8")
        (results / "report.md").write_text("\n".join(found) + "\n", encoding="utf-8")
        figures = {
            "settled": self.settled,
            **{figure.title: figure.lines for figure in self.figures},
        }
        (results / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
        print(*found, f"{results}/soak.svg", sep="\n")
        return not (lost or bad or growing or untold)


def told(counted: Counter | dict) -> str:
    by = Counter()
    for (kind, status), number in counted.items():
        by[f"{kind} {status or 'no answer'}"] += number
    lines = [f"{number} × {name}" for name, number in sorted(by.items())]
    return ", ".join(lines) or "none"


def fill_caches(configuration: Path) -> None:
    """Make those of a process so small that they are full as soon as it serves."""
    text = configuration.read_text(encoding="utf-8")
    for usual, small in CACHES.items():
        assert text.count(usual) == 1, usual
        text = text.replace(usual, small)
    configuration.write_text(text, encoding="utf-8")


def figures_of(process) -> tuple[float | None, float | None]:
    """Megabytes and open files of a process; nothing of one that has ended."""
    place = Path(f"/proc/{process.pid}")
    try:
        status = (place / "status").read_text()
        resident = status.partition("VmRSS:")[2].split()[0]
        return int(resident) / 1000, len(list((place / "fd").iterdir()))
    except (OSError, IndexError):
        return None, None


def size_of(folder: Path) -> float:
    """Megabytes."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total / 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds")
    parser.add_argument(
        "--leak",
        type=float,
        default=0,
        help="megabytes a minute that the second process loses: whether it is found",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cug-soak-") as folder:
        soak = Soak(Path(folder), asked.minutes, asked.pause, asked.leak)
        return 0 if soak.run() else 1


if __name__ == "__main__":
    sys.exit(main())
