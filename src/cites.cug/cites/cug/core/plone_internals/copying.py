"""Copies content without asking what the caller may do with it."""

from OFS.event import ObjectClonedEvent
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectCopiedEvent


def copy_into(container: Any, original: Any, name: str) -> Any:
    """Put a copy into a container under this name, as Zope's containers do."""
    copied = original._getCopy(container)
    copied._setId(name)
    notify(ObjectCopiedEvent(copied, original))
    container._setObject(name, copied)
    copied = container._getOb(name)
    copied.wl_clearLocks()
    copied._postCopy(container, op=0)
    notify(ObjectClonedEvent(copied))
    return copied
