"""A process is killed at any moment while ten write: nothing acknowledged is lost.

`KILLS=200` kills so often, on SQLite and on PostgreSQL, at moments that `SEED` chooses.
On SQLite, `KILLS_FOLDER=/a/new/folder` keeps the portal there, and what it has been told:
started again, the run goes on where it was.
"""

import json
import os
import pytest
import requests
import time
from collections import Counter
from contextlib import contextmanager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import (
    answers,
    buildout,
    free_port,
    ROOT,
    run,
    running,
    wait_until,
)
from threading import Barrier
from tools.benchmarks.writers import make_workspace, token, Writer


KILLS = int(os.environ.get("KILLS", "0"))
SEED = int(os.environ.get("SEED", "15"))
KEPT = os.environ.get("KILLS_FOLDER")
WRITERS = 10
#: Seconds for a start and a first write: a machine may have much else to do.
PATIENCE = 3600


class PatientWriter(Writer):
    """Goes on while the process is away, and keeps what it was told is there.

    Its token counts for half an hour: then it logs in again.
    """

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.acknowledged = []

    def ask(self, method, path, body=None):
        refused = self.statuses[401]
        try:
            answer = super().ask(method, path, body)
            if self.statuses[401] > refused:
                self.log_in()
        except requests.RequestException:
            time.sleep(0.1)
            return {}
        if method == "POST" and "@id" in answer:
            self.acknowledged.append(answer["@id"])
        return answer

    def log_in(self):
        self.session.headers["Authorization"] = token(self.portals[0], self.user)

    def missing(self):
        """What its writer cannot read, of all that was acknowledged to it."""
        addresses = dict.fromkeys(self.acknowledged)
        return [url for url in addresses if self.status(url) != 200]

    def status(self, url):
        status = self.session.get(url).status_code
        if status == 401:
            self.log_in()
            status = self.session.get(url).status_code
        return status


@dataclass
class Progress:
    """How far the kills are, and what each writer was told is there."""

    file: Path
    port: int = 0
    kills: int = 0
    acknowledged: list[list[str]] = field(default_factory=lambda: [[]] * WRITERS)

    @classmethod
    def of(cls, directory):
        file = directory / "progress.json"
        return cls(file, **json.loads(file.read_text())) if file.exists() else cls(file)

    @property
    def portal(self):
        return f"http://127.0.0.1:{self.port}/portal"

    def add_kill(self, writers):
        self.kills += 1
        self.acknowledged = [[*writer.acknowledged] for writer in writers]
        self.keep()

    def keep(self):
        written = self.file.with_suffix(".new")
        kept = {name: value for name, value in vars(self).items() if name != "file"}
        written.write_text(json.dumps(kept))
        written.replace(self.file)


@contextmanager
def deployment(directory, profile):
    """A portal with groups, new or as an earlier run has left it."""
    progress = Progress.of(directory)
    with ExitStack() as stack:
        place = {}
        if profile == "postgresql.cfg":
            server = stack.enter_context(postgresql())
            place = {"database_host": server.socket, "database_port": server.port}
        if not progress.port:
            port = free_port()
            address = f"127.0.0.1:{port}"
            directory.chmod(0o700)
            buildout(profile, directory, hosts="127.0.0.1", http_address=address, **place)
            groups = ROOT / "tests" / "deployment" / "add_groups.py"
            for words in (["create-site"], ["instance", "run", groups]):
                done = run(directory / "bin" / words[0], *words[1:])
                assert done.returncode == 0, done.stderr
            progress.port = port
            progress.keep()
        yield progress


@contextmanager
def served(directory, portal):
    log = directory / "killed.log"
    with running(directory / "bin" / "instance", "console", log=log) as process:
        wait_until(lambda: answers(f"{portal}/@@ok"), process, log, PATIENCE)
        yield process, log


def kill_while_they_write(directory, progress, writers, chance):
    portal = progress.portal
    with served(directory, portal) as (process, log):
        if not writers:
            writers += begin(portal, progress.acknowledged)
        before = acknowledged(writers)
        # A process that has just begun is slow: nobody is killed who has written nothing.
        wait_until(lambda: acknowledged(writers) > before, process, log, PATIENCE)
        time.sleep(chance.uniform(0, 3))


def acknowledged(writers):
    return sum(len(writer.acknowledged) for writer in writers)


def begin(portal, earlier):
    workspace, together = make_workspace(portal), Barrier(WRITERS)
    writers = [
        PatientWriter(number, [portal], workspace, together) for number in range(WRITERS)
    ]
    for writer, told in zip(writers, earlier, strict=True):
        writer.acknowledged += told
        writer.ends = float("inf")
        writer.start()
    return writers


@pytest.mark.skipif(
    not KILLS,
    reason="takes minutes: KILLS=200; others kill at each boundary of each deed",
)
@pytest.mark.parametrize("profile", ("production.cfg", "postgresql.cfg"))
def test_nothing_acknowledged_is_lost_and_nothing_half_done(tmp_path, profile):
    writers = []
    if KEPT:
        if profile != "production.cfg":
            pytest.skip("the server's data is not kept")
        tmp_path = Path(KEPT)
        tmp_path.mkdir(parents=True, exist_ok=True)
    with deployment(tmp_path, profile) as progress:
        chance = Random(SEED + progress.kills)
        while progress.kills < KILLS or not writers:
            kill_while_they_write(tmp_path, progress, writers, chance)
            progress.add_kill(writers)
            print(
                f"{time.strftime('%H:%M:%S')} {profile}: kill {progress.kills},"
                f" {acknowledged(writers)} acknowledged",
                flush=True,
            )
        for writer in writers:
            writer.ends = 0
        with served(tmp_path, progress.portal):
            for writer in writers:
                writer.join()
            written, lost = acknowledged(writers), []
            for number, writer in enumerate(writers, 1):
                writer.log_in()
                lost += writer.missing()
                print(f"{profile}: writer {number} asked, {len(lost)} lost", flush=True)
            assert lost == []
        statuses = sum((writer.statuses for writer in writers), Counter())
        ran = run(tmp_path / "bin" / "cug", "--quiet", "verify")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        print(f"{profile}: {progress.kills} kills, {written} acknowledged and there")
        print("answers:", statuses)
        assert written
