"""A process is killed at any moment while ten write: nothing acknowledged is lost.

`KILLS=200` kills so often, on SQLite and on PostgreSQL, at moments that `SEED` chooses.
"""

import os
import pytest
import requests
import time
from collections import Counter
from contextlib import contextmanager, ExitStack
from random import Random
from tests.benchmarks.writers import make_workspace, Writer
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import (
    answers,
    buildout,
    free_port,
    kill,
    ROOT,
    run,
    running,
    serving,
    wait_until,
)
from threading import Barrier


KILLS = int(os.environ.get("KILLS", "0"))
SEED = int(os.environ.get("SEED", "15"))
WRITERS = 10


class PatientWriter(Writer):
    """Goes on while the process is away, and keeps what it was told is there."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.acknowledged = []

    def ask(self, method, path, body=None):
        try:
            answer = super().ask(method, path, body)
        except requests.RequestException:
            time.sleep(0.1)
            return {}
        if method == "POST" and "@id" in answer:
            self.acknowledged.append(answer["@id"])
        return answer

    def missing(self):
        """What its writer cannot read, of all that was acknowledged to it."""
        addresses = dict.fromkeys(self.acknowledged)
        return [url for url in addresses if self.session.get(url).status_code != 200]


@contextmanager
def deployment(directory, profile):
    with ExitStack() as stack:
        place = {}
        if profile == "postgresql.cfg":
            server = stack.enter_context(postgresql())
            place = {"database_host": server.socket, "database_port": server.port}
        port = free_port()
        address = f"127.0.0.1:{port}"
        directory.chmod(0o700)
        buildout(profile, directory, hosts="127.0.0.1", http_address=address, **place)
        groups = ROOT / "tests" / "deployment" / "add_groups.py"
        for words in (["create-site"], ["instance", "run", groups]):
            done = run(directory / "bin" / words[0], *words[1:])
            assert done.returncode == 0, done.stderr
        yield port


def kill_while_they_write(directory, port, writers, chance):
    log = directory / "killed.log"
    with running(directory / "bin" / "instance", "console", log=log) as process:
        url = f"http://127.0.0.1:{port}/portal/@@ok"
        wait_until(lambda: answers(url), process, log)
        if not writers:
            writers += begin(f"http://127.0.0.1:{port}/portal")
        before = acknowledged(writers)
        # A process that has just begun is slow: nobody is killed who has written nothing.
        wait_until(lambda: acknowledged(writers) > before, process, log)
        time.sleep(chance.uniform(0, 3))
        kill(process)


def acknowledged(writers):
    return sum(len(writer.acknowledged) for writer in writers)


def begin(portal):
    workspace, together = make_workspace(portal), Barrier(WRITERS)
    writers = [
        PatientWriter(number, [portal], workspace, together) for number in range(WRITERS)
    ]
    for writer in writers:
        writer.ends = float("inf")
        writer.start()
    return writers


@pytest.mark.skipif(
    not KILLS,
    reason="takes minutes: KILLS=200; others kill at each boundary of each deed",
)
@pytest.mark.parametrize("profile", ("production.cfg", "postgresql.cfg"))
def test_nothing_acknowledged_is_lost_and_nothing_half_done(tmp_path, profile):
    chance, writers = Random(SEED), []
    with deployment(tmp_path, profile) as port:
        for number in range(KILLS):
            kill_while_they_write(tmp_path, port, writers, chance)
            written = acknowledged(writers)
            print(f"{profile}: kill {number + 1}, {written} acknowledged", flush=True)
        for writer in writers:
            writer.ends = 0
        with serving(tmp_path, "instance", port):
            for writer in writers:
                writer.join()
            assert [url for writer in writers for url in writer.missing()] == []
        statuses = sum((writer.statuses for writer in writers), Counter())
        ran = run(tmp_path / "bin" / "cug", "--quiet", "verify")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        print(f"{profile}: {KILLS} kills, {written} acknowledged and there", statuses)
        assert written
