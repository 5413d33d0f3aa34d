"""From the form to write to drafts and messages."""

from cites.cug import _
from cites.cug.confirmation.requirement import reason_in
from cites.cug.layout.numbers import file_size
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import load_draft
from cites.cug.messaging.actions.sending import remove_file
from cites.cug.messaging.actions.sending import save_draft
from cites.cug.messaging.actions.sending import send_draft
from cites.cug.messaging.addressing import resolve_recipients
from cites.cug.messaging.browser.form_state import Typed
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.browser.recipients import MANY
from cites.cug.messaging.files import take_files
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.models import Folder
from cites.cug.sql.session import writing
from cites.cug.uploads.files import uploads_in
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValues
from collections.abc import Mapping
from dataclasses import replace
from typing import Any


CONFIRM_MANY = _(
    "This goes to ${count} people. Confirm that it is meant for all of them."
)


def sent_already(page: MessagePage, typed: Typed) -> str | None:
    """The id of the message that the draft has become: the form was sent twice."""
    if typed.draft is None:
        return None
    try:
        row = own_message(page.context, page.user_id, typed.draft)
    except UnknownMessage:
        return None
    return row.id if row.kind == DeliveryKind.SENT else None


def keep_draft(page: MessagePage, typed: Typed, form: Mapping[str, Any]) -> Typed:
    """Keep what was typed as a draft, with the files; raises InvalidValues."""
    uploads = take_files(uploads_in(form))
    writing()
    group, mailbox = page.context, {"acting_user": page.user_id}
    typed = _with_what_is_there(page, typed)
    letter = typed.letter()
    draft_id = save_draft(
        group,
        letter,
        typed.addressees,
        draft_id=typed.draft,
        uploads=uploads,
        files_from=typed.files_from if typed.draft is None else None,
        **mailbox,
    )
    typed = replace(typed, draft=draft_id, files_from=None)
    number = form.get("remove")
    if isinstance(number, str) and number.isdecimal():
        remove_file(group, typed.draft, int(number), **mailbox)
    return typed


def _with_what_is_there(page: MessagePage, typed: Typed) -> Typed:
    """Without what has been deleted meanwhile: the text must not be lost with it."""
    for name in ("draft", "reply_to", "files_from"):
        message_id = getattr(typed, name)
        if message_id is None:
            continue
        try:
            row = own_message(page.context, page.user_id, message_id)
        except UnknownMessage:
            typed = replace(typed, **{name: None})
        else:
            if name == "draft" and row.folder != Folder.DRAFTS:
                typed = replace(typed, draft=None)
    return typed


def send_typed(page: MessagePage, typed: Typed) -> int:
    """Send the draft; to how many people. Raises InvalidValues."""
    # What is wrong with the recipients is said below, with all else.
    found = FieldErrors().gather(
        resolve_recipients, page.context, typed.addressees, page.user_id
    )
    count = len(found or ())
    if count > MANY and not typed.many_confirmed:
        text = _(CONFIRM_MANY, mapping={"count": count})
        raise InvalidValues([("many_confirmed", FieldError(text))])
    send_draft(
        page.context,
        typed.draft,
        acting_user=page.user_id,
        igo_confirmed=typed.igo_confirmed,
        confirmed=reason_in(page.request.form),
    )
    return count


def kept_files(page: MessagePage, typed: Typed) -> list[dict[str, Any]]:
    """Files of the draft, or those that it will take over."""
    mailbox = {"acting_user": page.user_id}
    if typed.draft is not None:
        files = load_draft(page.context, typed.draft, **mailbox).files
    elif typed.files_from is not None:
        files = open_message(page.context, typed.files_from, **mailbox).files
    else:
        files = []
    return [
        {
            "number": file.number if typed.draft is not None else None,
            "name": file.filename,
            "size": file_size(file.size, page.language),
        }
        for file in files
    ]
