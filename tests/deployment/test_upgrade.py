"""A portal of each landed version is brought to this one, also by whoever was killed.

`KILLS=20` brings every version on both databases, and kills each at so many points.
docs/release.md says how a version is added.
"""

import json
import os
import pytest
import shutil
from contextlib import contextmanager
from tests.deployment.landed_version import (
    ALERT,
    client,
    COMMENT,
    FOLDER,
    LETTER,
    unpack,
)
from tests.deployment.moved_records import move
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import buildout, free_port, ROOT, run, serving


VERSIONS = sorted(FOLDER.glob("*.tar.xz"))
KILLS = int(os.environ.get("KILLS", "20"))
AS_IT_WAS = {"records": False, "content": False}
#: What may be left of an upgrade: records come before the content, each as a whole.
LEFT = (AS_IT_WAS, {**AS_IT_WAS, "records": True}, {"records": True, "content": True})
OUTCOMES = dict(zip(map(str, LEFT), ("updated", "updated", "there already"), strict=True))
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
#: The oldest on one database and the newest on the other, unless all are asked for.
BROUGHT = [(VERSIONS[0], SQLITE), (VERSIONS[-1], POSTGRESQL)]
if "KILLS" in os.environ:
    BROUGHT = [(one, database) for one in VERSIONS for database in (SQLITE, POSTGRESQL)]
PROGRAM = ROOT / "tests" / "deployment" / "upgrade_kills.py"
UPGRADE = ("--json", "upgrade", "--without-backup")


class Portal:
    """A deployment of this version with the data of another."""

    profile = "production.cfg"
    settings = {}
    #: How the program that kills finds the server, to fill the database anew.
    server_words = ()

    def __init__(self, directory, archive):
        directory.chmod(0o700)
        self.directory, self.port, self.archive = directory, free_port(), archive
        address = {"hosts": "127.0.0.1", "http_address": f"127.0.0.1:{self.port}"}
        buildout(self.profile, directory, **address, **self.settings)
        self.fill()

    def fill(self):
        unpack(self.archive, self.directory / "var")

    def upgrade(self):
        ran = run(self.directory / "bin" / "cug", *UPGRADE)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout)["outcome"]

    def kill_upgrades(self):
        """Upgrade it whole, then killed at so many points; what was found each time."""
        settings = self.directory / "parts" / "instance" / "etc" / "zope.conf"
        ran = run(PROGRAM, settings, self.archive, KILLS, *self.server_words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return list(map(json.loads, ran.stdout.splitlines()))

    def assert_whole(self):
        """All that was written is shown."""
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
        self.server_words = (str(server.socket), str(server.port))
        super().__init__(directory, archive)

    def fill(self):
        super().fill()
        var = self.directory / "var"
        move(var, self.server)
        for name in ("filestorage", "blobstorage", "records"):
            shutil.rmtree(var / name)


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
    with filled(database, tmp_path, archive) as portal:
        refused = run(tmp_path / "bin" / "instance", "console")
        assert refused.returncode != 0
        assert "bin/cug upgrade" in refused.stdout + refused.stderr
        assert portal.upgrade() == "/portal: updated"
        whole, *killed = portal.kill_upgrades()
        assert not whole["faults"], whole
        assert len(killed) == KILLS
        for one in killed:
            assert one["killed"] and one["is_new"] in LEFT, one
            if "outcome" in one:
                expected = f"/portal: {OUTCOMES[str(one['is_new'])]}"
                assert (one["outcome"], one["faults"]) == (expected, []), one
        # Each of them was left, one after the other.
        seen = [LEFT.index(one["is_new"]) for one in killed]
        assert (seen, set(seen)) == (sorted(seen), {0, 1, 2})
        portal.assert_whole()
