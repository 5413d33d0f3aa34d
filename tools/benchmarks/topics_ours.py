"""The portal's side: ``topics_ours.py FOLDER TOPICS COMMENTS SECONDS``.

Lists of topics read the records alone, so the topics are made there; workspaces and their
teams are real. Prints as JSON, for each case, median and 95th percentile by the clock and
the median of processor time, in milliseconds.
"""

import json
import sys
import transaction
from cites.cug.access.roles import TeamRole
from cites.cug.core.sql.session import session, write_session
from cites.cug.workspaces import queries
from cites.cug.workspaces.actions.team import put_in_team
from cites.cug.workspaces.change_log import note_change
from cites.cug.workspaces.models import PostRow, ReadUntil, TopicRow
from cites.cug.workspaces.queries import TopicFilter
from inside import request
from instance import configure
from mailbox_exercise import GROUP, in_turn, PASSWORD, READER, summary
from one_group import make_group
from opened import opened
from pathlib import Path
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import insert, select
from topics_exercise import comments_of, PAGE_SIZE, READ_EVERY, WORKSPACES, writer
from typing import Any
from zope.component.hooks import setSite


JSON = "application/json"


def build(app, topics: int, comments: int) -> None:
    group = make_group(app, READER)
    spaces = make_spaces(group, READER)
    fill(spaces, topics, comments, READER)
    transaction.commit()


def make_spaces(group: Any, reader: str) -> list[Any]:
    """Workspaces with the reader in their teams."""
    spaces = []
    for number in range(WORKSPACES):
        made = createContent("Workspace", title=f"EXERCISE {number}")
        space = addContentToContainer(group.workspaces, made, checkConstraints=False)
        put_in_team(space, reader, TeamRole.MEMBER)
        spaces.append(space)
    return spaces


def fill(spaces: list[Any], topics: int, comments: int, reader: str) -> None:
    threads, posts, read = [], [], []
    for number in range(topics):
        uid, space = f"{number:032x}", spaces[number % len(spaces)]
        # Microseconds, in which the topics follow one another.
        first = 10**15 + number * 10**9
        authors = [writer(0), *comments_of(number, comments)]
        for post, author in enumerate(authors):
            posts.append({"topic_uid": uid, "post_id": first + post, "author": author})
        last = first + comments
        threads.append(
            {
                "topic_uid": uid,
                "workspace_uid": space.UID(),
                "path": f"{space.getId()}/{number}",
                "title": f"EXERCISE {number}",
                "author": authors[0],
                "pinned": False,
                "closed": False,
                "answered": False,
                "comments_total": comments,
                "last_post": last,
                "last_author": authors[-1],
                "changes": 0,
            }
        )
        if number % READ_EVERY:
            read.append({"user_id": reader, "topic_uid": uid, "read_until": last})
    records = write_session()
    for table, rows in ((TopicRow, threads), (PostRow, posts), (ReadUntil, read)):
        records.execute(insert(table), rows)
    note_change(records, uid)  # as each change of a topic is


def works() -> dict[str, Any]:
    """What lists ask of the records, by itself."""
    mine = list(session().scalars(select(TopicRow.workspace_uid).distinct()))

    def page(uids: list[str], wanted: TopicFilter):
        return lambda: queries.page_of(READER, uids, None, wanted, 0, PAGE_SIZE)

    return {
        "records: first page": page(mine, TopicFilter()),
        "records: one workspace": page(mine[:1], TopicFilter(pinned_first=True)),
        "records: what is new": page(mine, TopicFilter(unread=True)),
        "records: number in the navigation": lambda: queries.count_unread(READER, mine),
        "records: counts by workspace": lambda: queries.counts_by_workspace(READER, mine),
    }


def requests(space: str) -> dict[str, Any]:
    asked = {"login": READER, "password": PASSWORD}
    token = json.loads(request("/portal/@login", JSON, body=asked))["token"]

    def ask(path: str, accept: str = JSON):
        return lambda: request(f"/portal{path}", accept, token)

    topics = f"/{GROUP}/@topics?b_size={PAGE_SIZE}"
    return {
        "health view": ask("/@@ok", "text/html"),
        "list of topics, JSON": ask(topics),
        "of one workspace, JSON": ask(f"{topics}&workspace={space}"),
        "with something new, JSON": ask(f"{topics}&unread=1"),
        "workspaces, page": ask(f"/{GROUP}/workspaces", "text/html"),
    }


def main() -> None:
    home = Path(sys.argv[1])
    topics, comments = map(int, sys.argv[2:4])
    seconds = float(sys.argv[4])
    sys.argv[1:] = []
    configure(home, 0)
    with opened(home) as app:
        if "portal" not in app.objectIds():
            build(app, topics, comments)
        setSite(app.portal)
        space = next(iter(app.portal[GROUP].workspaces.objectIds()))
        times = in_turn(works(), seconds) | in_turn(requests(space), seconds)
        transaction.abort()
    print(json.dumps({name: summary(turns) for name, turns in times.items()}))


if __name__ == "__main__":
    main()
