"""``trail_ours.py FOLDER EVENTS SEALED EXPORTED SECONDS [RECORDS]``

Fills the trail by one statement and seals the first of its events, as the portal does;
what the folder has already is used again. Then prints as JSON, for each case, median and
95th percentile by the clock and the median of processor time, in milliseconds. What is
compared with and without the trail is taken in turn, in this one run.
"""

import json
import sys
import time
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail import sealing, trail
from cites.cug.core.trail.tree_check import ADDED, check_trail
from cites.cug.membership.actions import admit_member
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.messaging.start import check_keys
from cites.cug.trail_desk.event_files import csv_portions, json_portions
from cites.cug.trail_desk.events import all_events, EventSearch
from cites.cug.web.limits.interfaces import MOST
from cites.cug.web.limits.use import Limit, PREFIX
from collections.abc import Callable, Iterator
from collective.workspace.interfaces import IWorkspace
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, timedelta, UTC
from functools import partial
from inside import request
from instance import configure
from itertools import count
from mailbox_exercise import GROUP, in_turn, PASSWORD, READER, SENDER, summary, text
from opened import opened
from pathlib import Path
from permits_ours import build, fill, JSON, keys, look_up
from plone import api
from sqlalchemy import Connection
from sqlalchemy import text as SQL
from statistics import median
from typing import Any
from unittest.mock import patch
from zope.component.hooks import setSite


PERMITS = 2000
#: Of a thousand events, so many are of the group.
OF_GROUP = 700
#: Who did them, one after the other: members of the group.
MEMBERS = 499
#: Stands in the details of one event of a hundred thousand.
RARE_WORD = "quokka"
SQLITE = """
    WITH RECURSIVE numbers (n) AS
    (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {events})
"""
POSTGRESQL = "WITH numbers (n) AS (SELECT generate_series(1, {events}))"
FILL = """
    INSERT INTO audit_event
    (time, actor, action, target, target_uid, ip, detail, credential)
    {numbers} SELECT {time}, 'member-' || (n % {members}),
    CASE WHEN n % 1000000 = 500000 THEN 'member.suspend'
    WHEN n % 10000 = 300 THEN 'refusal.forbidden'
    WHEN n % 4 = 0 THEN 'library.download' WHEN n % 4 = 1 THEN 'permit.consult'
    WHEN n % 4 = 2 THEN 'login' ELSE 'library.edit' END,
    CASE WHEN n % 1000 < {of_group} THEN '/portal/{group}/library/item-' || (n % 3000)
    ELSE '/portal' END, NULL, '192.0.' || (n % 200) || '.0/24',
    CAST(CASE WHEN n % 100000 = 70 THEN '{{"field": "{rare}", "marked": true}}'
    ELSE '{{"field": "file", "marked": true}}' END AS {json}), 'session' FROM numbers
"""
SQLITE_ALL = """
    SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'audit_event'
    AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type
"""
INDEXES = """
    SELECT 'index', indexname, indexdef FROM pg_indexes
    WHERE tablename = 'audit_event' AND indexname <> 'audit_event_pkey'
"""
#: So many are sealed in batches of the usual size, and measured.
MEASURED = 50_000
#: What JSON is kept as.
JSON_TYPES = {"sqlite": "TEXT", "postgresql": "json"}
TIMES = {
    "sqlite": (
        "strftime('%Y-%m-%d %H:%M:%f000', 'now', ((n - {events}) * 3) || ' seconds')"
    ),
    "postgresql": "now() + 3 * (n - {events}) * interval '1 second'",
}


def add_sender(site: Any) -> None:
    site.acl_users.userFolderAddUser(SENDER, PASSWORD, ["Member"], [])
    who = {"country": "XA", "acting_user": READER}
    admit_member(site[GROUP], SENDER, Category.CUSTOMS, **who)
    roster = IWorkspace(site[GROUP]).members
    entry = dict(roster[SENDER])
    for number in range(MEMBERS):
        roster[f"member-{number}"] = {**entry, "user": f"member-{number}"}
    for limit in Limit:
        api.portal.set_registry_record(f"{PREFIX}.{limit.value}", MOST)
    transaction.commit()
    check_keys()


