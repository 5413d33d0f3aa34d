"""REST: permits are handed in, their status changed, scans added and read."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.downloads import file_answer
from cites.cug.intake.json_content import InvalidContent
from cites.cug.intake.mistakes import Mistake
from cites.cug.intake.mistakes import Refused
from cites.cug.permits.actions.scans import add_scans
from cites.cug.permits.actions.scans import open_scan
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.status import ReplacedByItself
from cites.cug.permits.actions.storing import Contradiction
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.keeping import keeper
from cites.cug.permits.looking import open_permit
from cites.cug.permits.model import Source
from cites.cug.permits.registry import Attachment
from cites.cug.permits.registry import get
from cites.cug.permits.registry import look_up
from cites.cug.permits.registry import UnknownPermit
from cites.cug.permits.services.bodies import Handed
from cites.cug.permits.services.bodies import handed_in
from cites.cug.permits.services.bodies import MAX_ERRORS
from cites.cug.permits.services.bodies import said
from cites.cug.permits.services.routes import PermitsService
from cites.cug.permits.showing import attachment_json
from cites.cug.permits.status_change import Change
from cites.cug.permits.status_change import read_change
from collections.abc import Sequence
from typing import Any
from zope.i18nmessageid import Message


SAME_NUMBER = _("The same number has other values in ${place}.")
ITSELF = _("A permit cannot stand in its own place.")


def hand_in(service: PermitsService) -> dict[str, Any]:
    """``POST @permits``: one or many, all or nothing."""
    handed = handed_in(service.request)
    permits = [one.permit for one in handed]
    foreign = keeper(Permission.IMPORT_PERMITS, service.context).foreign(permits)
    if foreign:
        errors = [
            error
            for position, mistake in foreign[:MAX_ERRORS]
            for error in _said(service, handed[position], mistake)
        ]
        raise InvalidContent(errors)
    try:
        stored = store_permits(permits, source=Source.IMPORT, acting_user=service.user)
    except Contradiction as error:
        first, second = handed[error.first], handed[error.second]
        text = Message(SAME_NUMBER, mapping={"place": first.name})
        raise InvalidContent(_said(service, second, Mistake(text, "number"))) from error
    service.request.response.setStatus(201)
    answer = {"@id": service.url, **stored._asdict()}
    if len(permits) == 1:
        found = look_up(permits[0].country, permits[0].number)
        answer |= {"@id": f"{service.url}/{found.id}", "id": found.id}
        service.request.response.setHeader("Location", answer["@id"])
    return answer


def _said(
    service: PermitsService, handed: Handed, mistake: Mistake
) -> list[dict[str, Any]]:
    return said(service.request, [mistake], handed.place, handed.where)


def change_one(service: PermitsService, permit_id: str) -> None:
    """``PATCH @permits/{id}``: what became of it, and why."""
    _require_keeper(service, Permission.CHANGE_PERMIT_STATUS, permit_id)
    change = read_change(service.body(*Change._fields))
    try:
        change_status(permit_id, **change._asdict(), acting_user=service.user)
    except ReplacedByItself as error:
        raise service.wrong("replaced_by", Mistake(ITSELF)) from error


def scans(service: PermitsService, permit_id: str) -> dict[str, Any]:
    """``GET @permits/{id}/attachments``"""
    _require_parties(service)
    found = open_permit(permit_id, acting_user=service.user).registered
    return _scans(service, permit_id, found.attachments)


def scan(service: PermitsService, permit_id: str, number: str) -> Any:
    """``GET @permits/{id}/attachments/{n}``"""
    _require_parties(service)
    found, pieces = open_scan(permit_id, int(number), acting_user=service.user)
    response = service.request.response
    return file_answer(response, found.filename, found.content_type, pieces)


def attach(service: PermitsService, permit_id: str) -> dict[str, Any]:
    """``POST @permits/{id}/attachments``: scans of the paper."""
    _require_keeper(service, Permission.IMPORT_PERMITS, permit_id)
    uploads = service.given.uploads()
    service.given.mistakes.raise_any()
    try:
        added = add_scans(permit_id, uploads, acting_user=service.user)
    except Refused as error:
        raise service.wrong("attachments", *error.mistakes) from error
    service.request.response.setStatus(201)
    return _scans(service, permit_id, added)


def _scans(
    service: PermitsService, permit_id: str, attachments: Sequence[Attachment]
) -> dict[str, Any]:
    url = f"{service.url}/{permit_id}"
    items = [attachment_json(one, url) for one in attachments]
    return {"@id": f"{url}/attachments", "items": items}


def _require_parties(service: PermitsService) -> None:
    """Whoever may not see names and addresses does not know of scans either."""
    if not service.sees_parties:
        raise service.missing()


def _require_keeper(
    service: PermitsService, permission: Permission, permit_id: str
) -> None:
    """Raise UnknownPermit, or Unauthorized where it is not the caller's to keep."""
    found = get(permit_id)
    if found is None:
        raise UnknownPermit(permit_id)
    keeper(permission, service.context).require(found.permit.country)
