"""Damage to rows of the records."""

from tests.operations.damages import damage


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
