"""The base of services for items of one kind: all at ``@sightings``, one at
``@sightings/{key}``.
"""

from cites.cug.core.validation.errors import Missing
from cites.cug.web.restapi.etag import without
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from collections.abc import Collection
from typing import Any


class ItemService(RestService):
    """The base of services that return an item, create one or change one.

    The response to a repeated request is the item as it is by then.
    """

    #: The key of the item that holds the last part of its address.
    id_key = "id"

    @property
    def key(self) -> str:
        """The last part of the item's address."""
        return next(iter(self.named.values()))

    def get_item(self, key: str) -> dict[str, Any]:
        """The item as JSON. Raises Missing."""
        raise NotImplementedError

    def created(self, key: str) -> dict[str, Any]:
        """201, ``Location``, and the new item."""
        url = f"{self.url}/{key}"
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", url)
        try:
            return self.get_item(key)
        except Missing:  # repeated after it was deleted
            return {"@id": url, self.id_key: key}

    def replay_response(self, done: Done) -> dict[str, Any]:
        if done.location is None:
            return self.get_item(self.key)
        return self.created(done.location.rpartition("/")[2])


class OneItemService(ItemService):
    """The base of GET, PATCH and DELETE of one item, with its ETag."""

    #: Keys that are not part of the item's state, or that depend on the caller.
    of_others: Collection[str] = ()

    def current_state(self) -> dict[str, Any]:
        return without(self.get_item(self.key), self.of_others)

    def reply(self) -> Any:
        return self.get_item(self.key)
