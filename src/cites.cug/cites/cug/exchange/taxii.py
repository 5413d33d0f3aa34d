"""TAXII 2.1 (OASIS Standard, 10 June 2021): a library as a collection of STIX objects.

Each group is an API root with one collection, its library, which can be read and not be
written. Objects come in the order in which they were added to what the reader may see.
"""

from cites.cug.exchange.changes import Change
from cites.cug.exchange.cursors import Place
from cites.cug.exchange.facts import stable_id
from cites.cug.exchange.stix import MEDIA_TYPE
from cites.cug.exchange.taken_alerts import (
    PORTION,
    read_changed_alerts,
    stix_objects,
    TakenPage,
)
from collections.abc import Iterator
from datetime import datetime, UTC
from operator import itemgetter
from typing import Any, NamedTuple


Json = dict[str, Any]
TAXII_TYPE = "application/taxii+json;version=2.1"
#: Objects that are of each alert alone, and at most so many others in a page: the
#: definition of our extension and whose it is, the group, and the markings.
OWN_OBJECTS, SHARED_OBJECTS = ("incident", "location", "relationship"), 7
#: Objects of one answer.
MOST_OBJECTS = PORTION * len(OWN_OBJECTS) + SHARED_OBJECTS
#: Changes that are read at most for one answer, where few of them match.
MOST_CHANGES = 1_000
#: An object that has not changed has one version; these words mean it too.
WORDS_OF_VERSIONS = frozenset({"all", "first", "last"})
SPEC_VERSION = "2.1"


class Match(NamedTuple):
    """The filters of a request, each as the query writes it. None: no filter."""

    id: frozenset[str] | None = None
    type: frozenset[str] | None = None
    version: frozenset[str] | None = None
    spec_version: frozenset[str] | None = None

    def takes(self, thing: Json) -> bool:
        versions = self.version or WORDS_OF_VERSIONS
        return (
            (self.id is None or thing["id"] in self.id)
            and (self.type is None or thing["type"] in self.type)
            and (self.spec_version is None or SPEC_VERSION in self.spec_version)
            and not versions.isdisjoint({version_of(thing), *WORDS_OF_VERSIONS})
        )

    def may_take(self, change: Change) -> bool:
        """Whether an object of that alert can be wanted, without looking at the alert."""
        if self.id is None:
            return True
        own = {f"{kind}--{stable_id(change.uid, kind)}" for kind in OWN_OBJECTS}
        others = any(not one.startswith(tuple(OWN_OBJECTS)) for one in self.id)
        return others or not own.isdisjoint(self.id)


class Following(NamedTuple):
    """Where to go on: a place, and how many objects there were told already.

    ``state`` says which objects there were: after a change all of them are told again.
    """

    place: Place
    told: int = 0
    state: str = ""


class Asked(NamedTuple):
    """Where to go on, and how many objects are wanted."""

    following: Following
    limit: int | None = None


class Added(NamedTuple):
    """An object, and when it was added to what the reader may see."""

    thing: Json
    added: datetime


class ObjectPage(NamedTuple):
    """Objects in their order, where to go on, and whether there are more."""

    objects: list[Added]
    following: Following
    more: bool


def read_objects(
    group: Any, asked: Asked, match: Match, most_changes: int = MOST_CHANGES
) -> ObjectPage:
    """At most so many objects since then. Raises Refusal."""
    most = min(asked.limit or MOST_OBJECTS, MOST_OBJECTS)
    size = max((most - SHARED_OBJECTS) // len(OWN_OBJECTS), 1)
    following = asked.following
    for _portion in range(0, most_changes, size):
        page = read_changed_alerts(group, following.place, size, match.may_take)
        found = list(_objects_of(group, page, following.place, match))
        state = stable_id(" ".join(one.thing["id"] for one in found), "page").hex
        start = following.told if following.state == state else 0
        rest = found[start : start + most]
        if start + most < len(found):
            here = Following(following.place, start + most, state)
            return ObjectPage(rest, here, True)
        following = Following(page.place)
        if rest or not page.more:
            break
    return ObjectPage(rest, following, page.more)


def _objects_of(
    group: Any, page: TakenPage, before: Place, match: Match
) -> Iterator[Added]:
    """The objects of the page's alerts that match, each once, by their moments."""
    begun = before.library or page.place.library
    begin = datetime.fromtimestamp(begun.at, UTC) if begun else datetime.now(UTC)
    noted = [(one.change.noted or begin, one) for one in page.alerts]
    told = set()
    for added, alert in sorted(noted, key=itemgetter(0)):
        for thing in stix_objects(alert, group):
            if thing["id"] not in told and match.takes(thing):
                told.add(thing["id"])
                yield Added(thing, added)


def version_of(thing: Json) -> str:
    """Its moment of modification; of what cannot be modified, that of creation."""
    return str(thing.get("modified", thing["created"]))


def collection_of(group: Any) -> Json:
    return {
        "id": str(stable_id(group.UID(), "collection")),
        "title": group.title,
        "can_read": True,
        "can_write": False,
        "media_types": [MEDIA_TYPE],
    }


def api_root_of(group: Any) -> Json:
    return {"title": group.title, "versions": [TAXII_TYPE], "max_content_length": 0}


def written_moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
