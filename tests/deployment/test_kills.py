"""Processes are killed while members write: nothing is lost, twice or half done.

`make kill` kills 200 times: on SQLite, on ZEO and on PostgreSQL, the last two with two
processes. Every second kill is at a point that is chosen (``kill_points.py``), the others
come at any moment. Each process that starts has another clock, up to ten hours wrong. A
writer that gets no answer asks again with the same key, at once and at the other process.
`make test` kills a few times. ``KILLS`` says how often, ``SEED`` draws other moments.
"""

import json
import os
import pytest
import requests
import time
from base64 import b64encode
from cites.cug.demo.accounts import PASSWORD
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from pyrage import x25519
from random import Random
from sqlalchemy import create_engine, text
from tests.deployment.kill_points import (
    CLOCK,
    COMMITS,
    REBUILD,
    REPLAY,
    REQUESTS,
)
from tests.deployment.messaging_portal import (
    Deployment,
    on_postgresql,
    on_sqlite,
    with_zeo,
)
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import (
    answers,
    PATIENCE,
    Process,
    run,
    running,
)
from tests.deployment.senders import stored
from tests.library.samples import PDF
from threading import Event, Lock, Thread
from tools.benchmarks.writers import make_workspace


KILLS = int(os.environ.get("KILLS", "0"))
SEED = int(os.environ.get("SEED", "34"))
#: Of all kills, so many in a hundred are on each; and so many in `make test`.
SHARES = {"sqlite": (40, 4), "zeo": (25, 4), "postgresql": (35, 6)}
#: Kills inside each command that looks after a portal; and so many in `make test`.
COMMAND_KILLS = (6, 1)
WRITERS = ("secretariat", "customs-xa", "police-xa", "wildlife-xa")
MEMBERS = 50
JSON = {"Accept": "application/json"}
TUS = {**JSON, "Tus-Resumable": "1.0.0"}
#: Seconds by which a clock is wrong; a key counts for 24 hours.
WRONG_BY = 10 * 3600
#: Nothing was done: it is to be asked again.
AGAIN = (423, 502, 503, 507)
A_FILE = {"filename": "note.txt", "data": b64encode(b"EXERCISE\n" * 9999).decode()}
TITLE = "EXERCISE"
ALERT = {"@type": "Alert", "alert_type": "seizure", "handling": "green"}
DOCUMENT = {"@type": "LibraryDocument", "document_type": "report", "handling": "green"}
#: What is killed there has left something in the journal.
LEAVE = ("content committed", "records not committed")
#: Points that the clock comes to, or few deeds.
SELDOM = (*CLOCK, "piece appended", "upload given up")
#: What the audit trail says of each that is made.
EVENTS = {
    "library.add": ("alert", "document", "upload"),
    "library.state": ("submit",),
    "topic.add": ("topic",),
    "topic.comment": ("comment",),
    "message.send": ("message",),
}


@dataclass
class Exercise:
    """What all writers share: where they write, and what was acknowledged to them."""

    portals: list[str]
    events_before: Counter
    workspace: str = ""
    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    numbers: Iterator[int] = field(default_factory=count)
    #: By kind, the addresses of what was made.
    made: dict[str, list[str]] = field(default_factory=dict)
    statuses: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, kind: str, address: str) -> None:
        with self.lock:
            self.made.setdefault(kind, []).append(address)

    def number(self) -> int:
        with self.lock:
            return next(self.numbers)

    def __len__(self) -> int:
        return sum(map(len, [*self.made.values()]))