def fill_trail(events: int, sealed: int) -> None:
    """Without indexes and trigger meanwhile, or ten million take hours."""
    with engine(records_url()).begin() as connection:
        name = connection.dialect.name
        newest = connection.scalar(SQL("SELECT max(id) FROM audit_event"))
        numbers = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[name]
        values = {
            "numbers": numbers.format(events=events),
            "time": TIMES[name].format(events=events),
            "json": JSON_TYPES[name],
            **{"of_group": OF_GROUP, "group": GROUP},
            **{"members": MEMBERS, "rare": RARE_WORD},
        }
        with bare_table(connection):
            connection.execute(SQL(FILL.format(**values)))
        waiting = "INSERT INTO audit_unsealed SELECT id FROM audit_event WHERE id "
        limit = {"first": newest, "last": newest + sealed}
        connection.execute(SQL(f"{waiting} > :first AND id <= :last"), limit)
    with engine(records_url()).connect() as connection:
        # PostgreSQL does so by itself some time after a change, SQLite never.
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("VACUUM ANALYZE audit_event")


@contextmanager
def bare_table(connection: Connection) -> Iterator[None]:
    """The table of events without its indexes and its trigger."""
    is_sqlite = connection.dialect.name == "sqlite"
    dropped = connection.exec_driver_sql(SQLITE_ALL if is_sqlite else INDEXES).all()
    for kind, name, _made_by in dropped:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    if not is_sqlite:
        connection.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER USER")
    yield
    for _kind, _name, made_by in dropped:
        connection.exec_driver_sql(made_by)
    if not is_sqlite:
        connection.exec_driver_sql("ALTER TABLE audit_event ENABLE TRIGGER USER")


def seal(sealed: int) -> dict[str, list[float]]:
    """Milliseconds an event, of the last ones; the others in larger batches."""
    with engine(records_url()).connect() as connection:
        more = connection.scalar(SQL("SELECT count(*) FROM audit_unsealed"))
    usual, began = sealing.BATCH, time.perf_counter()
    with patch.object(sealing, "BATCH", 10 * usual):
        while more > MEASURED:
            sealing.seal_waiting()
            more -= 10 * usual
    wall, cpu, done = time.perf_counter(), time.process_time(), max(more, 1)
    while sealing.seal_waiting():
        pass
    each = 1000 * (time.perf_counter() - wall) / done
    each_cpu = 1000 * (time.process_time() - cpu) / done
    print(f"{sealed:,} sealed, {time.perf_counter() - began:,.0f} s", file=sys.stderr)
    return {"sealing, an event": [each, each, each_cpu]}


def verify() -> dict[str, list[float]]:
    """Milliseconds an event, of all that are sealed."""
    wall, cpu = time.perf_counter(), time.process_time()
    with engine(records_url()).connect() as connection:
        outcome = check_trail(connection)
    # Those that are not sealed here are in no tree.
    assert all(one.words == ADDED for one in outcome.findings), outcome
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{outcome.checked:,} verified, {wall:,.0f} s, {cpu:,.0f} s", file=sys.stderr)
    each, each_cpu = (1000 * one / outcome.checked for one in (wall, cpu))
    return {"verify, an event": [each, each, each_cpu]}


def requests() -> dict[str, Callable[[], object]]:
    """Whole requests, but for the socket."""
    who = {"login": READER, "password": PASSWORD}
    token = json.loads(request("/portal/@login", JSON, body=who))["token"]

    def ask(path: str, accept: str = JSON) -> bytes:
        return request(f"/portal/{path}", accept, token)

    trail_of = f"{GROUP}/@audit"
    one = json.loads(ask(f"{trail_of}?actor=member-7"))["items"][-1]["id"]
    return {
        "health view": lambda: ask("@@ok", "text/html"),
        "trail, first page, JSON": lambda: ask(trail_of),
        "trail, next page, JSON": lambda: ask(f"{trail_of}?b_start=50"),
        **{
            f"trail, {name}, JSON": partial(ask, f"{trail_of}?{query}")
            for name, query in filters(datetime.now(UTC).date()).items()
        },
        "one event, JSON": lambda: ask(f"{trail_of}/event?event={one}"),
        "unusual use, JSON": lambda: ask(f"{trail_of}/unusual"),
    }


