"""Alerts as STIX 2.1 (OASIS Standard, 10 June 2021), marked by TLP 2.0.

An alert is an incident with its location and the relationship between both, created by
the group. What STIX has no property for stands in an extension of the portal's own, which
``docs/rest-exchange.md`` describes. The same alert always has the same ids, so that a
second import brings the first one up to date.
"""

from cites.cug.exchange.facts import (
    facts_of,
    moment,
    position,
    stable_id,
    text_of,
    tlp_of,
    value_of,
)
from collections.abc import Iterable
from datetime import datetime, UTC
from typing import Any


MEDIA_TYPE = "application/stix+json;version=2.1"
Json = dict[str, Any]
#: The facts of an alert beyond STIX. Never another id: others read by it.
EXTENSION = "extension-definition--b4e872f3-0d13-4990-ac3a-2df4e545f7d4"
PRODUCT = "identity--cbee3d0a-9fc7-45d7-b816-2a976bac1751"
DEFINED = "2026-11-01T00:00:00.000Z"
#: FIRST's TLP 2.0 as an extension of STIX, with the ids that OASIS has given.
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_CREATED = "2022-10-01T00:00:00.000Z"
TLP_IDS = {
    "green": "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "939a9414-2ddd-4d32-a0cd-375ea402b003",
    "red": "e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def bundle(objects: Iterable[Json]) -> Json:
    """A bundle of objects, each once. Its own id is the same for the same objects."""
    found = list({one["id"]: one for one in objects}.values())
    states = sorted(f"{one['id']} {one.get('modified', '')}" for one in found)
    uid = stable_id("\n".join(states), "bundle")
    # STIX knows no empty list.
    content = {"objects": found} if found else {}
    return {"type": "bundle", "id": f"bundle--{uid}", **content}


def alert_objects(item: Any, group: Any, url: str) -> list[Json]:
    """All objects of one alert: with the group, the marking and the extension it uses."""
    uid, marking = item.UID(), f"marking-definition--{_tlp(item)[1]}"
    times = _times(item)
    common = {
        **times,
        "created_by_ref": _group_id(group),
        "object_marking_refs": [marking],
    }
    incident = {
        **_head("incident", uid),
        **common,
        "name": item.title,
        "external_references": [
            {"source_name": "cites.cug", "url": url, "external_id": uid}
        ],
        "extensions": {
            EXTENSION: {"extension_type": "property-extension", **dict(facts_of(item))}
        },
    }
    text = text_of(item)
    if text:
        incident["description"] = text
    language = value_of(item, "language")
    if language:
        incident["lang"] = language
    objects = [*product_objects(), group_object(group), marking_object(item), incident]
    place = _location(item)
    if place:
        location = {**_head("location", uid), **common, **place}
        relationship = {
            **_head("relationship", uid),
            **common,
            "relationship_type": "located-at",
            "source_ref": incident["id"],
            "target_ref": location["id"],
        }
        objects += [location, relationship]
    return objects


def withdrawn_objects(
    uid: str, group: Any, created: datetime, modified: datetime
) -> list[Json]:
    """What tells a reader that an alert is withdrawn: nothing of it but its id."""
    revoked = {
        **_head("incident", uid),
        "created_by_ref": _group_id(group),
        "created": _stamp(created),
        "modified": _stamp(max(created, modified)),
        "name": "Withdrawn",
        "revoked": True,
    }
    return [group_object(group), revoked]


def group_object(group: Any) -> Json:
    """The group, whose alerts they are."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": _group_id(group),
        **_times(group),
        "name": group.title,
        "identity_class": "organization",
    }


def marking_object(item: Any) -> Json:
    """The handling code as TLP 2.0 marks it."""
    name, uid = _tlp(item)
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uid}",
        "created": TLP_CREATED,
        "name": f"TLP:{name.upper()}",
        "extensions": {
            TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": name}
        },
    }


def product_objects() -> list[Json]:
    """The definition of our extension, and whose it is."""
    return [
        {
            "type": "identity",
            "spec_version": "2.1",
            "id": PRODUCT,
            "created": DEFINED,
            "modified": DEFINED,
            "name": "cites.cug",
            "identity_class": "system",
        },
        {
            "type": "extension-definition",
            "spec_version": "2.1",
            "id": EXTENSION,
            "created_by_ref": PRODUCT,
            "created": DEFINED,
            "modified": DEFINED,
            "name": "cites.cug alert",
            "description": "Specimens, route, concealment, permits and outcome of"
            " an alert on illegal trade in CITES species.",
            "schema": "docs/rest-exchange.md of cites.cug",
            "version": "1.0.0",
            "extension_types": ["property-extension"],
        },
    ]


def _head(kind: str, uid: str) -> Json:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{stable_id(uid, kind)}",
    }


def _group_id(group: Any) -> str:
    return f"identity--{stable_id(group.UID(), 'identity')}"


def _tlp(item: Any) -> tuple[str, str]:
    """The value of TLP 2.0 and the id of its marking."""
    name = tlp_of(item)
    return name, TLP_IDS[name]


def _times(item: Any) -> Json:
    created, modified = moment(item.created()), moment(item.modified())
    return {"created": _stamp(created), "modified": _stamp(max(created, modified))}


def _stamp(time: datetime) -> str:
    """As STIX writes times: in UTC, with milliseconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _location(item: Any) -> Json:
    """Where it happened; empty if that is not known."""
    found: Json = {}
    if country := value_of(item, "incident_country"):
        found["country"] = country
    at = position(item)
    if at is not None:
        latitude, longitude, precision = at
        found |= {"latitude": latitude, "longitude": longitude}
        if precision is not None:
            found["precision"] = precision
    if found and (place := value_of(item, "location")):
        found["name"] = place
    return found
