"""A process is killed at any moment while ten write: nothing acknowledged is lost.

`KILLS=200` kills so often, on SQLite and on PostgreSQL.
"""

import os
import pytest
import requests
import time
from contextlib import contextmanager, ExitStack
from random import Random
from tests.benchmarks.writers import make_workspace, Writer
from tests.deployment.landed_version import client
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
WRITERS = 10


class PatientWriter(Writer):
    """Goes on while the process is away, and keeps what it was told is there."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.acknowledged = []

    def ask(self, method, path, body=None):
        try:
            return super().ask(method, path, body)
        except requests.RequestException:
            time.sleep(0.1)
            return {}

    def made(self, places, answer):
        super().made(places, answer)
        if answer:
            self.acknowledged.append(answer["@id"])


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
        time.sleep(chance.uniform(0.5, 4))
        kill(process)


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
    chance, writers = Random(15), []
    with deployment(tmp_path, profile) as port:
        for _kill in range(KILLS):
            kill_while_they_write(tmp_path, port, writers, chance)
        for writer in writers:
            writer.ends = 0
        with serving(tmp_path, "instance", port) as portal:
            for writer in writers:
                writer.join()
            made = [url for writer in writers for url in writer.acknowledged]
            assert made
            reader = client(portal, "secretariat")
            assert [url for url in made if reader.get(url).status_code != 200] == []
        ran = run(tmp_path / "bin" / "cug", "--quiet", "verify")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        print(f"{profile}: {KILLS} kills, {len(made)} acknowledged and there")
