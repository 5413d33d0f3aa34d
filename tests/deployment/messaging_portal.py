"""Real deployments with a large group, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tests.deployment.processes import (
    buildout,
    free_port,
    listens,
    ROOT,
    run,
    running,
    serving,
    wait_until,
)
from tests.deployment.seeds import Seeds


ADD_MEMBERS = ROOT / "tests" / "deployment" / "add_members.py"
#: Beside the demonstration's accounts, so that a message to all has 500 recipients.
MEMBERS = 491


@dataclass
class Deployment:
    """Programs that serve one portal, and the address of its records."""

    directory: Path
    records: str
    ports: dict[str, int] = field(
        default_factory=lambda: {"instance": free_port(), "instance2": free_port()}
    )

    def serve(self, name: str = "instance"):
        return serving(self.directory, name, self.ports[name])

    @contextmanager
    def both(self) -> Iterator[list[str]]:
        """Two processes of one portal."""
        with ExitStack() as stack:
            yield [stack.enter_context(self.serve(name)) for name in self.ports]

    def build(self, profile: str, **settings: object) -> None:
        first, second = self.ports.values()
        buildout(
            profile,
            self.directory,
            hosts="127.0.0.1",
            http_address=f"127.0.0.1:{first}",
            http_address2=f"127.0.0.1:{second}",
            **settings,
        )

    def add_members(self, number: int = MEMBERS) -> None:
        done = run(self.directory / "bin" / "instance", "run", ADD_MEMBERS, number)
        assert done.returncode == 0, done.stderr


@contextmanager
def on_sqlite(
    directory: Path, seeds: Seeds, members: int = MEMBERS
) -> Iterator[Deployment]:
    """One process with FileStorage."""
    seeds.plant(directory / "var")
    records = f"sqlite:///{directory}/var/records/records.sqlite"
    deployment = Deployment(directory, records)
    deployment.build("production.cfg")
    deployment.add_members(members)
    yield deployment


@contextmanager
def with_zeo(single: Deployment, directory: Path) -> Iterator[Deployment]:
    """Two processes on what one process has served."""
    deployment = Deployment(directory, single.records)
    zeo = free_port()
    address = f"127.0.0.1:{zeo}"
    deployment.build("zeo.cfg", zeo_address=address, var=single.directory / "var")
    log = directory / "zeoserver.log"
    with running(directory / "bin" / "zeoserver", "fg", log=log) as server:
        wait_until(lambda: listens(zeo), server, log)
        yield deployment


@contextmanager
def on_postgresql(
    directory: Path, seeds: Seeds, members: int = MEMBERS
) -> Iterator[Deployment]:
    """Two processes, content and records in one database."""
    with seeds.planted(directory / "var") as server:
        place = f"host={server.socket}&port={server.port}"
        deployment = Deployment(directory, f"postgresql+psycopg2://cug@/cug?{place}")
        deployment.build(
            "postgresql.cfg", database_host=server.socket, database_port=server.port
        )
        deployment.add_members(members)
        yield deployment
