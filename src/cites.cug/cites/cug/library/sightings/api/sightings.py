"""REST: ``{alert}/@sightings``, and one of them."""

from cites.cug.core.validation.errors import Missing
from cites.cug.library.sightings.actions import (
    add_sighting,
    change_sighting,
    is_for_all_readers,
    may_change,
    may_open,
    may_remove,
    open_sighting,
    own_country,
    remove_sighting,
    require_change,
    require_open,
    require_opening,
    require_removal,
    takes_sightings,
)
from cites.cug.library.sightings.queries import (
    by_country,
    find_sighting,
    SightingLine,
    sightings_of,
)
from cites.cug.library.sightings.schema import FIELDS, ISighting
from cites.cug.web.confirmation.requirement import CONFIRMED, reason_in
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.items import ItemService, OneItemService
from typing import Any


class SightingService(ItemService):
    """Base of the services; a change is based on the sighting at the address."""

    def serialize_item(self, one: SightingLine) -> dict[str, Any]:
        return {
            "@id": f"{self.url}/{one.id}",
            "id": one.id,
            "author": one.user_id,
            "country": one.country,
            "date": one.day and one.day.isoformat(),
            "quantity": one.quantity,
            "note": one.note,
            "created": one.time.isoformat(),
            "modified": one.changed.isoformat(),
            "is_editable": may_change(self.context, one, self.user_id),
            "is_deletable": may_remove(self.context, one, self.user_id),
            "for_all_readers": is_for_all_readers(self.context, one),
            "is_openable": may_open(self.context, one, self.user_id),
        }

    def get_item(self, key: str) -> dict[str, Any]:
        return self.serialize_item(self.found(key))

    def found(self, key: str) -> SightingLine:
        found = find_sighting(self.context, key)
        if found is None:
            raise Missing(key)
        return found


class SightingsGet(SightingService):
    """``GET {alert}/@sightings``: those for the caller, the latest first."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found = sightings_of(self.context)
        return {
            "@id": self.url,
            "items_total": len(found),
            "countries": by_country(found),
            "may_add": takes_sightings(self.context),
            "items": [self.serialize_item(one) for one in found],
        }


class SightingsPost(SightingService):
    """``POST {alert}/@sightings`` ``{"country", "date", …}``: seen here too; 201"""

    keys = (*FIELDS, CONFIRMED)
    schemas = (ISighting,)

    def check_caller(self) -> None:
        require_open(self.context)

    def reply(self) -> dict[str, Any]:
        given = self.body
        if not given.get("country"):
            given["country"] = own_country(self.context, self.user_id)
        made = add_sighting(
            self.context,
            read_values(ISighting, given),
            acting_user=self.user_id,
            confirmed=reason_in(given),
        )
        return self.created(made)


class OneSighting(OneItemService, SightingService):
    """Base of what is done with one sighting."""

    of_others = frozenset(
        {"for_all_readers", "is_deletable", "is_editable", "is_openable"}
    )


class SightingGet(OneSighting):
    """``GET {alert}/@sightings/{id}``: one sighting."""

    tagged = True


class SightingPatch(OneSighting):
    """``PATCH {alert}/@sightings/{id}``: correct one's own; 204"""

    keys = (*FIELDS, CONFIRMED)
    schemas = (ISighting,)

    def check_caller(self) -> None:
        require_change(self.context, self.found(self.key), self.user_id)

    def reply(self) -> None:
        given, stands = self.body, self.get_item(self.key)
        change_sighting(
            self.context,
            self.key,
            read_values(ISighting, {name: stands[name] for name in FIELDS} | given),
            acting_user=self.user_id,
            confirmed=reason_in(given),
        )


class SightingOpen(OneSighting):
    """``POST {alert}/@sightings/{id}/open``: to all who read the alert now; by who has
    added it, and the Secretariat.
    """

    def check_caller(self) -> None:
        require_opening(self.context, self.found(self.key), self.user_id)

    def reply(self) -> dict[str, Any]:
        open_sighting(self.context, self.key, acting_user=self.user_id)
        return self.get_item(self.key)


class SightingDelete(OneSighting):
    """``DELETE {alert}/@sightings/{id}``: one's own, as the Secretariat any; 204"""

    def check_caller(self) -> None:
        require_removal(self.context, self.found(self.key), self.user_id)

    def reply(self) -> None:
        remove_sighting(self.context, self.key, acting_user=self.user_id)
