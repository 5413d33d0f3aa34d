"""Damage to rows of the records."""

from cites.cug.core.sql.replay import remove_applied
from tests.operations.damages import damage


@damage
def records_of_an_earlier_time(scene) -> str:
    remove_applied(scene.site._p_jar.root())
    newest = "SELECT key FROM journal_applied ORDER BY at DESC LIMIT 3"
    scene.sql(f"DELETE FROM journal_applied WHERE key IN ({newest})")
    return "records: of an earlier time"


@damage
def content_of_an_earlier_time(scene) -> str:
    scene.sql("INSERT INTO journal_applied (key, at) VALUES ('later', '2026-12-01')")
    return "content: of an earlier time: 1 changes"


@damage
def event_changed(scene) -> str:
    scene.sql("UPDATE audit_event SET actor = 'police-xb' WHERE action = 'library.add'")
    number = scene.read("SELECT min(id) FROM audit_event WHERE action = 'library.add'")
    return f"event {number}: "


@damage
def body_of_message_changed(scene) -> str:
    scene.sql("UPDATE message SET body = X'00'")
    return f"message {scene.message} of "


@damage
def topic_deleted_from_lists(scene) -> str:
    scene.sql("DELETE FROM workspace_topic")
    return f"{scene.path(scene.topic)}: is in no list of topics"
