"""Damage to content and to what is kept of it."""

from plone.app.discussion.interfaces import IConversation
from tests.operations.damages import damage


@damage
def item_taken_out_of_the_catalog(scene) -> str:
    path = scene.path(scene.alert)
    scene.site.portal_catalog.uncatalog_object(path)
    return f"{path}: exists and is not listed"


@damage
def member_counted_twice(scene) -> str:
    scene.site.cheetahs._counters["Customs"].change(1)
    return "/plone/cheetahs: counts other members"


@damage
def item_taken_out_of_its_folder(scene) -> str:
    alert = scene.at(scene.alert)
    path = scene.path(scene.alert)
    scene.at(scene.library)._delOb(alert.getId())
    return f"{path}: is listed and does not exist"


@damage
def title_of_topic_changed(scene) -> str:
    scene.at(scene.topic).title = "EXERCISE: another"
    return f"{scene.path(scene.topic)}: is listed with another title"


@damage
def comment_taken_away(scene) -> str:
    conversation = IConversation(scene.at(scene.topic))
    (number, *_others) = conversation.keys()
    conversation._comments.pop(number)
    return f"{scene.path(scene.topic)}: is listed with "
