"""REST: permits that are looked up, and what each was before."""

from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.api.serializers import revisions_json
from cites.cug.permits.exporting import export
from cites.cug.permits.lookup import consult
from cites.cug.permits.query_parameters import read_permit_query
from cites.cug.permits.revisions import revisions_of
from typing import Any


def look_up_permit(service: PermitsService) -> dict[str, Any]:
    """``GET @permits?country=&number=[&stamp=]``"""
    question = service.asked(read_permit_query)
    answer = consult(*question, today=service.today, acting_user=service.user)
    items = [service.shown(answer)] if answer.registered is not None else []
    return {"@id": service.url, "verdict": answer.verdict.value, "items": items}


def get_permit(service: PermitsService, permit_id: str) -> dict[str, Any]:
    """``GET @permits/{id}``"""
    return service.shown(service.opened(permit_id))


def export_xml(service: PermitsService, permit_id: str) -> Any:
    """``GET @permits/{id}/export.xml``: as an e-permit."""
    permit = service.opened(permit_id).registered.permit
    return export(service.request.response, permit, parties=service.sees_parties)


def revisions(service: PermitsService, permit_id: str) -> dict[str, Any]:
    """``GET @permits/{id}/revisions``: what it said earlier, the last first."""
    found = service.opened(permit_id).registered
    earlier = revisions_of(permit_id)
    return {
        "@id": f"{service.url}/{permit_id}/revisions",
        "items": revisions_json(found, earlier, parties=service.sees_parties),
    }
