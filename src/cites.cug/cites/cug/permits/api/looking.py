"""REST: look up one permit, its e-permit file and earlier revisions; search permits."""

from cites.cug.permits.api.routes import OnePermit, PermitsService
from cites.cug.permits.formats.epermit import export
from cites.cug.permits.lookup import consult
from cites.cug.permits.queries import search, statistics
from cites.cug.permits.query_parameters import (
    PARAMETERS,
    PermitQuery,
    read_permit_query,
    read_search,
)
from cites.cug.permits.revisions import revisions_of
from cites.cug.permits.serializers import revisions_json, row_json
from cites.cug.web.restapi.batching import Batch
from typing import Any


class PermitsGet(PermitsService):
    """``GET @permits?country=&number=[&stamp=]``: look up a permit by its number."""

    tagged = True
    parameters = PermitQuery._fields

    def reply(self) -> dict[str, Any]:
        question = read_permit_query(self.request.form)
        answer = consult(*question, today=self.today, acting_user=self.user_id)
        items = [self.serialize_item(answer)] if answer.registered is not None else []
        return {"@id": self.url, "verdict": answer.verdict.value, "items": items}


class PermitGet(OnePermit):
    """``GET @permits/{id}``: one permit."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return self.serialize_item(self.opened())

    def current_state_in(self, answer: Any) -> Any:
        return answer


class PermitExport(PermitsService):
    """``GET @permits/{id}/export.xml``: one permit as CITES e-permit XML."""

    media_types = ()

    def reply(self) -> Any:
        permit = self.opened().registered.permit
        return export(self.request.response, permit, parties=self.sees_parties)


class RevisionsGet(PermitsService):
    """``GET @permits/{id}/revisions``: earlier values of a permit, newest first."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found, earlier = self.opened().registered, revisions_of(self.key)
        return {
            "@id": f"{self.url}/{self.key}/revisions",
            "items": revisions_json(found, earlier, parties=self.sees_parties),
        }


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
