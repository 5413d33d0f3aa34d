"""What lists cost, by themselves and beside an earlier checkout.

    .venv/bin/python tests/benchmarks/lists.py
    .venv/bin/python tests/benchmarks/lists.py --before /tmp/before
    .venv/bin/python tests/benchmarks/lists.py --size 1000 --more 100000
    .venv/bin/python tests/benchmarks/lists.py --where "listing, JSON"

Prints the processor time of whole requests but for the socket, the median of many, and
what of it is beyond the health view. ``--before`` asks both checkouts in turn, each in
processes of its own, of the same data. ``--more`` asks the library and, in turn, a copy
whose index has so many alerts more, as ``figures.py`` makes them: they have values and no
content. ``--where`` says which parts of the code one of the requests spends its time in,
by looking at the running process a thousand times a second.
"""

import exercise
import figures
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import transaction
from argparse import ArgumentParser, Namespace
from cases import GROUP, HEALTH, HTML, JSON, LIBRARY, listings
from cites.cug.operations.start import spare_collections
from collections import Counter
from collections.abc import Callable, Iterator
from inside import answer_to, log_in
from instance import configure, environment
from mailbox_exercise import in_turn
from opened import opened
from pathlib import Path
from report import markdown
from sides import HERE, ROOT
from statistics import median
from topics_ours import fill, make_spaces
from types import FrameType
from typing import Any, NamedTuple
from zope.component.hooks import setSite


#: Of each topic.
COMMENTS = 10
FLOOR = "health view"
#: Part of the work → ends of file names and, of some, functions, the most special first.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "log-in and groups": (
        ("PluggableAuthService.py", "PropertiedUser.py", "/login/", "workspace/pas.py"),
        (),
    ),
    "roles and permissions": (
        ("borg/localrole/", "/access/held_roles.py", "ZopePolicy", "ufactory.py"),
        ("checkPermission", "getRoles", "validate"),
    ),
    "records (SQL)": (("sqlalchemy/", "/sql/"), ()),
    "full text": (("/cug/fulltext/",), ()),
    "index of the library": (("/library/bitmaps.py",), ()),
    "rows from the catalog": (("Products/ZCatalog/",), ("rows_of", "_page")),
    "language": (("plone/i18n/",), ()),
    "layers and hooks of the site": (
        ("plone/browserlayer/", "plone/theme/", "beforeTraverse.py", "PortalObject.py"),
        (),
    ),
    "last changes of the answer": (("transformchain/", "plone/protect/"), ()),
    "what may be published": (("/cug/access/",), ()),
    "database and transaction": (("/ZODB/", "transaction/", "Zope2/App/"), ()),
    "the service": (("/cites/cug/", "json/"), ()),
    "request and answer": (("HTTPRequest.py", "HTTPResponse.py", "cookies.py"), ()),
    "way to the service": (("BaseRequest.py", "plone/rest/"), ()),
}


class Request(NamedTuple):
    path: str
    accept: str = JSON
    #: Whether the client has the answer already.
    is_known: bool = False

    def asked(self, token: str) -> Callable[[], Any]:
        """The function that asks it, and sees that it is answered as it must be."""
        given, status = {}, "200"
        if self.is_known:
            answer = answer_to(self.path, self.accept, token)
            given, status = {"HTTP_IF_NONE_MATCH": answer.headers["etag"]}, "304"

        def ask() -> None:
            answer = answer_to(self.path, self.accept, token, **given)
            if not answer.status.startswith(status):
                raise RuntimeError(f"{self.path}: {answer.status} {answer.body[:500]!r}")

        return ask


def requests(size: int) -> dict[str, Request]:
    lists = {case.name: case.ours for case in listings(size)}
    found = {name: Request(work.paths[0], work.accept) for name, work in lists.items()}
    listed, topics = found["listing, JSON"].path, f"{GROUP}/@topics?b_size=25"
    item = f"{LIBRARY}/{exercise.sample(size)[0]}"
    typed = f"{GROUP}/first-results?q="
    pages = ("start page", "start page, JSON", "statistics, JSON", "statistics, page")
    return {
        FLOOR: Request(HEALTH, HTML),
        **found,
        "listing, known": Request(listed, is_known=True),
        "topics, JSON": Request(topics),
        "topics, known": Request(topics, is_known=True),
        "first results, rare word": Request(f"{typed}{exercise.RARE_WORD}", HTML),
        "first results, word of all": Request(f"{typed}exercise", HTML),
        "first results, two letters": Request(f"{typed}ex", HTML),
        "one item, JSON": Request(item),
        "one item, known": Request(item, is_known=True),
        "one item, page": Request(item, HTML),
        **{name: Request(*figures.REQUESTS[name]) for name in (*pages, "map")},
    }


def add_topics(folder: Path, number: int) -> None:
    """Topics as those of ``topics.py``, beside the library."""
    with opened(folder) as app:
        site = app[exercise.SITE]
        setSite(site)
        group = site["cheetahs"]
        if not group.workspaces.objectIds():
            spaces = make_spaces(group, exercise.READER)
            fill(spaces, number, COMMENTS, exercise.READER)
            transaction.commit()


def add_to_index(folder: Path, number: int) -> None:
    """Give the index of the library as many alerts more."""
    with opened(folder) as app:
        site = app[exercise.SITE]
        setSite(site)
        figures.fill(site, number)


