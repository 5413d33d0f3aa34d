"""REST: messages are marked and moved, one or many; drafts are rewritten."""

from cites.cug import _
from cites.cug.messaging.actions.filing import file_messages
from cites.cug.messaging.actions.sending import load_draft
from cites.cug.messaging.actions.sending import save_draft
from cites.cug.messaging.api.deserializer import CANNOT
from cites.cug.messaging.api.deserializer import CLOSED
from cites.cug.messaging.api.deserializer import FILED
from cites.cug.messaging.api.deserializer import note_unexpected
from cites.cug.messaging.api.deserializer import read_changes
from cites.cug.messaging.api.deserializer import WRITTEN
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import SHOWN
from cites.cug.messaging.query_parameters import MESSAGE_ID
from cites.cug.messaging.schema import IFiling
from cites.cug.restapi.request_values import RequestValues
from cites.cug.sql.session import writing
from cites.cug.validation.errors import REQUIRED
from typing import Any


def change(service: MessagesService, message_id: str) -> None:
    """``PATCH {cug}/@messages/{id}``"""
    given, group, user = service.given, service.context, service.user
    note_unexpected(given, (*CLOSED, "attachments", "draft", "forward_files_of"), CANNOT)
    filing = read_filing(given)
    given.mistakes.raise_any()
    writing()
    own_message(group, user, message_id)
    if any(name in given for name in WRITTEN):
        rewrite(service, message_id)
    file_messages(group, [message_id], acting_user=user, **filing)


def change_many(service: MessagesService) -> None:
    """``PATCH {cug}/@messages``: all of them, or none if one is not there."""
    given = service.given
    note_unexpected(given, (*CLOSED, *WRITTEN), CANNOT)
    filing = read_filing(given)
    ids = given.read(IFiling["ids"], ())
    if not ids and not given.mistakes:
        given.mistakes.add("ids", REQUIRED)
    if not any(name in given for name in FILED):
        mapping = {"values": ", ".join(FILED)}
        text = _("One of these is expected: ${values}.", mapping=mapping)
        given.mistakes.add("read", text)
    given.mistakes.raise_any()
    if not all(map(MESSAGE_ID.fullmatch, ids)):
        raise UnknownMessage(*ids)
    file_messages(service.context, ids, acting_user=service.user, **filing)


def read_filing(given: RequestValues) -> dict[str, Any]:
    """What is asked for of ``FILED``; its mistakes are collected."""
    filing = {name: given.read(IFiling[name]) for name in ("read", "starred")}
    if "folder" in given:
        folder = given.values["folder"]
        if folder in SHOWN:
            filing["folder"] = Folder(folder)
        else:
            mapping = {"values": ", ".join(SHOWN)}
            text = _("One of these is expected: ${values}.", mapping=mapping)
            given.mistakes.add("folder", text)
    return filing


def rewrite(service: MessagesService, message_id: str) -> None:
    """What is given anew of a draft; the rest stays."""
    given, group, user = service.given, service.context, service.user
    try:
        draft = load_draft(group, message_id, acting_user=user)
    except UnknownMessage:
        note_unexpected(given, WRITTEN, _("Only a draft can be changed."))
        given.mistakes.raise_any()
        raise
    written = read_changes(given, draft.letter, draft.addressees)
    given.mistakes.raise_any()
    save_draft(group, *written, acting_user=user, draft_id=message_id)
