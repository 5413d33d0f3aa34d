"""What the start page, statistics and the map take in a large library.

    .venv/bin/python tests/benchmarks/figures.py FOLDER 100000

Builds a portal of some hundred items in the folder, if there is none. Statistics and map
read the index alone, so that portal gets an index with as many alerts more, which have
values and no content: of 300 audiences, 4,000 places, 2,000 routes and 3,000 digits of
quantities. Prints the processor time of each request in this process, and of the search
for what is like one alert, which its page adds. At the end the records get as many
messages in the reader's mailbox and events in the trail: for the summary, and for the
report on use.
"""

import exercise
import subprocess
import sys
import transaction
from cases import GROUP, HTML, JSON, SITE
from cites.cug.access.guard import principals
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.library.lists.bitmaps import library_index, sets_of_catalog
from cites.cug.library.lists.related import Facts, months_around, ranked, sharing
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.mailbox import need_mailboxes
from cites.cug.messaging.models import Delivery, Message
from cites.cug.operations.start import spare_collections
from cites.cug.trail_desk.use import Use, use_of
from collections.abc import Callable
from datetime import datetime, timedelta, UTC
from inside import log_in, request
from instance import configure
from opened import opened
from pathlib import Path
from plone import api
from pyroaring import BitMap
from random import Random
from sqlalchemy import event, func, insert, select
from sqlalchemy.engine import Engine
from statistics import median
from time import process_time
from typing import Any
from zope.component.hooks import setSite


#: Positions that no item of the small portal has.
FIRST = 1 << 20
TIMES = 30
#: So many rows are put into the records at once.
LOT = 5000
BUILT = "600"
REQUESTS = {
    "health view": (f"{SITE}/@@ok", HTML),
    "start page, JSON": (f"{GROUP}/@home", JSON),
    "start page": (f"{GROUP}/overview", HTML),
    "statistics, JSON": (f"{GROUP}/@statistics", JSON),
    "statistics of one country and year, JSON": (
        f"{GROUP}/@statistics?country=XA&from=2026-01-10&until=2026-12-20",
        JSON,
    ),
    "statistics, page": (f"{GROUP}/statistics", HTML),
    "map": (f"{GROUP}/map", HTML),
    "summary of a month, JSON": (f"{GROUP}/@summary?period=month", JSON),
    "summary of a month, page": (f"{GROUP}/summary?period=month", HTML),
}


def fill(site: Any, size: int) -> None:
    """Give the index as many alerts more."""
    group, dice = site["cheetahs"], Random(1)
    sets = sets_of_catalog(site.portal_catalog)
    with api.env.adopt_user(exercise.READER):
        mine = sorted(principals(group))
    audiences = [[*dice.sample(mine, 2), f"user:{number}"] for number in range(200)]
    audiences += [[f"user:{number}"] for number in range(100)]
    places = [
        f"{dice.randint(-600, 700) / 10}|{dice.randint(-1700, 1700) / 10}|place"
        for _place in range(4000)
    ]
    routes = ["|".join(dice.sample(CODES, 3)) for _route in range(2000)]
    digits = [
        f"{species}|{term}|{unit}|{digit}e{power}"
        for species in SPECIES
        for term in exercise.TERMS
        for unit in ("", "KIL")
        for digit in range(1, 6)
        for power in range(-1, 4)
    ][:3000]
    months = [
        f"{year}-{month:02}" for year in range(2016, 2027) for month in range(1, 13)
    ]
    found: dict[tuple[str, Any], list[int]] = {}
    for position in range(FIRST, FIRST + size):
        species = dice.choice(SPECIES)
        values = [("group", group.UID()), ("type", "Alert"), ("species", species)]
        values += [("token", one) for one in dice.choice(audiences)]
        values += [("state", dice.choice(tuple(exercise.STATES)))]
        values += [("incident_month", dice.choice(months))]
        values += [("country", dice.choice(CODES)), ("term", dice.choice(exercise.TERMS))]
        values += [("handling", dice.choice(exercise.HANDLING))]
        values += [("taxon", one) for one in (species, "Felidae", "Carnivora")]
        values += [("transport_mode", dice.choice(("air", "sea", "road")))]
        values += [("concealment", dice.choice(("crate", "luggage", "body")))]
        values += [("origin", dice.choice(CODES)), ("destination", dice.choice(CODES))]
        values += [("published", dice.randint(17000, 20700))]
        values += [("place", dice.choice(places)), ("route", dice.choice(routes))]
        values += [("quantity", one) for one in dice.sample(digits, 3)]
        for value in values:
            found.setdefault(value, []).append(position)
    for (name, value), positions in found.items():
        held = sets.setdefault(name, {})
        held[value] = held.get(value, BitMap()) | BitMap(positions)
    library_index(site.portal_catalog).fill(sets)
    transaction.commit()


CODES = [
    *exercise.COUNTRIES,
    *[
        "KE",
        "TZ",
        "UG",
        "SO",
        "ET",
        "AE",
        "SA",
        "YE",
        "DJ",
        "ZA",
        "NA",
        "BW",
        "CN",
        "TH",
        "VN",
        "FR",
        "ES",
    ],
]
SPECIES = [*exercise.SPECIES, *(f"Exercise species{number}" for number in range(46))]


def share_something(site: Any) -> int:
    """What the page of an alert asks the index for: who shares what with it."""
    group, index = site["cheetahs"], library_index(site.portal_catalog)
    facts = Facts(
        *([], [], []),
        *(["Exercise species7"], ["KE"], months_around(2026, 5), ["TZ"], ["AE"]),
        *(["sea"], ["crate"]),
    )
    asked = {"group": group.UID(), "type": "Alert"}
    seen = index.matching(principals(group), asked)
    return sum(len(here) for _s, _r, here in ranked(sharing(index, facts, seen)))