class Writer(Thread):
    """Does one deed after the other; each until it is acknowledged."""

    def __init__(self, exercise: Exercise, user: str):
        super().__init__(daemon=True)
        self.exercise, self.user = exercise, user
        self.asked = 0
        self.alert = self.topic = ""

    def run(self) -> None:
        deeds = cycle(
            (
                self.make_alert,
                self.submit_alert,
                self.make_topic,
                self.comment,
                self.send_message,
                self.make_document,
                self.comment,
                self.upload_document,
                self.send_message,
            )
        )
        try:
            while not self.exercise.stop.is_set():
                next(deeds)()
        except Exception as error:
            self.exercise.faults.append(f"{self.user}: {error!r}")

    def make_alert(self) -> None:
        body = {**ALERT, "title": TITLE}
        self.alert = self.make("alert", "/cheetahs/library", body)

    def submit_alert(self) -> None:
        change = "publish" if self.user == "secretariat" else "submit"
        self.make("submit", f"{self.alert}/@workflow/{change}", {})

    def make_topic(self) -> None:
        body = {"@type": "Topic", "title": TITLE, "text": "<p>A crate.</p>"}
        self.topic = self.make("topic", self.exercise.workspace, body)

    def comment(self) -> None:
        self.make("comment", f"{self.topic}/@comments", {"text": "A crate."})

    def send_message(self) -> None:
        letter = {"subject": TITLE, "body": "<p>A crate.</p>", "everyone": True}
        letter["attachments"] = [A_FILE]
        self.make("message", "/cheetahs/@messages", letter)

    def make_document(self) -> None:
        file = {"filename": "guide.pdf", "data": b64encode(PDF).decode()}
        file |= {"encoding": "base64", "content-type": "application/pdf"}
        body = {**DOCUMENT, "title": TITLE, "file": file}
        self.make("document", "/cheetahs/library", body)

    def upload_document(self) -> None:
        """In two pieces; what is there already is asked for, as clients of tus do."""
        values = json.dumps({**DOCUMENT, "title": TITLE})
        told = {"filename": "guide.pdf", "json": values}
        named = (f"{k} {b64encode(v.encode()).decode()}" for k, v in told.items())
        begin = {
            **TUS,
            "Upload-Length": str(len(PDF)),
            "Upload-Metadata": ",".join(named),
        }
        begin["Idempotency-Key"] = f"{self.user} {self.exercise.number()}"
        answer = self.ask("POST", "/cheetahs/library/@tus-upload", headers=begin)
        path, half = self.path(answer.headers["Location"]), len(PDF) // 2
        while True:
            asked = self.ask("HEAD", path, headers=TUS)
            offset = int(asked.headers["Upload-Offset"])
            if offset == len(PDF):
                break
            end = half if offset < half else len(PDF)
            piece = {**TUS, "Content-Type": "application/offset+octet-stream"}
            piece["Upload-Offset"] = str(offset)
            try:
                self.ask_once("PATCH", path, headers=piece, data=PDF[offset:end])
            except requests.RequestException:
                time.sleep(0.1)
        self.exercise.add("upload", self.path(asked.headers["Location"]))

    def make(self, kind: str, path: str, body: dict) -> str:
        """Ask until it is acknowledged; the path of what was made."""
        headers = {**JSON, "Idempotency-Key": f"{self.user} {self.exercise.number()}"}
        answer = self.ask("POST", path, headers=headers, json=body)
        told = answer.json() if answer.content else {}
        made = self.path(told.get("@id") or answer.headers.get("Location") or path)
        self.exercise.add(kind, told["id"] if kind == "message" else made)
        return made

    def path(self, address: str) -> str:
        return address.partition("/portal")[2]

    def ask(self, method: str, path: str, **kw) -> requests.Response:
        while True:
            try:
                answer = self.ask_once(method, path, **kw)
            except requests.RequestException:
                time.sleep(0.05)
                continue
            if answer.status_code < 300:
                return answer
            if answer.status_code not in AGAIN:
                raise AssertionError(
                    f"{method} {path}: {answer.status_code} {answer.text[:300]}"
                )
            time.sleep(0.5)

    def ask_once(self, method: str, path: str, **kw) -> requests.Response:
        """Of the other process than before."""
        portals = self.exercise.portals
        self.asked += 1
        url = portals[self.asked % len(portals)] + path
        auth = (self.user, PASSWORD)
        answer = requests.request(method, url, auth=auth, timeout=PATIENCE, **kw)
        replayed = "again" if "Idempotent-Replayed" in answer.headers else "new"
        self.exercise.statuses[answer.status_code, replayed] += 1
        return answer


class Served:
    """A process of the portal, which is killed and started anew."""

    def __init__(self, deployment: Deployment, name: str):
        self.directory, self.name = deployment.directory, name
        self.portal = f"http://127.0.0.1:{deployment.ports[name]}/portal"
        self.log = self.directory / f"{name}.log"
        self.stack = ExitStack()
        self.process: Process | None = None

    def start(self, **options: str) -> None:
        command = (self.directory / "bin" / self.name, "console")
        program = running(*command, log=self.log, **options)
        self.process = self.stack.enter_context(program)

    @property
    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def wait(self) -> None:
        """Until it serves, or was killed before that."""
        ends = time.monotonic() + PATIENCE
        while not self.is_dead and not answers(f"{self.portal}/@@ok"):
            assert time.monotonic() < ends, self.log.read_text()
            time.sleep(0.05)

    def end(self) -> None:
        """By ``kill -9``, if it has not been."""
        self.stack.close()


