"""REST: TAXII 2.1, for programs with a token that reads the library."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.core.validation.query_parameters import number
from cites.cug.exchange.following import begin_at, KEPT
from cites.cug.exchange.query_parameters import read_word, written_place
from cites.cug.exchange.taken_alerts import note_taken, STIX
from cites.cug.exchange.taxii import (
    api_root_of,
    Asked,
    collection_of,
    Following,
    Match,
    MEDIA_TYPE,
    MOST_OBJECTS,
    ObjectPage,
    read_objects,
    TAXII_TYPE,
    version_of,
    written_moment,
)
from cites.cug.login.scopes import require_token, Scope
from cites.cug.web.restapi.services import RestService
from collections.abc import Mapping
from datetime import datetime, UTC
from plone import api
from sys import maxsize
from typing import Any


MATCHES = {f"match[{name}]": name for name in Match._fields}
PARAMETERS = ("added_after", "limit", "next", *MATCHES)
MOST_LIMIT = 999_999
#: What follows can still be counted from it.
LAST_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)
NO_MOMENT = _("exchange_taxii_enter_date_time_example_text")
NO_NEXT = _("exchange_taxii_account_receive_value_next_text")


class TaxiiService(RestService):
    """Base of all of them: a log-in opens none of them, a token with the scope does."""

    media_types = (TAXII_TYPE,)

    def reply(self) -> Any:
        require_token(self.request, Scope.READ_LIBRARY)
        return self.resource()

    def resource(self) -> Any:
        raise NotImplementedError


class DiscoveryGet(TaxiiService):
    """``GET /portal/@taxii2``: the API roots of TAXII: those of the caller's groups."""

    def resource(self) -> dict[str, Any]:
        brains = api.portal.get_tool("portal_catalog").searchResults(
            portal_type="ClosedUserGroup", sort_on="sortable_title", show_inactive=True
        )
        roots = [f"{one.getURL()}/@taxii2/" for one in brains]
        return {"title": api.portal.get().title, "api_roots": roots}


class ApiRootGet(TaxiiService):
    """``GET {cug}/@taxii2``: the group as an API root of TAXII."""

    def resource(self) -> dict[str, Any]:
        return api_root_of(self.context)


class CollectionsGet(TaxiiService):
    """``GET {cug}/@taxii2/collections``: the library, the only collection."""

    def resource(self) -> dict[str, Any]:
        return {"collections": [collection_of(self.context)]}


class CollectionService(TaxiiService):
    """Base of what is below the collection."""

    def reply(self) -> Any:
        require_token(self.request, Scope.READ_LIBRARY)
        if self.named["collection"] != collection_of(self.context)["id"]:
            raise Missing(self.named["collection"])
        return self.resource()


class CollectionGet(CollectionService):
    """``GET {cug}/@taxii2/collections/{collection}``: what the collection is."""

    def resource(self) -> dict[str, Any]:
        return collection_of(self.context)


class ObjectsGet(CollectionService):
    """``GET …/{collection}/objects``: alerts as STIX objects, by when they were added.

    ``added_after``, ``limit`` and ``next`` are TAXII's, and so is ``match[…]``.
    """

    parameters = PARAMETERS
    most_changes: int | None = None

    def resource(self) -> dict[str, Any]:
        page = self.read(read_match(self.request.form))
        objects = [one.thing for one in page.objects]
        return {**self.envelope(page), **({"objects": objects} if objects else {})}

    def read(self, match: Match) -> ObjectPage:
        asked = read_asked(self.request.form, self.context)
        more = {} if self.most_changes is None else {"most_changes": self.most_changes}
        page = read_objects(self.context, asked, match, **more)
        alerts = [one for one in page.objects if one.thing["type"] == "incident"]
        note_taken(self.context, STIX, len(alerts), acting_user=self.user_id)
        for name, place in (("First", 0), ("Last", -1)):
            if page.objects:
                moment = written_moment(page.objects[place].added)
                self.request.response.setHeader(f"X-TAXII-Date-Added-{name}", moment)
        return page

    def envelope(self, page: ObjectPage) -> dict[str, Any]:
        if not page.more:
            return {"more": False}
        return {"more": True, "next": written_following(page.following, self.context)}


class ManifestGet(ObjectsGet):
    """``GET …/{collection}/manifest``: ids, versions and moments of the same objects."""

    def resource(self) -> dict[str, Any]:
        page = self.read(read_match(self.request.form))
        told = [
            {
                "id": one.thing["id"],
                "date_added": written_moment(one.added),
                "version": version_of(one.thing),
                "media_type": MEDIA_TYPE,
            }
            for one in page.objects
        ]
        return {**self.envelope(page), **({"objects": told} if told else {})}


class ObjectGet(ObjectsGet):
    """``GET …/{collection}/objects/{id}``: one object."""

    most_changes = maxsize

    def read(self, match: Match) -> ObjectPage:
        page = super().read(match._replace(id=frozenset({self.named["id"]})))
        if not page.objects:
            raise Missing(self.named["id"])
        return page


class VersionsGet(ObjectGet):
    """``GET …/{collection}/objects/{id}/versions``: the one version that there is."""

    def resource(self) -> dict[str, Any]:
        page = self.read(read_match(self.request.form))
        versions = [version_of(one.thing) for one in page.objects]
        return {**self.envelope(page), "versions": versions}


def read_match(form: Mapping[str, Any]) -> Match:
    values = {
        name: frozenset(str(form[parameter]).split(","))
        for parameter, name in MATCHES.items()
        if form.get(parameter)
    }
    return Match(**values)


def read_asked(form: Mapping[str, Any], group: Any) -> Asked:
    """Raises InvalidValues."""
    after, now = _read_after(form), datetime.now(UTC)
    # Its own client asks with limit=0 for as many as there may be.
    limit = number(form, "limit", 0, 0, MOST_LIMIT) or MOST_OBJECTS
    word = form.get("next", "")
    if word:
        following = _read_following(str(word), group)
    else:
        # What is older is kept no longer: all that there is was added after it, too.
        is_kept = after is not None and after > now - KEPT
        following = Following(begin_at(group, after if is_kept else None))
    return Asked(following, limit)


def _read_after(form: Mapping[str, Any]) -> datetime | None:
    text = form.get("added_after", "")
    if text == "":
        return None
    try:
        moment = datetime.fromisoformat(str(text))
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(moment, LAST_MOMENT)
    except (OverflowError, ValueError):
        raise invalid("added_after", NO_MOMENT) from None


def written_following(following: Following, group: Any) -> str:
    place = written_place(following.place, group)
    return f"{place}~{following.told}~{following.state}" if following.told else place


def _read_following(word: str, group: Any) -> Following:
    place_word, _mark, rest = word.partition("~")
    told, _mark, state = rest.partition("~")
    place = read_word(place_word, group)
    is_number = told.isascii() and told.isdecimal() and len(told) < 6
    if place is None or not (is_number or not rest):
        raise invalid("next", NO_NEXT)
    return Following(place, int(told or 0), state)
