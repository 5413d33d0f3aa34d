"""REST: the members near a limit."""

from cites.cug.web.layout.people import full_names
from cites.cug.web.limits.desk import near_limits
from cites.cug.web.limits.use import Limit, number_of
from cites.cug.web.restapi.services import RestService
from datetime import datetime, UTC
from typing import Any


class LimitsGet(RestService):
    """``GET {cug}/@limits``: the limits, and the members near one."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        lines = near_limits(self.context, datetime.now(UTC))
        names = full_names({line.user_id for line in lines})
        return {
            "@id": self.url,
            "limits": {limit.value: number_of(limit) for limit in Limit},
            "items_total": len(lines),
            "items": [
                {
                    "id": line.user_id,
                    "fullname": names[line.user_id],
                    "limit": line.limit.value,
                    "used": line.used,
                    "number": line.number,
                    "ends": line.ends and line.ends.isoformat(timespec="seconds"),
                }
                for line in lines
            ],
        }
