"""A portal of this version is brought to the next one, also by whoever was killed.

`KILLS=100` kills the upgrade at so many points, on each database.
"""

import json
import os
import pytest
import requests
import subprocess
from contextlib import contextmanager
from shutil import copytree, rmtree
from tests.deployment.next_version import make_next_version, run_by, SOURCE
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import (
    buildout,
    environment,
    free_port,
    ROOT,
    run,
    serving,
)


KILLS = int(os.environ.get("KILLS", "10"))
AS_IT_WAS = {"records": False, "content": False}
#: What may be left of an upgrade: records come before the content, each as a whole.
LEFT = (AS_IT_WAS, {**AS_IT_WAS, "records": True}, {"records": True, "content": True})
OUTCOMES = dict(zip(map(str, LEFT), ("updated", "updated", "there already"), strict=True))
PROGRAM = ROOT / "tests" / "deployment" / "upgrade_kills.py"
UPGRADE = ("--json", "upgrade", "--without-backup")
PASSWORD = "cheetah-demo-2026"
ALERT = {
    "@type": "Alert",
    "title": "EXERCISE: kept",
    "alert_type": "seizure",
    "handling": "amber",
}
COMMENT = "EXERCISE: a comment."
LETTER = {"to": ["police-xb"], "subject": "EXERCISE: sent", "body": "<p>At dawn.</p>"}


def client(portal: str, login: str) -> requests.Session:
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    body = {"login": login, "password": PASSWORD}
    token = session.post(f"{portal}/@login", json=body).json()["token"]
    session.headers["Authorization"] = f"Bearer {token}"
    return session


def write(portal: str) -> None:
    """One of each kind that the next version must still show."""
    group, member = f"{portal}/cheetahs", client(portal, "secretariat")

    def post(url: str, **body: object) -> dict:
        answer = member.post(url, json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    post(f"{post(f'{group}/library', **ALERT)['@id']}/@workflow/publish")
    space = post(f"{group}/workspaces", **{"@type": "Workspace", "title": "EXERCISE"})
    topic = {"@type": "Topic", "title": "EXERCISE", "text": "<p>A crate.</p>"}
    post(f"{post(space['@id'], **topic)['@id']}/@comments", text=COMMENT)
    post(f"{group}/@messages", **LETTER)


def assert_whole(portal: str) -> None:
    """All that was written is shown."""
    member, group = client(portal, "police-xb"), f"{portal}/cheetahs"
    (alert,) = member.get(f"{group}/@library").json()["items"]
    assert (alert["title"], alert["state"]) == (ALERT["title"], "enforcement")
    (letter,) = member.get(f"{group}/@messages").json()["items"]
    assert letter["subject"] == LETTER["subject"]
    assert member.get(letter["@id"]).json()["body"] == LETTER["body"]
    secretariat = client(portal, "secretariat")
    (topic,) = secretariat.get(f"{group}/@topics").json()["items"]
    (comment,) = secretariat.get(f"{topic['@id']}/@comments").json()["items"]
    assert comment["text"]["data"] == COMMENT


class Portal:
    """A deployment with content, whose programs can be exchanged."""

    def __init__(self, directory, seeds, server):
        directory.chmod(0o700)
        self.directory, self.port, self.server = directory, free_port(), server
        settings = {"hosts": "127.0.0.1", "http_address": f"127.0.0.1:{self.port}"}
        if server:
            settings |= {"database_host": server.socket, "database_port": server.port}
        buildout("postgresql.cfg" if server else "production.cfg", directory, **settings)
        if not server:
            seeds.plant(directory / "var")
        with self.served() as portal:
            write(portal)
        self.next = make_next_version(directory / "next")
        self.kept = copytree(directory / "var", directory / "kept")

    def served(self, anew=False):
        return serving(self.directory, "instance", self.port, anew=anew)

    def run(self, name, *words):
        return run(self.directory / "bin" / name, *words, anew=True)

    def done(self, *words):
        ran = self.run("cug", "--json", "--quiet", *words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout)

    def lose(self):
        """Leave no data but the keys."""
        for name in ("filestorage", "blobstorage", "records"):
            rmtree(self.directory / "var" / name)
        (self.directory / "var" / "filestorage").mkdir(mode=0o700)

    def kill_upgrades(self):
        """Upgrade it whole, then killed at so many points; what was found each time."""
        parts = self.directory / "parts" / "instance"
        server = (self.server.socket, self.server.port) if self.server else ()
        words = [parts / "bin" / "interpreter", PROGRAM, parts / "etc" / "zope.conf"]
        words += [self.kept, KILLS, *server]
        ran = subprocess.run(
            list(map(str, words)),
            capture_output=True,
            text=True,
            env={**environment(), "PYTHONPATH": str(ROOT)},
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return list(map(json.loads, ran.stdout.splitlines()))


@contextmanager
def filled(database, directory, seeds):
    if database == "SQLite":
        yield Portal(directory, seeds, None)
        return
    data = seeds.plant_beside_database(directory / "var")
    with postgresql(data) as server:
        yield Portal(directory, seeds, server)


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_it_is_brought_to_the_next_version_whoever_is_killed(tmp_path, seeds, database):
    with filled(database, tmp_path, seeds) as portal:
        backups = tmp_path / "backups"
        first = portal.done("backup", backups, "--in-the-clear")["backup"]
        run_by(portal.next, tmp_path)
        refused = portal.run("instance", "console")
        assert refused.returncode != 0
        assert "bin/cug upgrade" in refused.stdout + refused.stderr
        whole, *killed = portal.kill_upgrades()
        assert not whole["faults"], whole
        assert whole["outcome"] == "/portal: there already"
        assert len(killed) == KILLS
        for one in killed:
            assert one["killed"] and one["is_new"] in LEFT, one
            if "outcome" in one:
                expected = f"/portal: {OUTCOMES[str(one['is_new'])]}"
                assert (one["outcome"], one["faults"]) == (expected, []), one
        # Each of them was left, one after the other.
        seen = [LEFT.index(one["is_new"]) for one in killed]
        assert (seen, set(seen)) == (sorted(seen), {0, 1, 2})
        brought = portal.run("cug", *UPGRADE)
        assert brought.returncode == 0, brought.stdout + brought.stderr
        with portal.served(anew=True) as address:
            assert_whole(address)
        if database == "SQLite":
            portal.done("backup", backups, "--in-the-clear")
            restore_across_versions(portal, backups, first)
        run_by(SOURCE, tmp_path)
        refused = portal.run("instance", "console")
        assert refused.returncode != 0
        assert "newer version" in refused.stdout + refused.stderr


def restore_across_versions(portal, backups, first):
    """A backup of the version before is restored by the next one, and not back."""
    portal.lose()
    run_by(SOURCE, portal.directory)
    refused = portal.run("cug", "restore", backups)
    assert refused.returncode == 2
    assert "(schema 1001). These programs" in refused.stderr, refused.stderr
    assert "Traceback" not in refused.stderr
    run_by(portal.next, portal.directory)
    assert portal.done("restore", backups, "--name", first)["upgrade"]
    portal.done("upgrade", "--without-backup")
    assert portal.done("verify")["faults"] == []
    with portal.served(anew=True) as address:
        assert_whole(address)
