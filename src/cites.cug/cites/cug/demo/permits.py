"""Puts exercise permits into the registry, by the functions that the pages call."""

from cites.cug.demo.sources import permits
from cites.cug.demo.texts import marked, words
from cites.cug.demo.values import paper
from cites.cug.permits.actions.scans import add_scans
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.registry import find_permit
from cites.cug.permits.status_change import read_change, StatusChange
from cites.cug.permits.validation import PermitReader
from cites.cug.web.uploads.files import Upload
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any


KEEPER = "secretariat"
#: Keys of a source that are not boxes of the permit's form.
BESIDE = frozenset({"days", "earlier", "scan", *StatusChange._fields})


def keep_permits(today: date) -> int:
    """Store the exercise permits, and return how many there are."""
    told = permits()
    read = PermitReader()
    earlier = [
        read(boxes({**one, **one["earlier"]}, today)) for one in told if "earlier" in one
    ]
    for some in (earlier, [read(boxes(one, today)) for one in told]):
        store_permits(some, source=PermitSource.IMPORT, acting_user=KEEPER)
    for one in told:
        finish(one)
    return len(told)


def boxes(told: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The values of the permit's boxes, with dates around the day of installation."""
    found: dict[str, Any] = {"special_conditions": ""}
    found |= {name: value for name, value in told.items() if name not in BESIDE}
    own = words("permits")
    authority = own.get("authority", "Management Authority of")
    found["authority"] = marked(f"{authority} {told['country']}")
    for party in ("importer", "exporter"):
        if party in told:
            found[party] = {**told[party], "name": marked(told[party]["name"])}
    if "days" in told:
        first, last = (today + timedelta(days=days) for days in told["days"])
        found |= {"valid_from": first, "valid_until": last, "issued": first}
    if "endorsement" in told:
        found["endorsement"] = {**told["endorsement"], "date": today}
    invalid = marked(own.get("invalid", "not a valid document."))
    conditions = (invalid, found["special_conditions"])
    found["special_conditions"] = " ".join(filter(None, conditions))
    return found


def finish(told: Mapping[str, Any]) -> None:
    """Change the status of a permit and add its scan, where the source tells them."""
    permit_id = find_permit(told["country"], told["number"]).id
    if "status" in told:
        given = {name: told.get(name) for name in StatusChange._fields}
        given["reason"] = marked(words("permits").get(told["number"], told["reason"]))
        change_status(permit_id, **read_change(given)._asdict(), acting_user=KEEPER)
    if "scan" in told:
        content, name = paper(told["scan"], "en")
        scan = Upload(name, BytesIO(content))
        add_scans(permit_id, [scan], acting_user=KEEPER)
