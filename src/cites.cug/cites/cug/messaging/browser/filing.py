"""The buttons of lists and messages: what they do, and how it is undone."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.messaging.actions.filing import (
    delete_messages,
    file_messages,
    MOST_AT_ONCE,
    restore,
)
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.models import Folder
from collections.abc import Callable, Sequence
from functools import partial
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode


#: Moves of up to so many messages can be undone, as their ids stand in the address.
MOST_UNDONE = 100
DONE_ONE = {
    "archive": _("messaging_filing_message_archived"),
    "trash": _("messaging_filing_message_moved_trash_text"),
    "restore": _("messaging_filing_message_back_folder_text"),
    "delete": _("messaging_filing_message_deleted_mailbox_text"),
}
DONE_MANY = {
    "archive": _("messaging_filing_messages_now_archive"),
    "trash": _("messaging_filing_messages_now_trash"),
    "restore": _("messaging_filing_messages_returned_their_folders"),
    "delete": _("messaging_filing_messages_deleted_mailbox"),
}
UNDONE = ("archive", "trash")


#: What a button does → the action.
ACTIONS: dict[str, Callable[..., None]] = {
    "read": partial(file_messages, read=True),
    "unread": partial(file_messages, read=False),
    "star": partial(file_messages, starred=True),
    "unstar": partial(file_messages, starred=False),
    "archive": partial(file_messages, folder=Folder.ARCHIVE),
    "trash": partial(file_messages, folder=Folder.TRASH),
    "restore": restore,
    "delete": delete_messages,
}


def act(page: MessagePage, action: str, ids: Sequence[str]) -> bool:
    """Do what a button says to these messages of the caller's mailbox.

    False where it cannot be done; then the next page says why. Raises Missing.
    """
    try:
        for start in range(0, len(ids), MOST_AT_ONCE):
            some = ids[start : start + MOST_AT_ONCE]
            ACTIONS[action](page.context, some, acting_user=page.user_id)
    except InvalidValues as error:
        (_field, mistake), *_others = error.mistakes
        IStatusMessage(page.request).add(mistake.message, "error")
        return False
    return True


def outcome(action: str, ids: Sequence[str], folder: str) -> dict[str, str]:
    """Parameters for the next page: what was done, and what is needed to undo it."""
    if action not in DONE_ONE:
        return {}
    said = {"done": action, "count": str(len(ids))}
    if action in UNDONE and len(ids) <= MOST_UNDONE:
        said |= {"ids": ".".join(ids), "from": folder}
    return said


def with_outcome(path: str, said: dict[str, str]) -> str:
    if not said:
        return path
    return f"{path}{'&' if path else '?'}{urlencode(said)}"


def said_before(form: dict[str, Any]) -> dict[str, Any] | None:
    """What the page before has done: a text, and ids of messages to undo it."""
    done, count = form.get("done"), form.get("count")
    known = isinstance(done, str) and done in DONE_ONE
    if not known or not str(count).isdecimal():
        return None
    many = DONE_MANY[done]
    text = DONE_ONE[done] if count == "1" else _(many, mapping={"count": count})
    return {"text": text, "ids": form.get("ids"), "from": form.get("from")}


def undo(page: MessagePage, form: dict[str, Any]) -> None:
    """Move messages back to the folder where they were."""
    ids = str(form.get("ids") or "").split(".")[:MOST_UNDONE]
    if form.get("from") == Folder.ARCHIVE:
        act(page, "archive", ids)
    else:
        act(page, "restore", ids)