@dataclass
class Kills:
    """When processes are killed, drawn for one deployment."""

    exercise: Exercise
    chance: Random
    left: int
    done: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        points = [*COMMITS, *REQUESTS, *CLOCK]
        self.chance.shuffle(points)
        self.points = cycle(points)
        self.replay = cycle(REPLAY)
        self.before = ""

    def draw(self) -> dict[str, str] | None:
        """How the next process is started; None if no more are to be killed."""
        with self.exercise.lock:
            if not self.left:
                return None
            self.left -= 1
            if self.before in LEAVE and self.chance.random() < 0.7:
                point = next(self.replay)
            elif self.left % 2:
                point = next(self.points)
            else:
                point = ""
            self.before = point
            started = {"CLOCK_AHEAD": str(self.chance.choice((-1, 0, 1)) * WRONG_BY)}
            if point:
                number = 1 if point in SELDOM else self.chance.randint(1, 6)
                started["KILL_AT"] = f"{point}:{number}"
            return started

    def note(self, point: str) -> None:
        with self.exercise.lock:
            self.done[point or "at any moment"] += 1
            told = f"{self.done.total()} {point or 'at any moment'}"
            print(f"  {told}: {len(self.exercise)} acknowledged", flush=True)

    def kill_again_and_again(self, served: Served) -> None:
        try:
            while (started := self.draw()) is not None:
                self.kill(served, started)
            served.start()
            served.wait()
        except BaseException as error:
            self.exercise.faults.append(f"{served.name}: {error!r}")

    def kill(self, served: Served, started: dict[str, str]) -> None:
        point = started.get("KILL_AT", "").partition(":")[0]
        served.start(**started)
        served.wait()
        if point in REPLAY and not served.is_dead:
            point = ""  # nothing was left, or the other process has applied it
        if point:
            self.wait(lambda: served.is_dead, point)
        else:
            enough = len(self.exercise) + len(WRITERS)
            self.wait(lambda: len(self.exercise) >= enough, "a deed")
            time.sleep(self.chance.uniform(0, 1.5))
        self.note(point)
        served.end()

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < ends, f"no process came to {what}"
            assert not self.exercise.faults, self.exercise.faults
            time.sleep(0.02)


def kill_while_they_write(deployment: Deployment, names: list[str], kills: int):
    """What was written and acknowledged meanwhile, and the kills by their points."""
    processes = [Served(deployment, name) for name in names]
    exercise = Exercise([one.portal for one in processes], events_of(deployment))
    plan = Kills(exercise, Random(f"{SEED} {names}"), kills)
    writers = [Writer(exercise, user) for user in WRITERS]
    killers = [Thread(target=plan.kill_again_and_again, args=(one,)) for one in processes]
    try:
        processes[0].start()
        processes[0].wait()
        exercise.workspace = make_workspace(processes[0].portal)
        processes[0].end()
        for thread in (*writers, *killers):
            thread.start()
        for killer in killers:
            killer.join()
        exercise.stop.set()
        if not exercise.faults:
            for writer in writers:
                writer.join()
    finally:
        exercise.stop.set()
        for one in processes:
            one.end()
    assert not exercise.faults, exercise.faults
    return exercise, plan.done


def verified(deployment: Deployment) -> None:
    ran = run(deployment.directory / "bin" / "cug", "--quiet", "verify")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def check_once(deployment: Deployment, exercise: Exercise) -> None:
    """All that was acknowledged is there, once, and nothing besides."""
    verified(deployment)
    messages = exercise.made.get("message", [])
    assert stored(deployment.records) == set(messages)
    assert len(set(messages)) == len(messages)
    for kind in ("alert", "document", "upload", "topic", "comment"):
        addresses = exercise.made.get(kind, [])
        assert len(set(addresses)) == len(addresses), kind
    wanted = {
        action: exercise.events_before[action]
        + sum(len(exercise.made.get(kind, [])) for kind in kinds)
        for action, kinds in EVENTS.items()
    }
    events = events_of(deployment)
    assert {action: events[action] for action in wanted} == wanted
    check_there(deployment, exercise)


def events_of(deployment: Deployment) -> Counter:
    """How often the audit trail has each action."""
    engine = create_engine(deployment.records)
    with engine.connect() as connection:
        query = text("SELECT action, count(*) FROM audit_event GROUP BY action")
        events = Counter(dict(map(tuple, connection.execute(query))))
    engine.dispose()
    return events


def check_there(deployment: Deployment, exercise: Exercise) -> None:
    """Whoever made something finds it, and lists hold as many as were made."""
    with deployment.serve() as portal:
        client = requests.Session()
        client.auth, client.headers = ("secretariat", PASSWORD), JSON
        for path in exercise.made.get("topic", []):
            assert client.get(portal + path).status_code == 200, path
        found: set[str] = set()
        for user in WRITERS:
            client.auth = (user, PASSWORD)
            found |= set(listed(client, f"{portal}/cheetahs/@library?b_size=100"))
        made = [exercise.made.get(kind, []) for kind in ("alert", "document", "upload")]
        assert found == {portal + path for paths in made for path in paths}


