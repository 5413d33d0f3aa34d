"""Builds a portal with one large library: ``build_ours.py FOLDER SIZE``."""

import exercise
import sys
from cites.cug.access.roles import Category
from cites.cug.demo.create_site import create_site
from cites.cug.library.items.actions import set_state
from cites.cug.login import passwords
from cites.cug.membership.actions import admit_member
from DateTime import DateTime
from filling import fill
from functools import cache
from opened import opened
from pathlib import Path
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import addContentToContainer, createContent
from plone.namedfile.file import NamedBlobFile
from Products.CMFCore import CatalogTool
from Products.CMFCore.indexing import processQueue
from typing import Any
from unittest.mock import patch
from zope.component.hooks import setSite


LIBRARY_GROUP = "cheetahs"
#: Beside the library's group: the reader is in two roster groups of each.
OTHER_GROUPS = ("ivory", "birds", "reptiles", "timber", "fisheries")


def make_group(site, group_id: str) -> Any:
    group = createContent("ClosedUserGroup", id=group_id, title=group_id.title())
    return addContentToContainer(site, group, checkConstraints=False)


def add_account(site, name: str) -> None:
    site.acl_users.userFolderAddUser(name, exercise.PASSWORD, ["Member"], [])


def admit(group, name: str, category: Category, contact_point: bool = False) -> None:
    admit_member(
        group,
        name,
        category,
        country="XA",
        contact_point=contact_point,
        acting_user=exercise.MANAGER,
    )


def make_members(site, size: int) -> Any:
    """The group of the library, with its roster; the reader is in 11 user groups."""
    group = make_group(site, LIBRARY_GROUP)
    # One of the Secretariat: whoever comes there changes what the others are told.
    first, *others = (*exercise.AUTHORS, *exercise.colleagues(size))
    categories = [one for one in Category if one is not Category.SECRETARIAT]
    # All have one password, which is hashed once.
    with patch.object(passwords, "hashed", cache(passwords.hashed)):
        for name in (first, *others, exercise.READER):
            add_account(site, name)
    # Each admission has the catalog look at the whole roster, which once does at the end.
    with patch.object(CatalogTool, "processQueue"):
        admit(group, first, Category.SECRETARIAT)
        for number, name in enumerate(others):
            admit(group, name, categories[number % len(categories)])
        admit(group, exercise.READER, Category.CUSTOMS)
    processQueue()
    for group_id in OTHER_GROUPS:
        other = make_group(site, group_id)
        admit(other, exercise.READER, Category.CUSTOMS, contact_point=True)
    return group


def alert(item: exercise.Item) -> Any:
    day = item.incident_date
    return createContent(
        "Alert",
        title=item.title,
        description=item.description,
        alert_type="seizure",
        handling=exercise.HANDLING[item.number % len(exercise.HANDLING)],
        body=RichTextValue(item.body, "text/html", "text/x-html-safe"),
        incident_date=day,
        incident_country=item.country,
        location=f"Port of {item.country}",
        alleged_origin=exercise.COUNTRIES[item.number % 6],
        transit_countries=[exercise.COUNTRIES[item.number % 5]],
        specimens=[
            {"species": item.species, "term": item.term, "quantity": float(quantity)}
            for quantity in (1, 2 + item.number % 7)
        ],
    )


def document(item: exercise.Item) -> Any:
    text = item.body.replace("<p>", "").replace("</p>", "\n")
    return createContent(
        "LibraryDocument",
        title=item.title,
        description=item.description,
        document_type="report",
        handling=exercise.HANDLING[item.number % len(exercise.HANDLING)],
        file=NamedBlobFile(text.encode(), "text/plain", f"report-{item.number}.txt"),
        languages=["en"],
        countries=[item.country],
        species=[item.species],
    )


def add_item(library, item: exercise.Item) -> Any:
    obj = alert(item) if item.is_alert else document(item)
    obj.id = item.id
    obj.creators = (item.author,)
    published = DateTime(item.published)
    obj.creation_date = published
    if item.readable:
        obj.setEffectiveDate(published)
    obj = addContentToContainer(library, obj, checkConstraints=False)
    set_state(obj, item.state)
    return obj


def build(home: Path, size: int) -> None:
    with opened(home) as app:
        app.acl_users._doAddUser(exercise.MANAGER, exercise.PASSWORD, ["Manager"], [])
        create_site(app)
        site = app[exercise.SITE]
        setSite(site)
        library = make_members(site, size).library
        fill(site, size, lambda item: add_item(library, item))


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
