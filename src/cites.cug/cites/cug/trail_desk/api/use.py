"""REST: how a group is used, in numbers, and what is unusual."""

from cites.cug.trail_desk.query_parameters import read_use_period, USE_PARAMETERS
from cites.cug.trail_desk.unusual import DAYS, find_unusual
from cites.cug.trail_desk.use import use_of
from cites.cug.web.layout.times import reader_today, reader_zone
from cites.cug.web.restapi.services import RestService
from datetime import datetime, UTC
from typing import Any


class UseGet(RestService):
    """``GET {cug}/@use?from=&until=``: numbers of these days, and no content."""

    parameters = USE_PARAMETERS

    def reply(self) -> dict[str, Any]:
        first, last = read_use_period(self.request.form, reader_today())
        use = use_of(self.context, first, last, reader_zone())
        return {
            "@id": self.url,
            "from": first.isoformat(),
            "until": last.isoformat(),
            "members": [
                {
                    **place._asdict(),
                    "members": number,
                    "active": use.active.get(place, 0),
                }
                for place, number in sorted(use.members.items())
            ],
            "admitted": use.admitted,
            **{name: sum(counted.values()) for name, counted in use.deeds.items()},
            "published": dict(use.published),
            "requests": [one._asdict() for one in use.requests],
        }


class UnusualGet(RestService):
    """``GET {cug}/@audit/unusual``: what members did unusually in the last days."""

    parameters = ()

    def reply(self) -> dict[str, Any]:
        now, who = datetime.now(UTC), {"acting_user": self.user_id}
        use = find_unusual(self.context, now, **who)
        return {
            "@id": self.full_url,
            "days_looked_at": DAYS,
            "items": [
                {
                    "pattern": one.pattern.value,
                    "member": one.user_id,
                    "day": one.day.isoformat(),
                    "number": one.number,
                    "usual": one.usual,
                    "where": one.where,
                }
                for one in use.found
            ],
            "days": [
                {"day": day.isoformat(), "events": number} for day, number in use.days
            ],
        }
