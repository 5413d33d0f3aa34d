"""Upgrades a portal again and again, killed at evenly spread points of its work.

    upgrade_kills.py ZOPE_CONF KEPT POINTS [SOCKET PORT]

KEPT is a copy of its data, from which each upgrade begins. Each runs in a fork of that. A
first one runs to its end and counts: each statement of the records, each object of the
content that is changed, each step of a commit is a point. Then as many as POINTS are
killed, the first at its first point and the last at its last. Each is told of in a line
of JSON: which of the stores is not as it was, row by row and object by object. Where that
was not seen before, the next upgrade ends what was begun, and the portal is verified.
"""

import gc
import json
import os
import signal
import sys
import Zope2.App.startup
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.operations.progress import Progress
from cites.cug.operations.stores import content_section, read_configuration, Stores
from cites.cug.operations.upgrade import bring_to_newest
from cites.cug.operations.verification import verify_portal
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from OFS.Application import import_products
from pathlib import Path
from shutil import copytree, rmtree
from sqlalchemy import Engine, event, inspect
from tests.deployment.postgresql import OWNER, Server
from typing import Any
from ZODB.Connection import Connection
from ZODB.utils import u64
from Zope2.App import patches


#: A copy of the database, from which it is made anew.
COPY = "kept"
#: What changes content; each step of a commit may be the last that is done.
STEPS = ("register", "tpc_begin", "commit", "tpc_vote", "tpc_finish")


def load() -> None:
    """Import all programs and read their ZCML, and open no database."""
    patches.apply_patches()
    import_products()
    Zope2.App.startup.load_zcml()
    Zope2.App.startup.load_zcml = lambda: None
    # No fork looks through all of it for garbage, which would copy it.
    gc.freeze()


def in_a_fork(work: Callable[[], Any]) -> Any:
    """What the work returns; None if it was killed. What it raises is shown."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writing, json.dumps(work()).encode())
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, "rb") as pipe:
        told = pipe.read()
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    if status:
        sys.exit(f"The work ended with {status}.")
    return json.loads(told)


def upgrade_until(last: float) -> int:
    """Upgrade, but end as by ``kill -9`` at that point; how many points there are."""
    passed = 0

    def count(*_arguments: Any) -> None:
        nonlocal passed
        passed += 1
        if passed >= last:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(name: str) -> Callable:
        step = getattr(Connection, name)

        def do(*arguments: Any) -> Any:
            count()
            done = step(*arguments)
            count()
            return done

        return do

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    for name in STEPS:
        setattr(Connection, name, counted(name))
    bring_to_newest(Progress(quiet=True))
    return passed


def look() -> dict[str, str]:
    """A digest of all that each store holds."""
    with closing(content_section().open()) as storage:
        content = sorted(objects_of(storage))
    with engine(records_url()).connect() as connection:
        names = sorted(inspect(connection).get_table_names())
        rows = [(name, sorted(rows_of(connection, name))) for name in names]
    return {"records": digest(rows), "content": digest(content)}


def objects_of(storage: Any) -> Iterator[tuple[int, str]]:
    """The number of each object, and a digest of it as it is now."""
    place = None
    while True:
        oid, _tid, data, place = storage.record_iternext(place)
        yield u64(oid), digest(data)
        if place is None:
            return


def rows_of(connection: Any, name: str) -> Iterator[str]:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"')
    names = list(rows.keys())
    return (repr((names, [kept(value) for value in row])) for row in rows)


def kept(value: Any) -> Any:
    """PostgreSQL's driver gives bytes as views of memory."""
    return bytes(value) if isinstance(value, memoryview) else value


def digest(value: Any) -> str:
    return sha256(repr(value).encode()).hexdigest()


def verify(stores: Stores) -> list[str]:
    return [str(fault) for fault in verify_portal(stores, Progress(quiet=True))]


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def remake(server: Server, name: str, template: str) -> None:
    """Make a database as another is now."""
    maintenance = server._replace(database=OWNER)
    maintenance.query(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    maintenance.query(f"CREATE DATABASE {name} TEMPLATE {template} OWNER cug")


def main(zope_conf: str, copy: str, points: str, *place: str) -> None:
    stores = read_configuration(zope_conf)
    load()

    server = Server(Path(place[0]), int(place[1])) if place else None
    if server:
        remake(server, COPY, server.database)

    def fill() -> None:
        if server:
            remake(server, server.database, COPY)
        rmtree(stores.var)
        copytree(copy, stores.var)

    def ended() -> dict[str, Any]:
        """What the next upgrade says, and what is wrong with the portal after it."""
        outcome = in_a_fork(lambda: bring_to_newest(Progress(quiet=True)))
        return {"outcome": outcome, "faults": in_a_fork(lambda: verify(stores))}

    fill()
    before = in_a_fork(look)
    total = in_a_fork(lambda: upgrade_until(float("inf")))
    tell(points=total, **ended())
    seen: list[dict[str, bool]] = []
    last = int(points) - 1
    for number in range(int(points)):
        point = 1 + round(number * (total - 1) / last)
        fill()
        killed = in_a_fork(lambda point=point: upgrade_until(point)) is None
        left = in_a_fork(look)
        is_new = {name: left[name] != before[name] for name in left}
        # What is left is one of few things: each is brought to its end once.
        more = {} if is_new in seen else ended()
        seen.append(is_new)
        tell(point=point, killed=killed, is_new=is_new, **more)


if __name__ == "__main__":
    main(*sys.argv[1:])
