"""REST: what is unusual in a group's trail."""

from cites.cug.trail_desk.unusual import DAYS, find_unusual
from cites.cug.web.restapi.services import RestService
from datetime import datetime, UTC
from typing import Any


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
