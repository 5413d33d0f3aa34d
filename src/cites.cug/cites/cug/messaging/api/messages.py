"""REST: one message, new ones, and what its owner does with one."""

from cites.cug import _
from cites.cug.confirmation.requirement import NonNominal
from cites.cug.confirmation.requirement import reason_in
from cites.cug.limits.use import trying
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.reporting import report_message
from cites.cug.messaging.actions.sending import recall_message
from cites.cug.messaging.actions.sending import save_draft
from cites.cug.messaging.actions.sending import send_draft
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.api.deserializer import HandedIn
from cites.cug.messaging.api.deserializer import read_new
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.files import take_files
from cites.cug.messaging.files import TakenFiles
from cites.cug.messaging.idempotency import HEADER
from cites.cug.messaging.idempotency import make_once
from cites.cug.messaging.idempotency import MAX_KEY
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.receipts import receipts_of
from cites.cug.messaging.schema import ISending
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValues
from functools import partial
from typing import Any
from zope import schema


REASON = schema.Text(__name__="reason")
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
    # Slow, and so done before the turn to write, which a key already takes.
    make = partial(_make, service, handed_in, take_files(handed_in.uploads))
    if key is None:
        return _made(service, make())
    what = (service.context, key, handed_in.digest(), make)
    message_id, repeated = make_once(*what, acting_user=service.user)
    if repeated:
        service.request.response.setHeader("Idempotent-Replayed", "true")
    return _made(service, message_id)


def _key(service: MessagesService) -> str | None:
    key = service.request.getHeader(HEADER)
    if key is not None and (
        not 0 < len(key) <= MAX_KEY or not (key.isascii() and key.isprintable())
    ):
        text = _(
            "Printable ASCII characters are expected, at most ${limit}.",
            mapping={"limit": MAX_KEY},
        )
        raise InvalidValues([(HEADER, FieldError(text))])
    return key


def _make(service: MessagesService, handed_in: HandedIn, files: TakenFiles) -> str:
    what = (service.context, handed_in.letter, handed_in.addressees)
    options = {
        "acting_user": service.user,
        "uploads": files,
        "files_from": handed_in.options["forward_files_of"],
    }
    try:
        with trying(service.context, service.user, *REFUSALS):
            if handed_in.options["draft"]:
                return save_draft(*what, **options)
            confirmed = {
                "igo_confirmed": handed_in.options["igo_confirmed"],
                "confirmed": handed_in.confirmed,
            }
            return send_message(*what, **options, **confirmed)
    except UnknownMessage as error:
        text = _("There is no such message in your mailbox.")
        raise InvalidValues([("forward_files_of", FieldError(text))]) from error


def _made(service: MessagesService, message_id: str) -> dict[str, Any]:
    url = f"{service.json.url}/{message_id}"
    service.request.response.setStatus(201)
    service.request.response.setHeader("Location", url)
    try:
        return get_message(service, message_id)
    except UnknownMessage:  # asked again after its sender has deleted it
        return {"@id": url, "id": message_id}


def send_draft_service(service: MessagesService, message_id: str) -> dict[str, Any]:
    """``POST {cug}/@messages/{id}/send``: a draft; asked again, it is sent already."""
    options = {
        "igo_confirmed": service.given.read(ISending["igo_confirmed"], False),
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
    reason = service.given.read(REASON, "")
    service.given.mistakes.raise_any()
    who = {"acting_user": service.user, "language": service.json.language}
    with trying(service.context, service.user, *REFUSALS):
        sent = report_message(service.context, message_id, reason, **who)
    return _made(service, sent)


def delete(service: MessagesService, message_id: str) -> None:
    """``DELETE {cug}/@messages/{id}``: to the trash; from there, out of the mailbox."""
    delete_messages(service.context, [message_id], acting_user=service.user)
