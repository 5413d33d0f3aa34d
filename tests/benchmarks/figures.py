"""What the start page, statistics and the map take in a large library.

    .venv/bin/python tests/benchmarks/figures.py FOLDER 100000

Builds a portal of some hundred items in the folder, if there is none. Statistics and map
read the index alone, so that portal gets an index with as many alerts more, which have
values and no content: of 300 audiences, 4,000 places, 2,000 routes and 3,000 digits of
quantities. Prints the processor time of each request in this process, and of the search
for what is like one alert, which its page adds.
"""

import exercise
import subprocess
import sys
import transaction
from cases import GROUP, HTML, JSON, SITE
from cites.cug.access.guard import principals
from cites.cug.library.bitmaps import library_index, sets_of_catalog
from cites.cug.library.related import Facts, months_around, ranked, sharing
from cites.cug.operations.start import spare_collections
from collections.abc import Callable
from inside import log_in, request
from instance import configure
from opened import opened
from pathlib import Path
from plone import api
from pyroaring import BitMap
from random import Random
from statistics import median
from time import process_time
from typing import Any
from zope.component.hooks import setSite


#: Positions that no item of the small portal has.
FIRST = 1 << 20
TIMES = 30
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


if __name__ == "__main__":
    main()