def run(*arguments: object, checkout: Path = ROOT) -> str:
    """This program in a process of its own, with the code of a checkout."""
    sources = (checkout / "src").glob("cites.*")
    path = os.pathsep.join(map(str, (*sources, HERE)))
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**environment(), "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout.splitlines()[-1] if done.stdout else ""


def measure(folder: Path, size: int, chosen: Namespace) -> None:
    """Print the milliseconds of processor time of each request as JSON."""
    with opened(folder):
        spare_collections(None)  # as a process that serves does at its start
        token = log_in()
        wanted = requests(size)
        for one in wanted.values():  # an item counts as read from now on
            answer_to(one.path, one.accept, token)
        works = {
            name: one.asked(token)
            for name, one in wanted.items()
            if chosen.only in name or name == FLOOR
        }
        for work in works.values():
            for _time in range(20):  # the first ones take longer
                work()
        gc.collect()
        times = in_turn(works, chosen.seconds, rounds=10)
        print(json.dumps({name: [one.cpu for one in times[name]] for name in times}))


def where(folder: Path, size: int, name: str) -> None:
    """Print in which parts of the code one request spends its time."""
    seen: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[part_of(frame)] += 1

    with opened(folder):
        spare_collections(None)
        ask = requests(size)[name].asked(log_in())
        (turns,) = in_turn({name: ask}, 3, rounds=1).values()
        taken = median(turn.cpu for turn in turns)
        signal.signal(signal.SIGPROF, look)
        signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
        for _time in range(2000):
            ask()
        signal.setitimer(signal.ITIMER_PROF, 0)
    total = sum(seen.values())
    rows = [(one, f"{taken * number / total:.2f}") for one, number in seen.most_common()]
    print(markdown((name, "ms"), [*rows, ("all", f"{taken:.2f}")]))


def part_of(frame: FrameType | None) -> str:
    """The part that the innermost frame with a name in the table belongs to."""
    while frame is not None:
        code = frame.f_code
        for part, (files, functions) in PARTS.items():
            if code.co_name in functions or any(one in code.co_filename for one in files):
                return part
        frame = frame.f_back
    return "the rest"


def turns(chosen: Namespace) -> Iterator[list[dict[str, list[float]]]]:
    """Rounds of both checkouts, or of both libraries, in turn."""
    sides = [(chosen.before, 0)] if chosen.before else []
    sides += [(ROOT, more) for more in dict.fromkeys((0, chosen.more))]
    again = (__file__, "--size", chosen.size, "--only", chosen.only)
    for _round in range(chosen.rounds):
        found = []
        for checkout, more in sides:
            asked = ("--seconds", chosen.seconds, "--inside", kept(chosen, more))
            found.append(json.loads(run(*again, *asked, checkout=checkout)))
        yield found


def show(rounds: list[list[dict[str, list[float]]]], heads: tuple[str, ...]) -> str:
    """Medians of each case, and what of them is beyond the health view.

    With two sides also how many times as much the second takes, in all.
    """
    sides = [
        {name: median(t for one in side for t in one[name]) for name in side[0]}
        for side in zip(*rounds, strict=True)
    ]
    rows = [
        [name, *(f"{one[name]:.2f} ({one[name] - one[FLOOR]:.2f})" for one in sides)]
        for name in sides[0]
    ]
    if len(sides) == 2:
        heads, (first, second) = (*heads, "Times"), sides
        for row in rows:
            row.append(f"{second[row[0]] / first[row[0]]:.2f}")
    return markdown(("Request", *heads), rows)


def kept(chosen: Namespace, more: int = 0) -> Path:
    """The folder of the library, or of one with more in its index; built if need be."""
    folder = chosen.data / f"lists-{chosen.size}{f'-{more}' if more else ''}"
    if (folder / "built").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    if more:
        shutil.copytree(kept(chosen), folder)
        (folder / "built").unlink()
        configure(folder, port=0)
        run(__file__, "--build", folder, "--more", more)
    else:
        configure(folder, port=0)
        run(HERE / "build_ours.py", folder, chosen.size)
        run(__file__, "--build", folder, "--topics", chosen.topics)
    (folder / "built").touch()
    return folder


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    beside = parser.add_mutually_exclusive_group()
    beside.add_argument("--before", type=Path, help="a checkout to compare with")
    beside.add_argument("--more", type=int, default=0, help="in the index of a copy")
    parser.add_argument("--where", default="", metavar="REQUEST")
    parser.add_argument("--size", type=int, default=2000, help="items")
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--only", default="", help="requests with this in their name")
    parser.add_argument("--rounds", type=int, default=3, help="of each checkout in turn")
    parser.add_argument("--seconds", type=float, default=3, help="of each request")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--inside", type=Path, help="measure in this process, as JSON")
    parser.add_argument("--build", type=Path, help="only add what is asked for")
    chosen = parser.parse_args()
    sys.argv[1:] = []
    if chosen.inside:
        measure(chosen.inside, chosen.size, chosen)
        return
    if chosen.build:
        if chosen.more:
            add_to_index(chosen.build, chosen.more)
        else:
            add_topics(chosen.build, chosen.topics)
        return
    if chosen.where:
        where(kept(chosen, chosen.more), chosen.size, chosen.where)
        return
    heads = ("Before", "After") if chosen.before else ("ms of processor",)
    if chosen.more:
        heads = (f"{chosen.size:,} items", f"{chosen.more:,} more in the index")
    rounds = list(turns(chosen))
    print(f"{chosen.size:,} items, load {os.getloadavg()[0]:.1f}\n")
    print(show(rounds, heads))


if __name__ == "__main__":
    main()
