"""What is kept of topics is kept alike by SQLite and PostgreSQL."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.workspaces import read_marks, subscriptions, topic_records
from cites.cug.workspaces.models import NoticeLevel, TopicRow
from cites.cug.workspaces.queries import (
    count_unread,
    counts_by_workspace,
    page_of,
    TopicFilter,
)


TOPIC, OTHER, SPACE = "a" * 32, "b" * 32, "c" * 32


def unread_in(user: str) -> dict[str, int]:
    """Of topics that hold something new, the number of posts."""
    lines = page_of(user, [SPACE], None, TopicFilter(), 0, 9).lines
    return {line.thread.topic_uid: line.unread for line in lines if line.unread}


def add_thread(uid: str) -> None:
    session().add(
        TopicRow(
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
    topic_records._insert(uid, 1, "one")


def test_posts_readers_and_choices(records):
    for uid in (TOPIC, OTHER):
        add_thread(uid)
    for post_id, author in ((30, "one"), (20, "two"), (40, "two")):
        topic_records.add_post(TOPIC, post_id, author)
    transaction.commit()
    assert topic_records.last_post(TOPIC) == 40
    assert unread_in("two") == {TOPIC: 2, OTHER: 1}
    assert read_marks.first_unread("one", TOPIC) == 20
    assert read_marks.first_unread("two", TOPIC) == 30
    assert read_marks.first_unread("two", OTHER) is None
    assert read_marks.newer_than(20, "one", TOPIC) == 1
    wanted = TopicFilter(pinned_first=True)
    page = page_of("two", [SPACE], None, wanted, 0, 1)
    assert (page.total, page.lines[0].thread.topic_uid) == (2, TOPIC)
    assert (page.lines[0].unread, page.lines[0].level) == (2, NoticeLevel.ALL)
    assert page_of("two", [SPACE], ["space/b"], wanted, 0, 9).total == 1
    assert page_of("one", [SPACE], None, TopicFilter(unread=True), 0, 9).total == 1
    assert count_unread("one", [SPACE]) == 1
    assert counts_by_workspace("one", [SPACE]) == {SPACE: (2, 1, 40)}
    # A mark does not go back.
    for mark in (30, 20, 30):
        read_marks.mark_read("one", TOPIC, mark)
    transaction.commit()
    assert read_marks.read_until("one", TOPIC) == 30
    assert unread_in("one") == {TOPIC: 1}
    topic_records.drop_post(TOPIC, 40)
    transaction.commit()
    assert topic_records.last_post(TOPIC) == 30
    assert unread_in("one") == {}
    read_marks.mark_all_read("two", [SPACE])
    for seen in (True, True, False, True):
        read_marks.set_seen("two", TOPIC, 30, seen)
    transaction.commit()
    assert unread_in("two") == {}
    assert read_marks.seen_by(TOPIC, [20, 30]) == {30: ["two"]}
    for level in (NoticeLevel.NOTHING, NoticeLevel.MENTIONS):
        subscriptions.set_subscription("one", SPACE, level)
    subscriptions.set_subscription("two", TOPIC, NoticeLevel.NOTHING)
    transaction.commit()
    told = subscriptions.to_be_told(["one", "two", "three"], ["one"], TOPIC, SPACE)
    assert told == ["one", "three"]
    topic_records.delete_topic_records(TOPIC, is_topic=True)
    transaction.commit()
    assert read_marks.seen_by(TOPIC, [30]) == {}
    transaction.abort()
