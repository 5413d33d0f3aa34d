"""Drafts: what a member has written and not sent."""

from cites.cug import _
from cites.cug.encryption.sealing import Seal
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import require_room
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.content import open_body
from cites.cug.messaging.content import open_head
from cites.cug.messaging.delivery import add_message
from cites.cug.messaging.delivery import message_row
from cites.cug.messaging.delivery import Posting
from cites.cug.messaging.delivery import senders_copy
from cites.cug.messaging.files import check_files
from cites.cug.messaging.files import files_of
from cites.cug.messaging.files import Handed
from cites.cug.messaging.files import MessageFile
from cites.cug.messaging.files import NewFile
from cites.cug.messaging.files import passed_on
from cites.cug.messaging.files import store_files
from cites.cug.messaging.files import take_files
from cites.cug.messaging.files import TakenFiles
from cites.cug.messaging.letter import fit_letter
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import Attachment
from cites.cug.messaging.models import Delivery
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.models import FileChunk
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import Message
from cites.cug.messaging.room import drafts_of
from cites.cug.messaging.room import require_room_for
from cites.cug.sql.session import writing
from cites.cug.uploads.files import Upload
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValues
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from sqlalchemy import delete
from sqlalchemy import update
from sqlalchemy.orm import Session
from typing import Any


@dataclass(frozen=True)
class Draft:
    """A stored draft, opened."""

    id: str
    mailbox_id: int
    thread: str
    seal: Seal
    letter: Letter
    addressees: Addressees
    files: Sequence[MessageFile]


def add_draft(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    *,
    acting_user: str,
    uploads: Handed = (),
    files_from: str | None = None,
) -> str:
    """Keep a new draft; its id, which the message will have once it is sent.

    ``files_from`` is the id of a message whose files it passes on. Raises InvalidValues,
    OverLimit, or UnknownMessage if that message does not lie in the caller's mailbox.
    """
    taken = take_files(uploads)
    records = writing()
    mistakes = FieldErrors()
    posting = mistakes.gather(post, group, letter, addressees, acting_user)
    files = mistakes.gather(new_files, records, group, taken, files_from, acting_user)
    mistakes.raise_any()
    require_room(acting_user, Limit.DRAFTS, drafts_of(group, acting_user) + 1)
    seal, _row = add_message(records, posting, DeliveryKind.DRAFT, files)
    return seal.message_id


def new_files(
    records: Session,
    group: Any,
    taken: TakenFiles,
    files_from: str | None,
    acting_user: str,
) -> list[NewFile]:
    """Those that are passed on and those that are handed in. Raises InvalidValues."""
    files = []
    if files_from is not None:
        message = own_message(group, acting_user, files_from)
        files = passed_on(records, message.seal, message.attachments_total)
    files += check_files(taken, [new.file for new in files])
    require_room_for(files, group, acting_user)
    return files


def post(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    acting_user: str,
    draft: Draft | None = None,
) -> Posting:
    """What was handed in, checked as far as a draft must be. Raises InvalidValues."""
    letter = fit_letter(letter)
    thread = None
    if draft is not None and letter.reply_to == draft.letter.reply_to:
        # Even if what it answers has been deleted since.
        thread = draft.thread
    elif letter.reply_to is not None:
        thread = _conversation(group, letter.reply_to, acting_user)
    return Posting(group, acting_user, letter, addressees, thread, datetime.now(UTC))


def _conversation(group: Any, answered: str, acting_user: str) -> str:
    """The thread of a message in the user's mailbox. Raises InvalidValues."""
    with suppress(UnknownMessage):
        message = own_message(group, acting_user, answered)
        if message.sent is not None:
            return message.thread
    mistakes = FieldErrors()
    mistakes.add("reply_to", _("There is no such message in your mailbox."))
    raise InvalidValues(mistakes.found)


def check_draft(group: Any, draft_id: str, *, acting_user: str) -> Any:
    """Its row. Raises UnknownMessage for all but the caller's own drafts."""
    row = own_message(group, acting_user, draft_id)
    if row.folder != Folder.DRAFTS:
        raise UnknownMessage(draft_id)
    return row


def load_draft(group: Any, draft_id: str, *, acting_user: str) -> Draft:
    """Raises UnknownMessage for all but the caller's own drafts."""
    row = check_draft(group, draft_id, acting_user=acting_user)
    seal = row.seal
    letter = Letter(
        open_head(seal, row).subject,
        open_body(seal, row),
        row.handling,
        row.reply_to,
        row.answer_by,
        row.receipt,
    )
    addressees = Addressees.stored(row.addressed)
    files = files_of(writing(), seal, row.attachments_total)
    return Draft(row.id, row.mailbox_id, row.thread, seal, letter, addressees, files)


def change_draft(
    group: Any,
    draft_id: str,
    letter: Letter,
    addressees: Addressees,
    *,
    acting_user: str,
    uploads: Handed = (),
) -> list[MessageFile]:
    """Keep what was written since; the files that were added.

    Raises InvalidValues, or UnknownMessage for all but the caller's own drafts.
    """
    taken = take_files(uploads)
    writing()
    draft = load_draft(group, draft_id, acting_user=acting_user)
    return _change(group, draft, letter, addressees, taken, acting_user)


def add_files(
    group: Any, draft_id: str, uploads: Sequence[Upload], *, acting_user: str
) -> list[MessageFile]:
    """Put files into a draft and leave what it says, which another request may be
    changing. Raises as ``change_draft``.
    """
    taken = take_files(uploads)
    writing()
    draft = load_draft(group, draft_id, acting_user=acting_user)
    written = (draft.letter, draft.addressees)
    return _change(group, draft, *written, taken, acting_user)


def _change(
    group: Any,
    draft: Draft,
    letter: Letter,
    addressees: Addressees,
    taken: TakenFiles,
    acting_user: str,
) -> list[MessageFile]:
    posting = post(group, letter, addressees, acting_user, draft)
    added = check_files(taken, draft.files)
    require_room_for(added, group, acting_user)
    records = writing()
    store_files(records, draft.seal, added)
    _rewrite(records, draft, posting, [*draft.files, *(new.file for new in added)])
    return [new.file for new in added]


def remove_file(group: Any, draft_id: str, number: int, *, acting_user: str) -> None:
    """Take a file out of a draft. Raises UnknownMessage if it has no such file."""
    records = writing()
    draft = load_draft(group, draft_id, acting_user=acting_user)
    kept = [file for file in draft.files if file.number != number]
    if len(kept) == len(draft.files):
        raise UnknownMessage(draft_id)
    for table in (FileChunk.__table__, Attachment.__table__):
        here = (table.c.message_id == draft_id, table.c.number == number)
        records.execute(delete(table).where(*here))
    posting = post(group, draft.letter, draft.addressees, acting_user, draft)
    _rewrite(records, draft, posting, kept)


def _rewrite(
    records: Session, draft: Draft, posting: Posting, files: Sequence[MessageFile]
) -> None:
    row = message_row(posting, draft.seal, DeliveryKind.DRAFT, files)
    table = Message.__table__
    records.execute(update(table).where(table.c.id == draft.id).values(row))
    copy = senders_copy(posting, draft.seal, row, DeliveryKind.DRAFT)
    table = Delivery.__table__
    records.execute(update(table).where(table.c.message_id == draft.id).values(copy))
