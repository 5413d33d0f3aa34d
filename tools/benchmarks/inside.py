"""Requests answered in this process: what they load, and where their time goes.

``inside.py FOLDER SIZE`` prints, as JSON, how many library items our lists load from a
cold cache. ``inside.py FOLDER SIZE --profile CASE`` prints a profile of one case.
"""

import cProfile
import exercise
import json
import pstats
import sys
import Zope2
from argparse import ArgumentParser
from cases import Case, cases, SITE
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from opened import opened
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from ZODB.Connection import Connection
from ZPublisher.WSGIPublisher import publish_module


LISTS = (
    "listing, JSON",
    "filtered listing, JSON",
    "full-text search, JSON",
    "listing, page",
)
ITEMS = ("Alert", "LibraryDocument", "Document")


class Answer(NamedTuple):
    """What a request was answered."""

    status: str
    #: By their names in small letters.
    headers: dict[str, str]
    body: bytes


def answer_to(
    path: str,
    accept: str,
    token: str = "",
    body: dict | None = None,
    application: Callable = publish_module,
    **headers: str,
) -> Answer:
    """The whole of a request but for the socket and, unless it is given, the door.

    ``headers`` as WSGI names them.
    """
    asked = urlsplit(path)
    data = json.dumps(body).encode() if body is not None else b""
    environ = {
        "REQUEST_METHOD": "GET" if body is None else "POST",
        "SERVER_NAME": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path,
        "QUERY_STRING": asked.query,
        "HTTP_ACCEPT": accept,
        "CONTENT_TYPE": "application/json" if body is not None else "",
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": BytesIO(data),
        "wsgi.url_scheme": "http",
        **headers,
    }
    if token:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    begun = []
    parts = application(
        environ, lambda status, given, *more: begun.append((status, given))
    )
    (status, given), *_more = begun
    told = {name.lower(): value for name, value in given}
    return Answer(status, told, b"".join(parts))


def request(path: str, *arguments: Any, **options: Any) -> bytes:
    """The same; the body of an answer that must be one of success."""
    answer = answer_to(path, *arguments, **options)
    if not answer.status.startswith("20"):
        raise RuntimeError(f"{path}: {answer.status} {answer.body[:500]!r}")
    return answer.body


def log_in() -> str:
    data = {"login": exercise.READER, "password": exercise.PASSWORD}
    answer = request(f"{SITE}/@login", "application/json", body=data)
    return json.loads(answer)["token"]


@contextmanager
def counted_loads() -> Iterator[Counter]:
    """Objects that are loaded from the database meanwhile, by class."""
    loads = Counter()
    setstate = Connection.setstate

    def counting(connection, obj):
        loads[type(obj).__name__] += 1
        return setstate(connection, obj)

    Connection.setstate = counting
    try:
        yield loads
    finally:
        Connection.setstate = setstate


def woken(case: Case, token: str) -> dict[str, int]:
    """Library items that the case loads from a cold cache."""
    work = case.ours
    request(work.paths[0], work.accept, token)  # templates and the like
    Zope2.DB.cacheMinimize()
    with counted_loads() as loads:
        request(work.paths[0], work.accept, token)
    return {kind: loads[kind] for kind in ITEMS if loads[kind]}


def profile(case: Case, token: str, side: str, times: int) -> None:
    work = case.work(side)
    arguments = (work.paths[0], work.accept, token, work.body)
    for _time in range(10):
        request(*arguments)
    profiler = cProfile.Profile()
    with profiler:
        for _time in range(times):
            request(*arguments)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(90)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("--profile", metavar="CASE")
    parser.add_argument("--only", default="", help="lists with this in their name")
    parser.add_argument("--side", choices=("ours", "stock"), default="ours")
    parser.add_argument("--times", type=int, default=100)
    chosen = parser.parse_args()
    sys.argv[1:] = []
    by_name = {case.name: case for case in cases(chosen.size)}
    with opened(chosen.folder):
        token = log_in()
        if chosen.profile:
            profile(by_name[chosen.profile], token, chosen.side, chosen.times)
        else:
            lists = [name for name in LISTS if chosen.only in name]
            print(json.dumps({name: woken(by_name[name], token) for name in lists}))


if __name__ == "__main__":
    main()
