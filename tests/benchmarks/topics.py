"""What a list of 10,000 topics with 100,000 comments asks of the records.

``.venv/bin/python -m tests.benchmarks.topics``
"""

import random
import statistics
import tempfile
import time
import transaction
from cites.cug.records.store import writing
from cites.cug.workspaces import listing
from cites.cug.workspaces import reading
from cites.cug.workspaces.listing import Wanted
from cites.cug.workspaces.model import Post
from cites.cug.workspaces.model import ReadUntil
from cites.cug.workspaces.model import Thread
from collections.abc import Callable
from pathlib import Path
from sqlalchemy import insert
from tests.deployment.filled_records import settings


TOPICS, POSTS, WORKSPACES, WRITERS = 10_000, 11, 20, 50
READER = "reader"
ROUNDS = 30
LAST = 10**9


def uid(number: int) -> str:
    return f"{number:032x}"


def fill() -> None:
    """Half of the topics have been read to the end, the others never."""
    chance = random.Random(1)
    threads, posts, read = [], [], []
    for number in range(TOPICS):
        ids = sorted(chance.sample(range(1, LAST), POSTS))
        threads.append(
            {
                "topic_uid": uid(number),
                "workspace_uid": uid(number % WORKSPACES),
                "path": f"s/{number}",
                "title": "EXERCISE",
                "author": "u1",
                "pinned": False,
                "closed": False,
                "answered": False,
                "comments_total": POSTS - 1,
                "last_post": ids[-1],
                "last_author": "u1",
                "changes": 0,
            }
        )
        for post_id in ids:
            author = f"u{chance.randrange(WRITERS)}"
            row = {"topic_uid": uid(number), "post_id": post_id, "author": author}
            posts.append(row)
        if number % 2:
            row = {"user_id": READER, "topic_uid": uid(number), "read_until": ids[-1]}
            read.append(row)
    records = writing()
    for table, rows in ((Thread, threads), (Post, posts), (ReadUntil, read)):
        records.execute(insert(table), rows)
    transaction.commit()


def tell(what: str, ask: Callable[[], object]) -> None:
    taken = []
    for _round in range(ROUNDS):
        since = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - since) * 1000)
        transaction.abort()
    print(f"{what}: {statistics.median(taken):.1f} ms")


def run() -> None:
    mine = [uid(number) for number in range(WORKSPACES)]
    page = listing.page_of
    tell("first page", lambda: page(READER, mine, None, Wanted(), 0, 25))
    one = Wanted(pinned_first=True)
    tell("first page of one workspace", lambda: page(READER, mine[:1], None, one, 0, 25))
    new = Wanted(unread=True)
    tell("first page of what is new", lambda: page(READER, mine, None, new, 0, 25))
    tell("number in the navigation", lambda: listing.count_unread(READER, mine))
    reading.mark_all_read(READER, mine)
    transaction.commit()
    tell("the same, all read", lambda: listing.count_unread(READER, mine))
    tell("counts by workspace", lambda: listing.counts_by_workspace(READER, mine))


if __name__ == "__main__":
    home = Path(tempfile.mkdtemp())
    with settings(home, f"sqlite:///{home}/records.sqlite"):
        fill()
        run()
