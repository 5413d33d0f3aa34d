"""REST: files of a message."""

import os
import tempfile
from cites.cug import _
from cites.cug.messaging.actions.drafts import change_draft
from cites.cug.messaging.actions.drafts import load_draft
from cites.cug.messaging.actions.drafts import remove_file
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.services.routes import MessagesService
from typing import Any
from urllib.parse import quote
from ZPublisher.Iterators import filestream_iterator


def download(service: MessagesService, message_id: str, number: str) -> Any:
    """``GET {cug}/@messages/{id}/attachments/{n}``

    The file is opened while the records may still be read, and sent once the request has
    ended: in between it lies in a nameless file.
    """
    file, pieces = open_file(
        service.context, message_id, int(number), acting_user=service.user
    )
    with tempfile.TemporaryFile() as spool:
        spool.writelines(pieces)
        spool.seek(0)
        stream = filestream_iterator(os.dup(spool.fileno()))
    response = service.request.response
    response.setHeader("Content-Type", file.content_type)
    response.setHeader("Content-Length", str(file.size))
    response.setHeader("Content-Disposition", as_attachment(file.filename))
    return stream


def as_attachment(filename: str) -> str:
    """Header of a file to be saved (RFC 6266); for old clients in ASCII too."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_"
        for c in filename
    )
    return (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )


def attach(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``POST {cug}/@messages/{id}/attachments``: to a draft."""
    given, group, user = service.given, service.context, service.user
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
