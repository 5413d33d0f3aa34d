"""What the permit forms of a country look like, as far as the library holds them."""

from cites.cug.library.queries import list_items
from cites.cug.library.query_parameters import LibrarySearch
from typing import Any
from zope.globalrequest import getRequest


#: A country has few forms; the newest come first.
MOST = 10
#: Neither a draft nor what is archived shows what a form looks like today.
IN_FORCE = ("enforcement", "shared")


def specimen_forms(group: Any, country: str) -> list[dict[str, str]]:
    """``title`` and ``url`` of those that the caller may see."""
    filters = {"document_type": "permit_specimen", "country": country}
    search = LibrarySearch({**filters, "state": IN_FORCE}, facets=(), size=MOST)
    found = list_items(group, search)
    address = getRequest().physicalPathToURL
    return [
        {"title": row["title"], "url": address(path)} for path, _uid, row in found.rows
    ]
