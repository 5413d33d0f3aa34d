"""REST: whether somebody is changing an item just now."""

from cites.cug.library.items.api.serializers import lock_told
from plone.restapi.services.locking.get import Lock
from typing import Any


class LockGet(Lock):
    """``GET {alert}/@lock``: as Plone answers it, but for who that is where the author is
    not told.
    """

    def reply(self) -> dict[str, Any]:
        return lock_told(self.context, super().reply())
