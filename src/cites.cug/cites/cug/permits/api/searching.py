"""REST: search and statistics, for enforcement authorities and the Secretariat."""

from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.queries import search, statistics
from cites.cug.permits.query_parameters import PARAMETERS, read_search
from cites.cug.permits.serializers import row_json
from cites.cug.web.restapi.batching import Batch
from typing import Any


class SearchGet(PermitsService):
    """``GET @permits/search?species=&country=&status=&valid_on=&origin_country=``: one
    page of the permits found, newest first.
    """

    tagged = True
    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        wanted = read_search(self.request.form)
        page, today = search(wanted, acting_user=self.user_id), self.today
        url = f"{self.url}/search"
        batch = Batch(url, self.request.form, wanted.start, wanted.size)
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": [row_json(row, self.url, today) for row in page.rows],
            **batch.links(page.total),
        }


class StatisticsGet(PermitsService):
    """``GET @permits/statistics``: how many permits the same search finds, by several
    facts.
    """

    tagged = True
    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        found = statistics(read_search(self.request.form), acting_user=self.user_id)
        counts = {
            name: [{"value": value, "permits": total} for value, total in values]
            for name, values in found.counts.items()
        }
        url = f"{self.url}/statistics"
        return {"@id": url, "permits_total": found.total, **counts}
