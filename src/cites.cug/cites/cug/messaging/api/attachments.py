"""REST: files of a message."""

from cites.cug import _
from cites.cug.downloads import file_answer
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.actions.sending import add_files
from cites.cug.messaging.actions.sending import own_draft
from cites.cug.messaging.actions.sending import remove_file
from cites.cug.messaging.api.routes import MessagesService
from typing import Any


def download(service: MessagesService, message_id: str, number: str) -> Any:
    """``GET {cug}/@messages/{id}/attachments/{n}``"""
    file, pieces = open_file(
        service.context, message_id, int(number), acting_user=service.user
    )
    response = service.request.response
    return file_answer(response, file.filename, file.content_type, pieces)


def add_attachment(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``POST {cug}/@messages/{id}/attachments``: to a draft."""
    given, group, user = service.given, service.context, service.user
    own_draft(group, message_id, acting_user=user)
    uploads = given.uploads()
    if not uploads and not given.mistakes:
        given.mistakes.add("attachments", _("No file was chosen."))
    given.mistakes.raise_any()
    added = add_files(group, message_id, uploads, acting_user=user)
    service.request.response.setStatus(201)
    return {"attachments": [service.json.file(message_id, file) for file in added]}


def remove_attachment(service: MessagesService, message_id: str, number: str) -> None:
    """``DELETE {cug}/@messages/{id}/attachments/{n}``: from a draft."""
    remove_file(service.context, message_id, int(number), acting_user=service.user)
