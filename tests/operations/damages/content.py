"""Damage to content and to what is kept of it."""

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