def listed(client: requests.Session, url: str) -> Iterator[str]:
    while url:
        answer = client.get(url, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        yield from (item["@id"] for item in answer.json()["items"])
        url = answer.json().get("batching", {}).get("next")


def number_of(kind: str) -> int:
    share, few = SHARES[kind]
    return KILLS * share // 100 or few


@contextmanager
def deployed(kind: str, folder: Path, seeds) -> Iterator[tuple[Deployment, list[str]]]:
    with ExitStack() as stack:
        if kind == "postgresql":
            single = stack.enter_context(on_postgresql(folder, seeds, MEMBERS))
            yield single, [*single.ports]
            return
        single = stack.enter_context(on_sqlite(folder, seeds, MEMBERS))
        if kind == "zeo":
            place = folder / "zeo"
            place.mkdir()
            double = stack.enter_context(with_zeo(single, place))
            yield double, [*double.ports]
        else:
            yield single, ["instance"]


@pytest.mark.parametrize("kind", SHARES)
def test_nothing_is_lost_or_twice_or_half_done(kind, tmp_path, seeds):
    tmp_path.chmod(0o700)
    with deployed(kind, tmp_path, seeds) as (deployment, names):
        began = time.monotonic()
        exercise, kills = kill_while_they_write(deployment, names, number_of(kind))
        print(f"\n{kind}: {kills.total()} kills in {time.monotonic() - began:.0f} s")
        print(f"  {dict(kills)}")
        made = {name: len(found) for name, found in exercise.made.items()}
        print(f"  {len(exercise)} acknowledged: {made}")
        print(f"  answers: {dict(exercise.statuses)}", flush=True)
        check_once(deployment, exercise)
        chance = Random(f"{SEED} {kind}")
        print(f"  in rebuild: {dict(kill_rebuild(deployment, exercise, chance))}")
        if kind != "zeo":
            place = tmp_path / "restored"
            place.mkdir(mode=0o700)
            print(f"  in restore: {dict(kill_restore(deployment, place, chance))}")


def kill_command(command: list, points: list[str], chance: Random) -> Counter:
    """Kill a command at these points, and as often at any moment; which it was."""
    done: Counter = Counter()
    for at in points:
        with running(*command, log=Path(os.devnull), KILL_AT=at) as process:
            done[at] += process.wait(PATIENCE) < 0
    for _point in points:
        with running(*command, log=Path(os.devnull)) as process:
            time.sleep(chance.uniform(0.1, 2))
            done["at any moment"] += process.poll() is None
    return +done


def kill_rebuild(deployment: Deployment, exercise: Exercise, chance: Random) -> Counter:
    command = [deployment.directory / "bin" / "cug", "--quiet", "rebuild"]
    wanted = [f"{point}:{number}" for point in REBUILD for number in (1, 2, 3)]
    points = chance.sample(wanted, number_of_commands())
    done = kill_command(command, points, chance)
    ran = run(*command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    check_once(deployment, exercise)
    return done


def kill_restore(deployment: Deployment, place: Path, chance: Random) -> Counter:
    identity = x25519.Identity.generate()
    secret, backups, keys = place / "identity", place / "backups", place / "keys"
    secret.write_text(f"{identity}\n", encoding="ascii")
    words = ("--keys", keys, "--encrypt-for", identity.to_public())
    cug = deployment.directory / "bin" / "cug"
    ran = run(cug, "--quiet", "backup", backups, *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (saved,) = keys.iterdir()
    with postgresql() as server:
        restored = Deployment(place, "")
        if deployment.records.startswith("postgresql"):
            database = {"database_host": server.socket, "database_port": server.port}
            restored.build("postgresql.cfg", **database)
            middle = ["database restored:1"]
        else:
            restored.build("production.cfg")
            middle = [f"file restored:{number}" for number in (1, 2, 3)]
        words = ("--identity", secret, "--keys", saved)
        cug = restored.directory / "bin" / "cug"
        command = [cug, "--quiet", "restore", backups, *words]
        points = ["keys restored:1", *middle, "streams begin:1"]
        points = points[-number_of_commands() :]
        done = kill_command(command, points, chance)
        # It refuses where it was killed after all was there, as it read that again.
        run(*command)
        verified(restored)
    return done


def number_of_commands() -> int:
    often, few = COMMAND_KILLS
    return often if KILLS else few
