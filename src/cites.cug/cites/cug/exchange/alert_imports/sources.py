"""The items that alerts of a file were exported from, of those that the caller may read.

A draft that is made from one is bound to it, as a copy is. A UID that the caller may not
read is like one that there is not.
"""

from Acquisition import aq_base
from cites.cug.access.guard import group_of, may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import first_of
from cites.cug.core.plone_internals.catalog import rid_of_uid
from cites.cug.exchange.alert_imports.matching import ITEM
from cites.cug.exchange.alert_imports.reading import (
    Fault,
    FoundAlert,
    MAX_FAULTS,
    WrongRows,
)
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.origins import CODE_OF_ORIGIN, codes_from
from cites.cug.library.items.subscribers import STAYS_IN_GROUP
from collections.abc import Sequence
from functools import lru_cache
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.i18nmessageid import Message


HANDLING = "handling"
#: Of so many UIDs it is kept what they are.
MOST_KEPT = 1024


def find_sources(group: Any, alerts: Sequence[FoundAlert]) -> dict[int, dict[str, str]]:
    """Row of each alert that was exported from items → the codes of these, by UID.

    Raises WrongRows for items of other groups, and for codes that are less strict.
    """
    tool, faults = api.portal.get_tool("portal_catalog"), list[Fault]()
    found: dict[int, dict[str, str]] = {}

    @lru_cache(maxsize=MOST_KEPT)
    def readable(uid: str) -> Any | None:
        # Files name many UIDs that there are not: a search for each would be slow.
        if rid_of_uid(tool, uid) is None:
            return None
        item = uuidToObject(uid, unrestricted=True)
        is_item = ILibraryItem.providedBy(item)
        return item if is_item and may(Permission.VIEW, item) else None

    for alert in alerts:
        items = [item for item in map(readable, alert.uids) if item is not None]
        if not items:
            continue
        codes = codes_from(items)
        if any(aq_base(group_of(item)) is not aq_base(group) for item in items):
            faults.append(_fault(alert, ITEM, STAYS_IN_GROUP))
        elif not _is_strict_enough(alert, set(codes.values())):
            faults.append(_fault(alert, HANDLING, CODE_OF_ORIGIN))
        found[alert.row] = codes
    if faults:
        raise WrongRows(faults[:MAX_FAULTS])
    return found


def _is_strict_enough(alert: FoundAlert, codes: set[str]) -> bool:
    code = alert.values[HANDLING]
    return first_of(HANDLING, {code, *codes}) == code


def _fault(alert: FoundAlert, name: str, message: Message) -> Fault:
    return Fault(alert.row, alert.headings.get(name, ""), name, message)
