"""Portals made once by their programs, and copied for the tests that begin with one.

A copy has all that ``create-site`` made: databases, blobs, keys, the administrator's
password. Under which address and from which place it is served is said to buildout.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tests.deployment.postgresql import copy_data, postgresql, Server
from tests.deployment.processes import buildout, ROOT, run
from typing import NamedTuple


ADD_GROUPS = ROOT / "tests" / "deployment" / "add_groups.py"


class Seed(NamedTuple):
    """The deployment's data, and those of a PostgreSQL server that has stopped."""

    var: Path
    database: Path


class Seeds:
    """The demonstration's groups without content; made when they are first asked for."""

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def on_sqlite(self) -> Path:
        return _make(self.folder / "sqlite", "production.cfg")

    @cached_property
    def on_postgresql(self) -> Seed:
        with postgresql() as server:
            place = {"database_host": server.socket, "database_port": server.port}
            var = _make(self.folder / "postgresql", "postgresql.cfg", **place)
            server.stop("fast")
            return Seed(var, copy_data(server.data, self.folder / "data"))

    def plant(self, var: Path) -> None:
        """Put a portal of one process into an empty place of data."""
        shutil.copytree(self.on_sqlite, var, dirs_exist_ok=True)

    def plant_beside_database(self, var: Path) -> Path:
        """The same of a portal whose databases are those of the server that is given."""
        shutil.copytree(self.on_postgresql.var, var)
        return self.on_postgresql.database

    @contextmanager
    def planted(self, var: Path) -> Iterator[Server]:
        """A portal on a PostgreSQL server of its own, which runs until the block ends."""
        with postgresql(self.plant_beside_database(var)) as server:
            yield server


def _make(directory: Path, profile: str, **settings: object) -> Path:
    buildout(profile, directory, hosts="127.0.0.1", **settings)
    for command in (
        [directory / "bin" / "create-site"],
        [directory / "bin" / "instance", "run", ADD_GROUPS],
    ):
        done = run(*command)
        assert done.returncode == 0, done.stderr
    return directory / "var"
