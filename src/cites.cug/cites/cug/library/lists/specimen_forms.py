"""Documents of the library that show what the permit forms of a country look like."""

from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from typing import Any
from zope.globalrequest import getRequest


#: So many are shown: a country has few forms.
MOST = 10


def specimen_forms(group: Any, country: str) -> list[dict[str, str]]:
    """``title`` and ``url`` of the documents that the caller may see, newest first."""
    filters = {"document_type": "permit_specimen", "country": country}
    search = LibrarySearch({**filters, "state": PUBLISHED_STATES}, facets=(), size=MOST)
    found = list_items(group, search)
    address = getRequest().physicalPathToURL
    return [
        {"title": row["title"], "url": address(path)} for path, _uid, row in found.rows
    ]
