"""The closed user groups of the portal."""

from cites.cug.core.plone_internals.catalog import brain_object, portal_catalog
from collections.abc import Iterator
from typing import Any


def all_groups(**indexed: Any) -> Iterator[Any]:
    """All groups, or those indexed so, whether or not the caller may see them."""
    found = portal_catalog().unrestrictedSearchResults(
        portal_type="ClosedUserGroup", **indexed
    )
    return map(brain_object, found)
