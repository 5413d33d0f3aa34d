"""First-aid and identification sheets on the species of an alert.

They are documents of the library that the caller may read, found in the library's own
index: nothing is loaded, and the cost does not follow the size of the library.
"""

from cites.cug.access.guard import principals
from cites.cug.core.plone_internals.catalog import inner_catalog
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.queries import newest
from itertools import chain
from plone import api
from Products.CMFCore.indexing import processQueue
from typing import Any


#: Kinds of document that help whoever has the specimens before them.
KINDS = ["identification_guide", "training"]
MOST = 2


def guides_for(group: Any, alert: Any, language: str) -> list[tuple[str, dict[str, Any]]]:
    """Path and row of the newest guides on a species of the alert, or on its taxon.

    Those in the language come first.
    """
    names = (FILTERS["species"].indexed(alert), FILTERS["taxon"].indexed(alert))
    taxa = list(dict.fromkeys(chain(*names)))
    if not taxa:
        return []
    tool = api.portal.get_tool("portal_catalog")
    processQueue()
    index, catalog = library_index(tool), inner_catalog(tool)
    asked = {"group": group.UID(), "type": "LibraryDocument"}
    found = index.matching(principals(group), asked)
    found &= index.having("document_type", KINDS)
    # A guide on a species or genus is one on all that is below it.
    found &= index.having("species", taxa)
    readable = found & index.having("language", [language])
    rids = [
        rid
        for some in (readable, found - readable)
        for rid in newest(catalog, some, MOST)
    ]
    brains = [catalog[rid] for rid in rids[:MOST]]
    return [(brain.getPath(), brain.library_row) for brain in brains]
