"""What followed an item: what each domain has to say about it, for the caller."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import Interface


class FollowUp(NamedTuple):
    """One thing that followed an item."""

    #: ``message``, ``request``, ``topic``, ``sighting``, ``correction``, ``translation``.
    kind: str
    #: Its address below the group: the page, and the resource of REST.
    page: str
    resource: str
    title: str | Message
    #: User id; None where the caller may not know.
    author: str | None
    time: datetime


class IFollowUps(Interface):
    """Finds what followed an item. A named utility of each domain."""

    def __call__(item):
        """The ``FollowUp``s of the item that the caller may see, in any order.

        Callers may read the item.
        """


def conversation_about(item: Any) -> list[FollowUp]:
    """List what followed the item and the caller may see, the latest first."""
    found: Iterable[FollowUp] = (
        one for _name, find in getUtilitiesFor(IFollowUps) for one in find(item)
    )
    return sorted(found, key=lambda one: (one.time, one.resource), reverse=True)
