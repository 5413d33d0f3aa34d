"""Builds a stock Plone site with one large folder: ``build_stock.py FOLDER SIZE``.

The same items, as Documents. Who reads an item is said as Plone says it: ``published``
for what all members may read, ``private`` with a local role for groups for the rest.
"""

import exercise
import sys
from DateTime import DateTime
from filling import fill
from opened import opened
from pathlib import Path
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import addContentToContainer, createContent
from Products.CMFPlone.factory import addPloneSite
from typing import Any
from zope.component.hooks import setSite


ENFORCEMENT = ("customs", "police", "wildlife", "secretariat")
READERS_GROUPS = ("customs", *(f"working-group-{number}" for number in range(10)))
GROUPS = (*dict.fromkeys((*ENFORCEMENT, "igo", *READERS_GROUPS)),)
PUBLISHED = frozenset({"shared"})
GROUP_ONLY = frozenset({"enforcement", "archived"})


def make_site(app) -> Any:
    site = addPloneSite(
        app,
        exercise.SITE,
        default_language="en",
        portal_timezone="UTC",
        setup_content=False,
        distribution_name="classic",
    )
    setSite(site)
    # A classic site comes without the log-in by token.
    site.portal_setup.runAllImportStepsFromProfile("profile-plone.restapi:default")
    return site


def make_members(site, size: int) -> None:
    """The same number of accounts; the reader is in 11 groups."""
    for group in GROUPS:
        site.portal_groups.addGroup(group)
    names = (*exercise.AUTHORS, *exercise.colleagues(size), exercise.READER)
    for number, name in enumerate(names):
        site.acl_users.userFolderAddUser(name, exercise.PASSWORD, ["Member"], [])
        own = GROUPS[number % 5 : number % 5 + 1]
        for group in READERS_GROUPS if name == exercise.READER else own:
            site.portal_groups.addPrincipalToGroup(name, group)


def make_folders(site) -> Any:
    """``cheetahs/library``, where the reader may add."""
    parent = site
    for name in ("cheetahs", "library"):
        folder = createContent("Folder", id=name, title=name.title())
        parent = addContentToContainer(parent, folder, checkConstraints=False)
        site.portal_workflow.doActionFor(parent, "publish")
    # Not the role of contributors, who would read what is private too.
    for permission in ("Add portal content", "plone.app.contenttypes: Add Document"):
        parent.manage_permission(permission, ["Manager", "Member"], acquire=1)
    parent.setLayout("listing_view")
    return parent


def add_item(library, item: exercise.Item) -> Any:
    kind = "alert" if item.is_alert else "document"
    obj = createContent(
        "Document",
        id=item.id,
        title=item.title,
        description=item.description,
        text=RichTextValue(item.body, "text/html", "text/x-html-safe"),
    )
    obj.setSubject((kind, item.country, item.species, item.term))
    obj.creators = (item.author,)
    published = DateTime(item.published)
    obj.creation_date = published
    if item.readable:
        obj.setEffectiveDate(published)
    if item.state in GROUP_ONLY:
        for group in ENFORCEMENT:
            obj.manage_setLocalRoles(group, ["Reader"])
    obj = addContentToContainer(library, obj, checkConstraints=False)
    if item.state in PUBLISHED:
        library.portal_workflow.doActionFor(obj, "publish")
    return obj


def build(home: Path, size: int) -> None:
    with opened(home) as app:
        app.acl_users._doAddUser(exercise.MANAGER, exercise.PASSWORD, ["Manager"], [])
        site = make_site(app)
        make_members(site, size)
        library = make_folders(site)
        fill(site, size, lambda item: add_item(library, item))


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
