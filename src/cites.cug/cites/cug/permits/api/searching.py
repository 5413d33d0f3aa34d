"""REST: search and statistics, for enforcement and the Secretariat."""

from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.json_service import Batch
from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.api.serializers import row_json
from cites.cug.permits.queries import search
from cites.cug.permits.queries import statistics
from cites.cug.permits.query_parameters import read_search
from typing import Any


def search_permits_service(service: PermitsService) -> dict[str, Any]:
    """``GET @permits/search?species=&country=&status=&valid_on=&origin_country=``"""
    require(Permission.SEARCH_PERMITS, service.context)
    wanted = service.asked(read_search)
    page, today = search(wanted, acting_user=service.user), service.today
    form = service.request.form
    batch = Batch(f"{service.url}/search", form, wanted.start, wanted.size)
    return {
        "@id": batch.address(),
        "items_total": page.total,
        "items": [row_json(row, service.url, today) for row in page.rows],
        **batch.links(page.total),
    }


def permit_statistics(service: PermitsService) -> dict[str, Any]:
    """``GET @permits/statistics``: of all that such a search finds."""
    require(Permission.SEARCH_PERMITS, service.context)
    found = statistics(service.asked(read_search), acting_user=service.user)
    counts = {
        name: [{"value": value, "permits": total} for value, total in values]
        for name, values in found.counts.items()
    }
    return {"@id": f"{service.url}/statistics", "permits_total": found.total, **counts}
