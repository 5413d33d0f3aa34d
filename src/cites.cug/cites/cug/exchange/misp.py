"""Alerts as MISP events (core format), with objects of our own template.

One object ``wildlife-seizure`` for each line of specimens: the facts of the seizure are
repeated in each. The template, ``misp_template.json``, is to be put into the MISP that
takes the events; ``docs/rest-exchange.md`` says how.
"""

import json
from cites.cug.core.codelists.taxa import find_any
from cites.cug.exchange.facts import (
    moment,
    position,
    stable_id,
    text_of,
    tlp_of,
    value_of,
)
from functools import cache
from hashlib import md5
from importlib.resources import files
from typing import Any
from uuid import UUID


Json = dict[str, Any]
#: Who may have it in MISP: the own organisation only. Whoever takes it decides on more.
OWN_ORGANISATION = "0"
COMPLETED, UNDEFINED = "2", "4"
GEOLOCATION = ("geolocation", "cd6f2238-ba55-4888-82c4-104e6e1acf21", "8")
#: Keys of an event that stand in the manifest of a feed.
OF_MANIFEST = (
    *("Orgc", "Tag", "info", "date", "analysis", "threat_level_id", "timestamp"),
)
#: Attribute of the template → field of an alert.
OF_ALERT = {
    "seizure-number": "seizure_id",
    "seizure-date": "incident_date",
    "concealment": "concealment",
    "transport-mode": "transport_mode",
    "alleged-origin": "alleged_origin",
    "transit": "transit_countries",
    "alleged-destination": "alleged_destination",
    "detection-method": "detection_method",
    "disposal": "disposal",
}
#: Attribute of the template → column of a line of specimens.
OF_LINE = {
    "scientific-name": "species",
    "cites-term": "term",
    "cites-source": "source",
    "quantity": "quantity",
    "unit": "unit",
}


@cache
def template() -> Json:
    """Our object template, in MISP's format of templates."""
    text = files(__package__).joinpath("misp_template.json").read_text(encoding="utf-8")
    return json.loads(text)


def misp_event(item: Any, group: Any, url: str) -> Json:
    """The event of one alert."""
    uid = item.UID()
    modified = str(int(moment(item.modified()).timestamp()))
    day = value_of(item, "incident_date") or moment(item.created()).date()
    event = {
        "uuid": str(UUID(hex=uid)),
        "Orgc": {
            "uuid": str(stable_id(group.UID(), "identity")),
            "name": group.title,
        },
        "info": item.title,
        "date": day.isoformat(),
        "timestamp": modified,
        "distribution": OWN_ORGANISATION,
        "analysis": COMPLETED,
        "threat_level_id": UNDEFINED,
        "published": False,
        "Tag": [{"name": f"tlp:{tlp_of(item)}"}],
        "Attribute": [
            _attribute(uid, "address", "link", "External analysis", url, modified),
        ],
        "Object": list(_seizures(item, modified)) + list(_places(item, modified)),
    }
    text = text_of(item)
    if text:
        comment = _attribute(uid, "text", "comment", "Other", text, modified)
        event["Attribute"].append(comment)
    return {"Event": event}


def manifest_line(event: Json) -> tuple[str, Json]:
    """What the manifest of a feed says of an event, by its uuid."""
    told = event["Event"]
    return told["uuid"], {name: told[name] for name in OF_MANIFEST}


def event_hashes(event: Json) -> list[str]:
    """The MD5 of each value of an event: by these MISP finds out what a feed has."""
    things = [event["Event"], *event["Event"]["Object"]]
    values = dict.fromkeys(one["value"] for of in things for one in of["Attribute"])
    return [md5(one.encode(), usedforsecurity=False).hexdigest() for one in values]


def _seizures(item: Any, modified: str) -> Any:
    of_alert = _values(OF_ALERT, lambda name: value_of(item, name))
    if value_of(item, "hide_country"):
        of_alert = [one for one in of_alert if one[0] != "seizure-number"]
    kind = template()
    head = (kind["name"], kind["uuid"], str(kind["version"]))
    for number, line in enumerate(value_of(item, "specimens") or [{}]):
        values = [*_values(OF_LINE, line.get), *of_alert]
        taxon = find_any(line.get("species") or "")
        if taxon is not None and taxon.appendix:
            values.append(("cites-appendix", taxon.appendix))
        if values:
            yield _object(item.UID(), f"specimen {number}", head, values, modified)


def _places(item: Any, modified: str) -> Any:
    at = position(item)
    values: list[tuple[str, Any]] = []
    if at is not None:
        values += [("latitude", at[0]), ("longitude", at[1])]
    if country := value_of(item, "incident_country"):
        values.append(("countrycode", country))
    if place := value_of(item, "location"):
        values.append(("text", place))
    if values:
        yield _object(item.UID(), "place", GEOLOCATION, values, modified)


def _values(names: dict[str, str], read: Any) -> list[tuple[str, Any]]:
    """Attribute and value, one for each of several values."""
    found = []
    for attribute, name in names.items():
        value = read(name)
        several = value if isinstance(value, (list, tuple, set)) else [value]
        found += [(attribute, one) for one in several if one is not None]
    return found


def _object(
    uid: str,
    part: str,
    kind: tuple[str, str, str],
    values: list[tuple[str, Any]],
    modified: str,
) -> Json:
    name, template_uuid, version = kind
    attributes = []
    for place, (relation, value) in enumerate(values):
        shape = ATTRIBUTES.get(relation, "text")
        if shape == "datetime":
            value = f"{value.isoformat()}T00:00:00.000000+0000"
        one = _attribute(
            uid, f"{part} {relation} {place}", shape, "Other", str(value), modified
        )
        attributes.append({**one, "object_relation": relation})
    return {
        "uuid": str(stable_id(uid, part)),
        "name": name,
        "meta-category": "location" if name == "geolocation" else "misc",
        "description": name,
        "template_uuid": template_uuid,
        "template_version": version,
        "timestamp": modified,
        "distribution": OWN_ORGANISATION,
        "Attribute": attributes,
    }


#: Relations whose attributes are of another type than text.
ATTRIBUTES = {
    "latitude": "float",
    "longitude": "float",
    "quantity": "float",
    "seizure-date": "datetime",
}


def _attribute(
    uid: str, part: str, kind: str, category: str, value: str, modified: str
) -> Json:
    return {
        "uuid": str(stable_id(uid, f"misp {part}")),
        "type": kind,
        "category": category,
        "value": value,
        "to_ids": False,
        "distribution": OWN_ORGANISATION,
        "timestamp": modified,
    }
