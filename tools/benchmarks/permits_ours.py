"""``permits_ours.py FOLDER PERMITS SECONDS [RECORDS]``

Fills a registry that is not there yet as an import does, then prints as JSON, for each
case, median and 95th percentile by the clock and the median of processor time, in
milliseconds.
"""

import json
import permits_exercise as exercise
import sys
import time
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.proofs import prove_rows
from cites.cug.core.sql.session import engine, session
from cites.cug.permits import queries
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.lookup import consult
from cites.cug.permits.models import PermitRow, PermitSource
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PermitSearch
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from inside import request
from instance import configure
from itertools import count
from mailbox_exercise import in_turn, PASSWORD, READER, summary
from one_group import make_group
from opened import opened
from pathlib import Path
from sqlalchemy import case, func, select, update
from typing import Any
from zope.component.hooks import setSite


JSON = "application/json"
#: Permits of one import.
FILE = 10_000
#: Those that are looked up lie all over the registry.
STRIDE = 7919
FAMILIAR, RARE = exercise.species(0), exercise.species(300)
QUESTIONS = {
    "all": {},
    "a frequent species": {"species": FAMILIAR},
    "a rare species": {"species": RARE},
    "a genus": {"species": FAMILIAR.split()[0]},
    "a frequent species, lost": {"species": FAMILIAR, "status": Status.LOST_OR_STOLEN},
    "a country": {"country": "XA"},
    "a rare country, replaced": {"country": "XW", "status": Status.REPLACED},
    "valid today": {"valid_on": exercise.LAST_DAY},
    "valid long ago": {"valid_on": date(2018, 5, 1)},
    "an origin, valid long ago": {"origin_country": "XC", "valid_on": date(2018, 5, 1)},
    "an origin": {"origin_country": "XA"},
}
COUNTED = ("all", "a frequent species", "a country", "valid long ago")


def build(app: Any) -> None:
    make_group(app, READER, category=Category.SECRETARIAT)
    transaction.commit()


def fill(permits: int) -> float:
    """Permits a second, of the last import."""
    rate = 0.0
    for start in range(0, permits, FILE):
        numbers = range(start, min(start + FILE, permits))
        rate = store([exercise.permit(number, permits) for number in numbers])
        print(f"{numbers.stop:,} permits, {rate:,.0f} a second", file=sys.stderr)
    table = PermitRow.__table__
    with engine(records_url()).begin() as connection:
        # By the last two digits of their numbers.
        ends = {f"{end:02}": one.value for end, one in enumerate(exercise.STATUSES)}
        status = case(ends, value=func.substr(table.c.key, 9, 2), else_=table.c.status)
        connection.execute(update(table).values(status=status))
        rows = connection.execute(select(table))
        for some in rows.partitions(FILE):
            prove_rows(connection, PermitRow, [row._asdict() for row in some])
    with engine(records_url()).connect() as connection:
        # PostgreSQL does so by itself some time after a change, SQLite never.
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("VACUUM ANALYZE")
    return rate


def store(permits: list[Any]) -> float:
    since = time.perf_counter()
    store_permits(permits, source=PermitSource.IMPORT, acting_user=READER)
    transaction.commit()
    return len(permits) / (time.perf_counter() - since)


def keys(permits: int) -> Iterator[tuple[str, str]]:
    """Country and number of one permit after the other."""
    for turn in count(1):
        number = turn * STRIDE % permits
        yield exercise.country_of(number), exercise.number_of(number)


def look_up(known: Iterator[tuple[str, str]]) -> None:
    today = exercise.LAST_DAY
    assert consult(*next(known), today=today, acting_user=READER).registered
    transaction.commit()


def works(permits: int) -> dict[str, Callable[[], object]]:
    """What the registry takes by itself."""
    asked = {name: PermitSearch(**question) for name, question in QUESTIONS.items()}
    fresh = count(permits)

    def bring_in() -> None:
        store([exercise.permit(next(fresh), permits) for _one in range(FILE // 10)])

    def ask(work: Any, wanted: PermitSearch) -> None:
        work(wanted, acting_user=READER)
        transaction.abort()

    searches = {
        f"search: {name}": partial(ask, queries.search, wanted)
        for name, wanted in asked.items()
    }
    counts = {
        f"statistics: {name}": partial(ask, queries.statistics, asked[name])
        for name in COUNTED
    }
    look = {"look-up": partial(look_up, keys(permits))}
    return look | searches | counts | {f"import of {FILE // 10:,} permits": bring_in}


def requests(permits: int) -> dict[str, Callable[[], object]]:
    """Whole requests, but for the socket."""
    asked = {"login": READER, "password": PASSWORD}
    token = json.loads(request("/portal/@login", JSON, body=asked))["token"]
    known = keys(permits)

    def ask(path: str, accept: str = JSON) -> bytes:
        return request(f"/portal/{path}", accept, token)

    def find() -> None:
        country, number = next(known)
        found = ask(f"@permits?country={country}&number={number}")
        assert number.encode() in found

    return {
        "health view": lambda: ask("@@ok", "text/html"),
        "look-up, JSON": find,
        "look-up of none, JSON": lambda: ask("@permits?country=XA&number=none"),
        "search, first page, JSON": lambda: ask("@permits/search"),
        "search, filtered, JSON": lambda: ask(
            f"@permits/search?species={FAMILIAR.replace(' ', '+')}&status=used"
        ),
        "statistics, JSON": lambda: ask("@permits/statistics"),
    }


def main() -> None:
    home, permits, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    records = sys.argv[4] if len(sys.argv) > 4 else None
    sys.argv[1:] = []
    configure(home, 0, records)
    result = {}
    with opened(home) as app:
        if "portal" not in app.objectIds():
            build(app)
        setSite(app.portal)
        if session().scalar(select(PermitRow.id).limit(1)) is None:
            transaction.abort()
            per_second = fill(permits)
            result["last import of all, ms a permit"] = [1000 / per_second] * 3
        transaction.abort()
        times = in_turn(requests(permits), seconds) | in_turn(works(permits), seconds)
        transaction.abort()
    print(json.dumps(result | {name: summary(turns) for name, turns in times.items()}))


if __name__ == "__main__":
    main()
