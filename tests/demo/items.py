"""What is in the libraries of the demonstration, for the tests."""

from cites.cug.library.lists.searchable_text import file_text
from collections.abc import Iterator
from plone import api
from typing import Any


def items(group: Any, portal_type: str | None = None) -> list[Any]:
    """Alerts and documents of a group, whoever may see them."""
    query = {"portal_type": portal_type} if portal_type else {}
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(library_of=group.UID(), **query)
    return [brain._unrestrictedGetObject() for brain in brains]


def files(item: Any) -> Iterator[Any]:
    """The item's files and pictures as stored."""
    if item.portal_type == "LibraryDocument":
        yield item.file
    else:
        for attachment in item.objectValues():
            yield getattr(attachment, "file", None) or attachment.image


def own_words(item: Any) -> str:
    """What a reader sees without opening a file."""
    body = item.body.raw if item.portal_type == "Alert" and item.body else ""
    return f"{item.title} {item.description} {body}"


def words(item: Any) -> str:
    """All that the item says, files included."""
    return "\n".join([own_words(item), *(file_text(item, file) for file in files(item))])
