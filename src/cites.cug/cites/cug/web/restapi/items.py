"""The base of services about things of one kind: those at a name, ``@sightings``, and one
of them at an address of its own, ``@sightings/{key}``.
"""

from cites.cug.core.validation.errors import Missing
from cites.cug.web.restapi.etag import without
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from collections.abc import Collection
from typing import Any


class ItemService(RestService):
    """Base of what answers such a thing, and of what makes one or does something with it.

    Repeated, it answers the thing as it is by then.
    """

    #: The key of an answer that holds what the address ends with.
    id_key = "id"

    @property
    def key(self) -> str:
        """By which the address names the thing."""
        return next(iter(self.named.values()))

    def one(self, key: str) -> dict[str, Any]:
        """The thing as it is answered. Raises Missing."""
        raise NotImplementedError

    def made(self, key: str) -> dict[str, Any]:
        """201, with the new thing and its address."""
        url = f"{self.url}/{key}"
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", url)
        try:
            return self.one(key)
        except Missing:  # asked again after it was removed
            return {"@id": url, self.id_key: key}

    def again(self, done: Done) -> dict[str, Any]:
        if done.location is None:
            return self.one(self.key)
        return self.made(done.location.rpartition("/")[2])


class OneItemService(ItemService):
    """Base of what a GET answers of one thing, and of changes, based on what it says."""

    #: Keys that no change of the thing changes, or that depend on the caller.
    of_others: Collection[str] = ()

    def standing(self) -> dict[str, Any]:
        return without(self.one(self.key), self.of_others)

    def reply(self) -> Any:
        return self.one(self.key)
