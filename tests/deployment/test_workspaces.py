"""What is kept of topics is kept alike by SQLite and PostgreSQL."""

import transaction
from cites.cug.records.store import session
from cites.cug.workspaces import posts
from cites.cug.workspaces import reading
from cites.cug.workspaces import subscriptions
from cites.cug.workspaces.listing import count_unread
from cites.cug.workspaces.listing import counts_by_workspace
from cites.cug.workspaces.listing import page_of
from cites.cug.workspaces.listing import Wanted
from cites.cug.workspaces.model import Level
from cites.cug.workspaces.model import Thread


TOPIC, OTHER, SPACE = "a" * 32, "b" * 32, "c" * 32


def add_thread(uid: str) -> None:
    session().add(
        Thread(
            topic_uid=uid,
            workspace_uid=SPACE,
            path=f"space/{uid[0]}",
            title="EXERCISE",
            author="one",
            pinned=False,
            closed=False,
            answered=False,
            comments_total=0,
            last_post=1,
            last_author="one",
            changes=0,
        )
    )
    session().flush()
    posts._insert(uid, 1, "one")


def test_posts_readers_and_choices(records):
    for uid in (TOPIC, OTHER):
        add_thread(uid)
    for post_id, author in ((30, "one"), (20, "two"), (40, "two")):
        posts.add_post(TOPIC, post_id, author)
    transaction.commit()
    assert posts.last_post(TOPIC) == 40
    assert reading.unread_in("two", [TOPIC, OTHER]) == {TOPIC: 2, OTHER: 1}
    assert reading.first_unread("one", TOPIC) == 20
    assert reading.first_unread("two", TOPIC) == 30
    assert reading.first_unread("two", OTHER) is None
    assert reading.newer_than(20, "one", TOPIC) == 1
    wanted = Wanted(pinned_first=True)
    page = page_of("two", [SPACE], None, wanted, 0, 1)
    assert (page.total, page.lines[0].thread.topic_uid) == (2, TOPIC)
    assert (page.lines[0].unread, page.lines[0].level) == (2, Level.ALL)
    assert page_of("two", [SPACE], ["space/b"], wanted, 0, 9).total == 1
    assert page_of("one", [SPACE], None, Wanted(unread=True), 0, 9).total == 1
    assert count_unread("one", [SPACE]) == 1
    assert counts_by_workspace("one", [SPACE]) == {SPACE: (2, 1, 40)}
    # A mark does not go back.
    for mark in (30, 20, 30):
        reading.mark_read("one", TOPIC, mark)
    transaction.commit()
    assert reading.read_until("one", TOPIC) == 30
    assert reading.unread_in("one", [TOPIC]) == {TOPIC: 1}
    posts.drop_post(TOPIC, 40)
    transaction.commit()
    assert posts.last_post(TOPIC) == 30
    assert reading.unread_in("one", [TOPIC]) == {}
    reading.mark_all_read("two", [SPACE])
    for seen in (True, True, False, True):
        reading.set_seen("two", TOPIC, 30, seen)
    transaction.commit()
    assert reading.unread_in("two", [TOPIC, OTHER]) == {}
    assert reading.seen_by(TOPIC, [20, 30]) == {30: ["two"]}
    for level in (Level.NOTHING, Level.MENTIONS):
        subscriptions.choose("one", SPACE, level)
    subscriptions.choose("two", TOPIC, Level.NOTHING)
    transaction.commit()
    told = subscriptions.to_be_told(["one", "two", "three"], ["one"], TOPIC, SPACE)
    assert told == ["one", "three"]
    posts.forget(TOPIC, is_topic=True)
    transaction.commit()
    assert reading.seen_by(TOPIC, [30]) == {}
    transaction.abort()
