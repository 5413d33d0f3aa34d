"""A portal of each landed version is brought to this one, also by whoever was killed.

`KILLS=20` brings every version on both databases, and kills at so many points.
docs/release.md says how a version is added.
"""

import json
import os
import pytest
import shutil
import time
from contextlib import contextmanager, suppress
from random import Random
from subprocess import TimeoutExpired
from tests.deployment.landed_version import (
    ALERT,
    client,
    COMMENT,
    FOLDER,
    LETTER,
    unpack,
)
from tests.deployment.moved_records import move, move_again
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import buildout, free_port, kill, run, running, serving


VERSIONS = sorted(FOLDER.glob("*.tar.xz"))
KILLS = int(os.environ.get("KILLS", "1"))
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
#: The oldest on one database and the newest on the other, unless all are asked for.
BROUGHT = [(VERSIONS[0], SQLITE), (VERSIONS[-1], POSTGRESQL)]
if "KILLS" in os.environ:
    BROUGHT = [(one, database) for one in VERSIONS for database in (SQLITE, POSTGRESQL)]
#: Seconds in which an upgrade changes something, about.
CHANGING = 3.0
UPGRADE = ("--json", "upgrade", "--without-backup")


class Portal:
    """A deployment of this version with the data of another."""

    profile = "production.cfg"
    settings = {}

    def __init__(self, directory, archive):
        directory.chmod(0o700)
        self.directory, self.port, self.archive = directory, free_port(), archive
        address = {"hosts": "127.0.0.1", "http_address": f"127.0.0.1:{self.port}"}
        buildout(self.profile, directory, **address, **self.settings)
        self.fill()

    def fill(self):
        unpack(self.archive, self.directory / "var")

    def fill_again(self):
        self.fill()

    def cug(self, *words):
        return run(self.directory / "bin" / "cug", *words)

    def upgrade(self):
        ran = self.cug(*UPGRADE)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout)["outcome"]

    def kill_upgrade(self, seconds):
        """Kill it so long after it has begun to change something."""
        log = self.directory / "killed.log"
        log.write_text("")
        command = (self.directory / "bin" / "cug", *UPGRADE)
        with running(*command, log=log) as process:
            while "journal" not in log.read_text() and process.poll() is None:
                time.sleep(0.01)
            with suppress(TimeoutExpired):
                process.wait(seconds)
            kill(process)
        return process.returncode

    def assert_whole(self):
        """Nothing is wrong with either store, and all that was written is shown."""
        ran = self.cug("--json", "--quiet", "verify")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        with serving(self.directory, "instance", self.port) as portal:
            member, group = client(portal, "police-xb"), f"{portal}/cheetahs"
            (alert,) = member.get(f"{group}/@library").json()["items"]
            assert (alert["title"], alert["state"]) == (ALERT["title"], "enforcement")
            # The version before found words by Plone's text index.
            last = ALERT["title"].split()[-1]
            found = member.get(f"{group}/@library", params={"q": last}).json()
            assert [one["@id"] for one in found["items"]] == [alert["@id"]]
            (letter,) = member.get(f"{group}/@messages").json()["items"]
            assert letter["subject"] == LETTER["subject"]
            assert member.get(letter["@id"]).json()["body"] == LETTER["body"]
            secretariat = client(portal, "secretariat")
            (topic,) = secretariat.get(f"{group}/@topics").json()["items"]
            (comment,) = secretariat.get(f"{topic['@id']}/@comments").json()["items"]
            assert comment["text"]["data"] == COMMENT


class PortalOnPostgresql(Portal):
    profile = "postgresql.cfg"

    def __init__(self, directory, archive, server):
        self.server = server
        place = {"database_host": server.socket, "database_port": server.port}
        self.settings = place
        super().__init__(directory, archive)

    def fill(self):
        super().fill()
        var = self.directory / "var"
        move(var, self.server)
        for name in ("filestorage", "blobstorage", "records"):
            shutil.rmtree(var / name)

    def fill_again(self):
        move_again(self.server)


@contextmanager
def filled(database, directory, archive):
    if database == SQLITE:
        yield Portal(directory, archive)
    else:
        with postgresql() as server:
            yield PortalOnPostgresql(directory, archive, server)


@pytest.mark.parametrize(
    ("archive", "database"),
    BROUGHT,
    ids=lambda one: one if isinstance(one, str) else one.name.split(".")[0],
)
def test_a_landed_version_is_upgraded_whoever_is_killed(tmp_path, archive, database):
    chance = Random(15)
    with filled(database, tmp_path, archive) as portal:
        refused = run(tmp_path / "bin" / "instance", "console")
        assert refused.returncode != 0
        assert "bin/cug upgrade" in refused.stdout + refused.stderr
        for kill_number in range(1, KILLS + 1):
            seconds = chance.uniform(0, CHANGING)
            ended = portal.kill_upgrade(seconds)
            print(f"{database}: kill {kill_number} after {seconds:.2f} s: {ended}")
            outcome = portal.upgrade()
            assert outcome in {"/portal: updated", "/portal: there already"}
            if kill_number < KILLS:
                assert portal.cug("--quiet", "verify").returncode == 0
                portal.fill_again()
        portal.assert_whole()