def filters(today: date) -> dict[str, str]:
    """What an officer would ask for; the last ones go far back, or find little."""
    month = f"since={today - timedelta(days=60)}&until={today - timedelta(days=30)}"
    thing = f"/portal/{GROUP}/library/item-7"
    return {
        "of a member": "actor=member-7",
        "a frequent action": "action=library.edit",
        "a network": "network=192.0.7.0/24",
        "the last week": f"since={today - timedelta(days=7)}",
        "a member's log-ins": "actor=member-7&action=login",
        "a past month": month,
        "a member in a past month": f"actor=member-7&{month}",
        "a past month's refusals": f"result=refused&{month}",
        "what was refused": "result=refused",
        "of one thing": f"target={thing}",
        "of one thing in a past month": f"target={thing}&{month}",
        "a rare action": "action=member.suspend",
        "a rare word in a past month": f"q={RARE_WORD}&{month}",
        "a rare word": f"q={RARE_WORD}",
        "a word that is nowhere": "q=zebra",
    }


def exports(group: Any, exported: int) -> dict[str, list[float]]:
    """Seconds, as milliseconds, of so many events of the group."""
    found = {}
    for name, write in (("CSV", csv_portions), ("JSON lines", json_portions)):
        portions = all_events(group, EventSearch(), acting_user=READER)
        start, start_cpu = time.perf_counter(), time.process_time()
        size = sum(map(len, write(limited(portions, exported))))
        wall, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        transaction.abort()
        found[f"{exported:,} as {name}"] = [wall * 1000, wall * 1000, cpu * 1000]
        print(f"{name}: {size:,} bytes, {wall:.1f} s, {cpu:.1f} s", file=sys.stderr)
    return found


def limited(portions: Iterator[Any], most: int) -> Iterator[Any]:
    done = 0
    for portion in portions:
        yield portion
        done += len(portion)
        if done >= most:
            return


@contextmanager
def without_trail() -> Iterator[None]:
    """Whoever records calls something that does nothing."""
    names = ("record", "record_at_once")
    nothing = {getattr(trail, name): name for name in names}
    patches = [
        patch.object(module, name, lambda *_arguments, **_more: None)
        for module in list(sys.modules.values())
        for name in names
        if getattr(module, "__name__", "").startswith("cites.cug")
        and module.__dict__.get(name) in nothing
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def compared(group: Any, seconds: float) -> dict[str, list[float]]:
    """The processor time of what is done with the trail, divided by that without."""
    known = keys(PERMITS)
    letter = Letter("EXERCISE", f"<p>{text(1)}</p>")
    to = Addressees(to=(READER,))

    def send() -> None:
        send_message(group, letter, to, acting_user=SENDER)
        transaction.commit()

    found = {}
    for name, work in {"message": send, "look-up": partial(look_up, known)}.items():
        times: dict[str, list[float]] = {"with": [], "without": []}
        end = time.perf_counter() + 10 * seconds
        for turn in count():
            if turn > 20 and time.perf_counter() > end:
                break
            for kind in ("with", "without"):
                with without_trail() if kind == "without" else nullcontext():
                    start = time.process_time()
                    work()
                    times[kind].append(time.process_time() - start)
        with_it, bare = (median(times[kind]) for kind in ("with", "without"))
        found[f"{name}, with the trail"] = [with_it * 1000] * 3
        found[f"{name}, without"] = [bare * 1000] * 3
        found[f"{name}, ratio"] = [with_it / bare] * 3
    return found


def main() -> None:
    home, (events, sealed, exported) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    seconds = float(sys.argv[5])
    records = sys.argv[6] if len(sys.argv) > 6 else None
    sys.argv[1:] = []
    configure(home, 0, records)
    # Written once all is there.
    kept = home / "filled.json"
    with opened(home) as app:
        if kept.exists():
            result = json.loads(kept.read_text())
            setSite(app.portal)
        else:
            build(app)
            setSite(app.portal)
            add_sender(app.portal)
            fill(PERMITS)
            transaction.abort()
            result = compared(app.portal[GROUP], seconds)
            seal(0)
            fill_trail(events, sealed)
            result |= seal(sealed)
            kept.write_text(json.dumps(result))
        group = app.portal[GROUP]
        times = in_turn(requests(), seconds)
        transaction.abort()
        result |= {name: summary(turns) for name, turns in times.items()}
        print(json.dumps(result), file=sys.stderr)
        setSite(app.portal)
        result |= exports(group, exported)
        result |= verify()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
