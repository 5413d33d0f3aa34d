"""REST: permits are handed in, their status changed, scans added and read."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.downloads import file_answer
from cites.cug.permits.actions.scans import add_scans
from cites.cug.permits.actions.scans import open_scan
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.status import ReplacedByItself
from cites.cug.permits.api.bodies import files_in
from cites.cug.permits.api.bodies import invalid
from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.api.serializers import attachment_json
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.importing import import_permits
from cites.cug.permits.importing import read_files
from cites.cug.permits.managers import permit_manager
from cites.cug.permits.registry import Attachment
from cites.cug.permits.registry import find_permit
from cites.cug.permits.registry import get
from cites.cug.permits.registry import UnknownPermit
from cites.cug.permits.status_change import read_change
from cites.cug.permits.status_change import StatusChange
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValue
from collections.abc import Sequence
from typing import Any


ITSELF = _("This is the number of the permit itself.")


def hand_in(service: PermitsService) -> dict[str, Any]:
    """``POST @permits``: one or many, all or nothing."""
    mine = permit_manager(Permission.IMPORT_PERMITS, service.context)
    try:
        found = read_files(files_in(service.request), mine, told=nobody)
    except UnreadableFile as error:
        raise invalid(service.request, error) from error
    stored = import_permits(found, acting_user=service.user, told=nobody)
    service.request.response.setStatus(201)
    answer = {"@id": service.url, **stored._asdict()}
    if len(found) == 1:
        permit_id = find_permit(found[0].permit.country, found[0].permit.number).id
        answer |= {"@id": f"{service.url}/{permit_id}", "id": permit_id}
        service.request.response.setHeader("Location", answer["@id"])
    return answer


def nobody(done: int, of: int) -> None:
    """Hears how far it is: a program waits for the end."""


def change_one(service: PermitsService, permit_id: str) -> None:
    """``PATCH @permits/{id}``: what became of it, and why."""
    _require_keeper(service, Permission.CHANGE_PERMIT_STATUS, permit_id)
    change = read_change(service.body(*StatusChange._fields))
    try:
        change_status(permit_id, **change._asdict(), acting_user=service.user)
    except ReplacedByItself as error:
        raise service.wrong("replaced_by", FieldError(ITSELF)) from error


def scans(service: PermitsService, permit_id: str) -> dict[str, Any]:
    """``GET @permits/{id}/attachments``"""
    _require_parties(service)
    found = service.opened(permit_id).registered
    return _scans(service, permit_id, found.attachments)


def scan(service: PermitsService, permit_id: str, number: str) -> Any:
    """``GET @permits/{id}/attachments/{n}``"""
    _require_parties(service)
    found, pieces = open_scan(permit_id, int(number), acting_user=service.user)
    response = service.request.response
    return file_answer(response, found.filename, found.content_type, pieces)


def add_scans_service(service: PermitsService, permit_id: str) -> dict[str, Any]:
    """``POST @permits/{id}/attachments``: scans of the paper."""
    _require_keeper(service, Permission.IMPORT_PERMITS, permit_id)
    uploads = service.given.uploads()
    service.given.mistakes.raise_any()
    try:
        added = add_scans(permit_id, uploads, acting_user=service.user)
    except InvalidValue as error:
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
    permit_manager(permission, service.context).require(found.permit.country)