def fill_records(site: Any, size: int) -> None:
    """Give the reader's mailbox as many messages, and the trail as many events.

    Messages that nobody opens: sums and dates are all that is read of them. One in a
    thousand is a request for assistance.
    """
    group = site["cheetahs"]
    mailbox = need_mailboxes(session(), group.UID(), [exercise.READER])[exercise.READER]
    transaction.commit()
    now, path = datetime.now(UTC), "/".join(group.getPhysicalPath())
    with engine(records_url()).begin() as connection:
        there = select(func.count()).select_from(Message.__table__)
        if connection.execute(there).scalar_one() >= size:
            return
        for first in range(0, size, LOT):
            numbers = range(first, min(first + LOT, size))
            rows = [_message(group, number, now) for number in numbers]
            connection.execute(insert(Message.__table__), rows)
            rows = [_delivery(mailbox, number, now) for number in numbers]
            connection.execute(insert(Delivery.__table__), rows)
            rows = [_request(number) for number in numbers if number % 1000 == 0]
            connection.execute(insert(AssistanceRequest.__table__), rows)
            rows = [_event(path, number, now) for number in numbers]
            connection.execute(insert(AuditEvent.__table__), rows)


def _moment(number: int, now: datetime) -> datetime:
    """One every five minutes, the latest first: 100,000 go back a year."""
    return now - timedelta(minutes=5 * number)


def _message(group: Any, number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": f"{number:032x}",
        "group_uid": group.UID(),
        "thread": f"{number:032x}",
        "reply_to": None,
        "sender": "customs-xa",
        "sender_country": "XA",
        "sender_category": "customs",
        "sent": _moment(number, now),
        "handling": "amber",
        "answer_by": None,
        "receipt": False,
        "addressed": {},
        "recipients_total": 1,
        "attachments_total": 0,
        "details": None,
        "key_id": keyring().newest_id,
        **dict.fromkeys(("head", "words", "body"), b"x" * 400),
    }


def _delivery(mailbox: int, number: int, now: datetime) -> dict[str, Any]:
    return {
        "message_id": f"{number:032x}",
        "mailbox_id": mailbox,
        "thread": f"{number:032x}",
        "time": _moment(number, now),
        "folder": "archive",
        "kind": "received",
        "unread": False,
        "starred": False,
        "first_read": None,
        "trashed": None,
        "sealed_key": None,
    }


def _request(number: int) -> dict[str, Any]:
    empty = ("about", "answered", "closed", "reminded", "overdue_told")
    told = {"message_id": f"{number:032x}", "kind": "other", "state": "open"}
    return {**told, **dict.fromkeys(empty)}


def _event(path: str, number: int, now: datetime) -> dict[str, Any]:
    return {
        "time": _moment(number, now),
        "actor": f"member-{number % 200}",
        "action": ("message.send", "permit.consult", "library.add")[number % 3],
        "target": path,
        "target_uid": None,
        "ip": None,
        "detail": {},
    }


def report_use(site: Any) -> Use:
    """The report of the month that ends today."""
    last = datetime.now(UTC).date()
    return use_of(site["cheetahs"], last - timedelta(days=30), last, None)


def statements(work: Callable[[], Any]) -> int:
    """How many SQL statements it takes."""
    counted = []

    def note(*_told: Any) -> None:
        counted.append(1)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(counted)


def processor_ms(work: Callable[[], Any]) -> float:
    """The median of what it takes; without the first times."""
    times = []
    for _time in range(TIMES + 3):
        begin = process_time()
        work()
        times.append(1000 * (process_time() - begin))
    return median(times[3:])


def main() -> None:
    folder, size = Path(sys.argv[1]), int(sys.argv[2])
    if not (folder / "Data.fs").exists():
        configure(folder, 8080)
        builder = Path(__file__).parent / "build_ours.py"
        subprocess.run([sys.executable, builder, folder, BUILT], check=True)
    sys.argv[1:] = []
    with opened(folder) as app:
        site = app[exercise.SITE]
        setSite(site)
        fill(site, size)
        spare_collections(None)  # as a process that serves does at its start
        token = log_in()
        for path, accept in REQUESTS.values():  # the first time takes longer
            request(path, accept, token)
        floor = 0.0
        print(f"{size} alerts more | ms of processor | beyond the health view | kB")
        for name, (path, accept) in REQUESTS.items():
            taken = processor_ms(lambda p=path, a=accept: request(p, a, token))
            floor = floor or taken
            kilobytes = len(request(path, accept, token)) / 1000
            print(f"{name} | {taken:.1f} | {taken - floor:.1f} | {kilobytes:.0f}")
        setSite(site)
        with api.env.adopt_user(exercise.READER):
            taken = processor_ms(lambda: share_something(site))
            found = share_something(site)
        print(f"alerts that share something with one: {found} | {taken:.2f} | |")
        fill_records(site, size)
        name = "summary of a month, JSON"
        path, accept = REQUESTS[name]
        taken = processor_ms(lambda: request(path, accept, token))
        number = statements(lambda: request(path, accept, token))
        words = f"{name}, with {size} messages in the mailbox"
        print(f"{words}: {number} statements | {taken:.1f} | {taken - floor:.1f} |")
        setSite(site)
        taken = processor_ms(lambda: report_use(site))
        number = statements(lambda: report_use(site))
        words = f"report on the use of a month, of {size} events and messages"
        print(f"{words}: {number} statements | {taken:.1f} | |")


if __name__ == "__main__":
    main()
