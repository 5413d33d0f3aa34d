"""Members as JSON."""

from cites.cug.membership.directory import MemberEntry
from typing import Any


def serialize_member(line: MemberEntry, url: str) -> dict[str, Any]:
    """A member as JSON. The member and those who keep the member get more keys."""
    entry = line.entry
    answer = {
        "@id": f"{url}/{line.id}",
        "id": line.id,
        "fullname": line.fullname,
        "country": entry.get("country") or "",
        "organisation": entry.get("organisation") or "",
        "function": entry.get("function") or "",
        "category": entry["category"],
        "contact_point": bool(entry.get("contact_point")),
        "service": bool(entry.get("service")),
        "state": entry["state"],
    }
    if line.email is not None:
        answer |= {"telephone": line.telephone, "email": line.email}
    if line.has_factor is not None:
        answer["second_factor"] = line.has_factor
    if line.shows_dates:
        dates = {name: entry.get(name) for name in ("validated", "valid_until")}
        answer |= {name: day and day.isoformat() for name, day in dates.items()}
        answer["last_used"] = line.used and line.used.isoformat()
        answer["suspended_for"] = entry.get("suspended_for")
    return answer
