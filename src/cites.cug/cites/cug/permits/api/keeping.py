"""REST: import permits, change a status, add and read scans."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import invalid, InvalidValue, Missing, Refusal
from cites.cug.permits.actions.scans import add_scans, open_scan
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.api.routes import OnePermit, PermitsService
from cites.cug.permits.importing import import_permits, ImportedFile, read_files
from cites.cug.permits.lookup import look_again
from cites.cug.permits.managers import permit_manager
from cites.cug.permits.registry import Attachment, find_permit, get
from cites.cug.permits.serializers import attachment_json
from cites.cug.permits.status_change import read_change, StatusChange
from cites.cug.web.downloads import file_answer
from cites.cug.web.restapi.idempotency import Done
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from ZPublisher.HTTPRequest import FileUpload


class PermitsPost(PermitsService):
    """``POST @permits``: store one permit or many; all of them or, on error, none."""

    #: None: the keys of the body are checked where the permits are read.
    keys = None
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        mine = permit_manager(Permission.IMPORT_PERMITS, self.context)
        found = read_files(files_in(self.request), mine, told=nobody)
        stored = import_permits(found, acting_user=self.user_id, told=nobody)
        self.request.response.setStatus(201)
        answer = {"@id": self.url, **stored._asdict()}
        if len(found) == 1:
            permit_id = find_permit(found[0].permit.country, found[0].permit.number).id
            answer |= {"@id": f"{self.url}/{permit_id}", "id": permit_id}
            self.request.response.setHeader("Location", answer["@id"])
        return answer


def nobody(done: int, of: int) -> None:
    """Ignores progress: a program waits for the answer."""


class KeptPermit(OnePermit):
    """A service for changing one permit, by those who keep the permits of its country."""

    def require_keeper(self, permission: Permission) -> None:
        """Raise Missing if there is no such permit, Unauthorized if the caller may not
        change it.
        """
        found = get(self.key)
        if found is None:
            raise Missing(self.key)
        permit_manager(permission, self.context).require(found.permit.country)


class PermitPatch(KeptPermit):
    """``PATCH @permits/{id}``: change the status, with a reason."""

    keys = StatusChange._fields

    def reply(self) -> None:
        self.require_keeper(Permission.CHANGE_PERMIT_STATUS)
        change = read_change(self.body)
        change_status(self.key, **change._asdict(), acting_user=self.user_id)


class ScansService(PermitsService):
    """Services of scans. They answer 404 to a caller who may not see names and
    addresses.
    """

    def require_parties(self) -> None:
        if not self.sees_parties:
            raise Missing(self.key)

    def listed(self, attachments: Sequence[Attachment]) -> dict[str, Any]:
        url = f"{self.url}/{self.key}"
        items = [attachment_json(one, url) for one in attachments]
        return {"@id": f"{url}/attachments", "items": items}


class ScansGet(ScansService):
    """``GET @permits/{id}/attachments``: the list of scans, without their content."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        self.require_parties()
        return self.listed(self.opened().registered.attachments)


class ScanGet(ScansService):
    """``GET @permits/{id}/attachments/{n}``: the file of one scan."""

    media_types = ()

    def reply(self) -> Any:
        self.require_parties()
        number = int(self.named["n"])
        found, pieces = open_scan(self.key, number, acting_user=self.user_id)
        response = self.request.response
        return file_answer(response, found.filename, found.content_type, pieces)


class ScansPost(KeptPermit, ScansService):
    """``POST @permits/{id}/attachments``: add scans."""

    keys = ("attachments",)
    takes_forms = True

    def reply(self) -> dict[str, Any]:
        self.require_keeper(Permission.IMPORT_PERMITS)
        uploads = self.body_values.uploads()
        self.body_values.mistakes.raise_any()
        try:
            added = add_scans(self.key, uploads, acting_user=self.user_id)
        except InvalidValue as error:
            raise invalid("attachments", *error.mistakes) from error
        self.request.response.setStatus(201)
        return self.listed(added)

    def replay_response(self, done: Done) -> dict[str, Any]:
        """All scans that the permit has by now."""
        found = look_again(self.key, today=self.today).registered
        return self.listed(found.attachments if found else ())


def _form(request: Any) -> list[ImportedFile]:
    """All files of a form, whatever its fields are called."""
    values = request.form.values()
    return [
        ImportedFile(one.filename, one)
        for value in values
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, FileUpload) and one.filename
    ]


def _body(request: Any) -> list[ImportedFile]:
    return [ImportedFile("", BytesIO(request.get("BODY") or b""))]


#: What finds the files, by the Content-Type of the request.
READERS: dict[str, Callable[[Any], list[ImportedFile]]] = {
    "application/json": _body,
    "application/xml": _body,
    "text/xml": _body,
    "multipart/form-data": _form,
}


def files_in(request: Any) -> list[ImportedFile]:
    """The files of a request. Raises Refusal if there are none, or not of a known
    type.
    """
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    files = READERS[kind](request) if kind in READERS else []
    if not files:
        text = _("permits_keeping_send_permits", mapping={"types": ", ".join(READERS)})
        raise Refusal(text)
    return files
