"""What the door and the gate add to a request: requests with and without, in turn.

``.venv/bin/python tests/benchmarks/gate.py var/bench/run-ours 1000``, on a folder that
``run.py --sizes 1000 --only floor`` leaves.
"""

import sys
from argparse import ArgumentParser
from cases import GROUP, HTML, JSON, SITE
from cites.cug.web.publishing import publication_policy
from cites.cug.wsgi.wsgi_filter import filter_app
from collections.abc import Iterator
from inside import log_in, request
from opened import opened
from pathlib import Path
from statistics import median
from time import process_time
from zope.component import getGlobalSiteManager
from ZPublisher.WSGIPublisher import publish_module


WORK = {
    "health view": (f"{SITE}/@@ok", HTML),
    "listing, JSON": (f"{GROUP}/@library", JSON),
    "listing, page": (f"{GROUP}/library", HTML),
}
GUARDED = filter_app(publish_module)
ROUNDS = 20


def seconds(path: str, accept: str, token: str, application, times: int) -> float:
    """Of the processor for one request: what else the machine does is not counted."""
    since = process_time()
    for _time in range(times):
        request(path, accept, token, application=application)
    return (process_time() - since) / times


def differences(path: str, accept: str, token: str, times: int) -> Iterator[float]:
    """Milliseconds that both add, round by round."""
    handlers = getGlobalSiteManager()
    for _round in range(ROUNDS):
        guarded = seconds(path, accept, token, GUARDED, times)
        handlers.unregisterHandler(publication_policy.check_publication)
        bare = seconds(path, accept, token, publish_module, times)
        handlers.registerHandler(publication_policy.check_publication)
        yield 1000 * (guarded - bare)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("--times", type=int, default=50, help="requests of one round")
    chosen = parser.parse_args()
    sys.argv[1:] = []
    with opened(chosen.folder):
        token = log_in()
        for name, (path, accept) in WORK.items():
            request(path, accept, token)
            found = median(differences(path, accept, token, chosen.times))
            print(f"{name}: {found:.2f} ms more")


if __name__ == "__main__":
    main()
