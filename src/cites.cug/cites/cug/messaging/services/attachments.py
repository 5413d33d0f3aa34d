"""REST: files of a message."""

from cites.cug import _
from cites.cug.downloads import file_answer
from cites.cug.messaging.actions.drafts import change_draft
from cites.cug.messaging.actions.drafts import load_draft
from cites.cug.messaging.actions.drafts import remove_file
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.services.routes import MessagesService
from cites.cug.records.store import writing
from typing import Any


def download(service: MessagesService, message_id: str, number: str) -> Any:
    """``GET {cug}/@messages/{id}/attachments/{n}``"""
    file, pieces = open_file(
        service.context, message_id, int(number), acting_user=service.user
    )
    response = service.request.response
    return file_answer(response, file.filename, file.content_type, pieces)


def attach(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``POST {cug}/@messages/{id}/attachments``: to a draft."""
    given, group, user = service.given, service.context, service.user
    # What the draft says is kept as it is: another request may be changing it.
    writing()
    draft = load_draft(group, message_id, acting_user=user)
    uploads = given.uploads()
    if not uploads and not given.mistakes:
        given.mistakes.add("attachments", _("No file was chosen."))
    given.mistakes.raise_any()
    written = (draft.letter, draft.addressees)
    added = change_draft(group, message_id, *written, acting_user=user, uploads=uploads)
    service.request.response.setStatus(201)
    return {"attachments": [service.json.file(message_id, file) for file in added]}


def remove(service: MessagesService, message_id: str, number: str) -> None:
    """``DELETE {cug}/@messages/{id}/attachments/{n}``: from a draft."""
    remove_file(service.context, message_id, int(number), acting_user=service.user)
