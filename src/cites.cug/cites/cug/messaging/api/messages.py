"""REST: one message, new ones, and what its owner does with one."""

from cites.cug import _
from cites.cug.confirmation.requirement import NonNominal
from cites.cug.confirmation.requirement import reason_in
from cites.cug.limits.use import trying
from cites.cug.messaging.actions.drafts import add_draft
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.reporting import report_message
from cites.cug.messaging.actions.sending import recall_message
from cites.cug.messaging.actions.sending import send_draft
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.api.deserializer import HandedIn
from cites.cug.messaging.api.deserializer import read_new
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.files import Handed
from cites.cug.messaging.files import take_files
from cites.cug.messaging.idempotency import acknowledge
from cites.cug.messaging.idempotency import acknowledged
from cites.cug.messaging.idempotency import MAX_KEY
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.receipts import receipts_of
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValues
from typing import Any


KEY = "Idempotency-Key"
#: What is wrong with a message; many such are held up for a while.
REFUSALS = (InvalidValues, NonNominal)


def get_message(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``GET {cug}/@messages/{id}``: from now on it counts as read."""
    opened = open_message(service.context, message_id, acting_user=service.user)
    is_sent = opened.line.kind == DeliveryKind.SENT
    told = receipts_of(message_id, opened.receipt) if is_sent else ()
    return service.json.whole(opened, told)


def add(service: MessagesService) -> dict[str, Any]:
    """``POST {cug}/@messages``: sent at once, or kept as a draft."""
    handed_in = read_new(service.given)
    key = _key(service)
    if key is None:
        with trying(service.context, service.user, *REFUSALS):
            return _made(service, _make(service, handed_in, handed_in.uploads))
    place, user = (service.context, key, handed_in.digest()), service.user
    files = take_files(handed_in.uploads)
    message_id = acknowledged(*place, acting_user=user)
    if message_id is not None:
        service.request.response.setHeader("Idempotent-Replayed", "true")
        return _made(service, message_id)
    with trying(service.context, service.user, *REFUSALS):
        message_id = _make(service, handed_in, files)
    acknowledge(*place, message_id, acting_user=user)
    return _made(service, message_id)


def _key(service: MessagesService) -> str | None:
    key = service.request.getHeader(KEY)
    if key is None:
        return None
    if not 0 < len(key) <= MAX_KEY or not (key.isascii() and key.isprintable()):
        text = _(
            "Printable ASCII characters are expected, at most ${limit}.",
            mapping={"limit": MAX_KEY},
        )
        raise _mistake(KEY, text)
    return key


def _make(service: MessagesService, handed_in: HandedIn, files: Handed) -> str:
    what = (service.context, handed_in.letter, handed_in.addressees)
    options = {
        "acting_user": service.user,
        "uploads": files,
        "files_from": handed_in.files_from,
    }
    if not handed_in.draft:
        options["igo_confirmed"] = handed_in.igo_confirmed
        options["confirmed"] = handed_in.confirmed
    try:
        return (add_draft if handed_in.draft else send_message)(*what, **options)
    except UnknownMessage as error:
        text = _("There is no such message in your mailbox.")
        raise _mistake("forward_files_of", text) from error


def _made(service: MessagesService, message_id: str) -> dict[str, Any]:
    url = f"{service.json.url}/{message_id}"
    service.request.response.setStatus(201)
    service.request.response.setHeader("Location", url)
    try:
        return get_message(service, message_id)
    except UnknownMessage:  # asked again after its sender has deleted it
        return {"@id": url, "id": message_id}


def _mistake(field: str, text: str) -> InvalidValues:
    mistakes = FieldErrors()
    mistakes.add(field, text)
    return InvalidValues(mistakes.found)


def send_draft_service(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``POST {cug}/@messages/{id}/send``: a draft; asked again, it is sent already."""
    options = {
        "igo_confirmed": service.given.flag("igo_confirmed"),
        "confirmed": reason_in(service.given.values),
    }
    service.given.mistakes.raise_any()
    group, user = service.context, service.user
    try:
        with trying(group, user, *REFUSALS):
            send_draft(group, message_id, acting_user=user, **options)
    except UnknownMessage:
        if own_message(group, user, message_id).kind != DeliveryKind.SENT:
            raise
    return get_message(service, message_id)


def recall(service: MessagesService, message_id: str) -> dict[str, int]:
    """``POST {cug}/@messages/{id}/recall``: from all who have not opened it."""
    recalled = recall_message(service.context, message_id, acting_user=service.user)
    return {"recalled": recalled}


def report_message_service(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``POST {cug}/@messages/{id}/report`` ``{"reason"}``: to the Secretariat; 201"""
    reason = service.given.text("reason")
    service.given.mistakes.raise_any()
    who = {"acting_user": service.user, "language": service.json.language}
    with trying(service.context, service.user, *REFUSALS):
        sent = report_message(service.context, message_id, reason, **who)
    return _made(service, sent)


def delete(service: MessagesService, message_id: str) -> None:
    """``DELETE {cug}/@messages/{id}``: to the trash; from there, out of the mailbox."""
    delete_messages(service.context, [message_id], acting_user=service.user)
