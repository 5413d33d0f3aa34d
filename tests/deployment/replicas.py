"""Two PostgreSQL servers: one that is written to, and one that follows it at once."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tests.deployment.postgresql import _run, copy_data, OWNER, Server
from tests.deployment.processes import free_port
from typing import NamedTuple


class Pair(NamedTuple):
    """Both servers; the portal is told both, and takes the one that can be written to."""

    primary: Server
    standby: Server

    @property
    def hosts(self) -> str:
        return f"{self.primary.socket},{self.standby.socket}"

    @property
    def ports(self) -> str:
        return f"{self.primary.port},{self.standby.port}"

    def lose_primary(self) -> None:
        """As a power cut would: nothing is written any more, nobody is told."""
        data = self.primary.socket / "data"
        _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

    def promote(self) -> None:
        _run("pg_ctl", "-D", self.standby.socket / "data", "-w", "promote")


@contextmanager
def replicated(data: Path) -> Iterator[Pair]:
    """A primary that acknowledges a commit when its standby has it too.

    Both begin with a copy of the data.
    """
    homes = [Path(tempfile.mkdtemp(prefix="cug-postgresql-")) for _turn in range(2)]
    pair = Pair(*(Server(home, free_port()) for home in homes))
    primary, standby = pair
    for home in homes:
        if os.geteuid() == 0:
            shutil.chown(home, OWNER)
    try:
        first = primary.socket / "data"
        copy_data(data, first)
        with (first / "pg_hba.conf").open("a", encoding="utf-8") as file:
            file.write("local replication all trust\n")
        _start(primary)
        connection = ("-h", primary.socket, "-p", primary.port, "-U", OWNER)
        # -R: it follows the server that it was copied from.
        copied = ("-D", standby.socket / "data", "-R", "--no-sync", "-c", "fast")
        _run("pg_basebackup", *connection, *copied)
        _start(standby)
        # On the command line of the first alone: the second must not wait for a standby
        # of its own once it has taken over.
        _run("pg_ctl", "-D", first, "-m", "fast", "-w", "stop")
        _start(primary, "-c synchronous_standby_names=*")
        yield pair
    finally:
        for home in homes:
            if (home / "data" / "postmaster.pid").exists():
                _run("pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
            shutil.rmtree(home)


def _start(server: Server, more: str = "") -> None:
    options = (
        f"-c listen_addresses= -c unix_socket_directories={server.socket}"
        f" -p {server.port} {more}"
    )
    folder = server.socket
    files = ("-D", folder / "data", "-l", folder / "log")
    _run("pg_ctl", *files, "-o", options, "-w", "start")
