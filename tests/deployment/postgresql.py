"""A PostgreSQL server of our own, from Debian's package, reached by its socket."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tests.deployment.processes import free_port
from typing import NamedTuple


OWNER = "postgres"


class Server(NamedTuple):
    socket: Path
    port: int
    database: str = "cug"

    def start(self) -> None:
        options = (
            f"-c listen_addresses= -c unix_socket_directories={self.socket}"
            f" -p {self.port} -F"
        )
        log = self.socket / "log"
        _run("pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        """End it; at once, all connections are lost."""
        _run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    @property
    def data(self) -> Path:
        return self.socket / "data"

    def query(self, statement: str) -> list[str]:
        """The first column of the answer."""
        connection = ["-h", self.socket, "-p", str(self.port), "-U", OWNER]
        command = [_programs() / "psql", "-XAt", *connection, "-c", statement]
        done = subprocess.run(
            [*command, self.database], check=True, capture_output=True, text=True
        )
        return done.stdout.split()

    def restart(self) -> None:
        """Break off all that is going on, and serve again."""
        _run("pg_ctl", "-D", self.socket / "data", "-m", "fast", "-w", "restart")

    def tables(self) -> set[str]:
        listing = "select tablename from pg_tables where schemaname = 'public'"
        return set(self.query(listing))


def copy_data(data: Path, place: Path) -> Path:
    """Copy what a server has that is not running; the files stay its account's."""
    subprocess.run(["cp", "-a", data, place], check=True)
    return place


@cache
def _empty() -> Path:
    """The data of a server with an empty database, made once for all copies."""
    home = _home()
    atexit.register(shutil.rmtree, home)
    server = Server(home, free_port())
    _run("initdb", "-D", server.data, "-U", OWNER, "-A", "trust", "--no-sync")
    server.start()
    connection = ("-h", home, "-p", server.port, "-U", OWNER)
    _run("createuser", *connection, "cug")
    _run("createdb", *connection, "-O", "cug", server.database)
    server.stop("fast")
    return server.data


def _home() -> Path:
    """A folder for a server: not below pytest's, which its account may not enter."""
    home = Path(tempfile.mkdtemp(prefix="cug-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(home, OWNER)
    return home


@contextmanager
def postgresql(data: Path | None = None) -> Iterator[Server]:
    """Serve an empty database `cug` of a user `cug` until the block ends.

    With ``data``, a copy of what another server had.
    """
    home = _home()
    server = Server(home, free_port())
    try:
        copy_data(data or _empty(), server.data)
        server.start()
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(home)


def _programs() -> Path:
    """Debian keeps each version apart; the newest serves."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return max(versions, key=lambda path: float(path.parent.name))


def _run(name: str, *arguments: object) -> None:
    """The server refuses to run as root, so its account does."""
    command = [str(_programs() / name), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", OWNER, "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
