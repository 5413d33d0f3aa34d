"""Saves drafts, sends messages, and takes them back.

Drafts and messages go the same way, ``_write``: it checks what was written, stores it for
its sender and, if it is to be sent, delivers it, all in one transaction.
"""

import secrets
from cites.cug import _
from cites.cug.access.policy import HANDLING_CONFIRM_IGO, may_address
from cites.cug.access.roles import Category
from cites.cug.core.encryption.sealing import Seal
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    FieldError,
    FieldErrors,
    InvalidValues,
    Missing,
)
from cites.cug.messaging.about import About
from cites.cug.messaging.actions.filing import refile_deliveries
from cites.cug.messaging.addressing import igo_members, Members, resolve_recipients
from cites.cug.messaging.content import open_body, open_head
from cites.cug.messaging.delivery import (
    deliver,
    make_mailboxes,
    Posting,
    store_message,
)
from cites.cug.messaging.files import (
    check_files,
    delete_file,
    files_of,
    forwarded_files,
    Handed,
    MessageFile,
    NewFile,
    take_files,
    TakenFiles,
)
from cites.cug.messaging.mailbox import own_message, OwnMessage
from cites.cug.messaging.models import DeliveryKind, Folder
from cites.cug.messaging.receipts import unopened
from cites.cug.messaging.room import drafts_of, require_room_for
from cites.cug.messaging.schema import (
    Addressees,
    fit_letter,
    free_texts,
    Letter,
    MAX_SUBJECT,
    require_complete,
)
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.limits.use import Limit, require_room, use
from cites.cug.web.uploads.files import Upload
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, UTC
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Draft:
    """A stored draft, opened."""

    mailbox_id: int
    thread: str
    seal: Seal
    letter: Letter
    addressees: Addressees
    files: Sequence[MessageFile]
    about: About | None

    @property
    def id(self) -> str:
        return self.seal.message_id


class Sending(NamedTuple):
    """What the sender of a message has confirmed."""

    #: That it may go to members of intergovernmental organisations.
    igo_confirmed: bool
    #: What was decided about text that may name somebody.
    decisions: Decisions
    #: Whom it goes to where that is settled; None: whomever its addressees mean now.
    reached: Members | None = None


def save_draft(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    *,
    acting_user: str,
    draft_id: str | None = None,
    uploads: Handed = (),
    files_from: str | None = None,
    removed: int | None = None,
    about: About | None = None,
) -> str:
    """Keep what was written as a draft: a new one, or in place of ``draft_id``.

    Returns the id of the draft, which the message will have once it is sent. A draft that
    is there already keeps what it is about.
    ``files_from`` is the id of a message whose files a new draft takes over; ``removed``
    is the number of a file that is taken out. Raises InvalidValues, OverLimit, or
    Missing where ``draft_id`` is no draft of the caller, or ``files_from`` is not
    in the caller's mailbox.
    """
    return _write(
        group,
        acting_user,
        (letter, addressees),
        draft_id,
        uploads,
        files_from,
        removed=removed,
        about=about,
    )[0]


def send_message(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    *,
    acting_user: str,
    draft_id: str | None = None,
    uploads: Handed = (),
    files_from: str | None = None,
    igo_confirmed: bool = False,
    decisions: Decisions = UNDECIDED,
    about: About | None = None,
) -> str:
    """Do what ``save_draft`` does, and send it; the id of the message.

    ``igo_confirmed`` and ``decisions`` as in ``Sending``. Raises as ``save_draft``, and
    NonNominal; then nothing is stored and nothing is sent.
    """
    return _write(
        group,
        acting_user,
        (letter, addressees),
        draft_id,
        uploads,
        files_from,
        Sending(igo_confirmed, decisions),
        about=about,
    )[0]


def check_message(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    *,
    acting_user: str,
    igo_confirmed: bool = False,
) -> None:
    """Raise InvalidValues for what ``send_message`` would refuse of what is written."""
    mistakes, sending = FieldErrors(), Sending(igo_confirmed, UNDECIDED)
    mistakes.gather(_fit, group, letter, None, acting_user)
    who = (acting_user, sending)
    mistakes.gather(_require_sendable, group, letter, addressees, *who)
    mistakes.raise_any()


def answer_message(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    reached: Members,
    *,
    acting_user: str,
    uploads: Handed = (),
    igo_confirmed: bool = False,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Send a message to just these members, and name the addressees; its id.

    Raises as ``send_message``.
    """
    sending = Sending(igo_confirmed, decisions, reached)
    return _write(
        group, acting_user, (letter, addressees), uploads=uploads, sending=sending
    )[0]


def send_draft(
    group: Any,
    draft_id: str,
    *,
    acting_user: str,
    igo_confirmed: bool = False,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Send a draft as it stands. Raises as ``send_message``."""
    sending = Sending(igo_confirmed, decisions)
    _write(group, acting_user, None, draft_id, sending=sending)


def add_files(
    group: Any, draft_id: str, uploads: Sequence[Upload], *, acting_user: str
) -> Sequence[MessageFile]:
    """Put files into a draft, and return them. What the draft says is left alone: another
    request may be changing it. Raises as ``save_draft``.
    """
    return _write(group, acting_user, None, draft_id, uploads)[1]


def remove_file(group: Any, draft_id: str, number: int, *, acting_user: str) -> None:
    """Take a file out of a draft. Raises Missing if it has no such file."""
    _write(group, acting_user, None, draft_id, removed=number)


def _write(
    group: Any,
    acting_user: str,
    written: tuple[Letter, Addressees] | None,
    draft_id: str | None = None,
    uploads: Handed = (),
    files_from: str | None = None,
    sending: Sending | None = None,
    removed: int | None = None,
    about: About | None = None,
) -> tuple[str, Sequence[MessageFile]]:
    """Store a message as it was written, and send it if there is a ``sending``.

    ``written`` is None where the draft stays as it is. Returns the id of the message, and
    the files that were added. All mistakes are collected before InvalidValues is raised.
    """
    # Slow, and so done before the turn to write, for which others wait.
    taken = take_files(uploads)
    records = write_session()
    draft = load_draft(group, draft_id, acting_user=acting_user) if draft_id else None
    kept = _without(draft, removed)
    letter, addressees = written or (draft.letter, draft.addressees)
    mistakes = FieldErrors()
    fitted = mistakes.gather(_fit, group, letter, draft, acting_user)
    reached: Members = {}
    if sending is not None:
        who = (acting_user, sending)
        reached = mistakes.gather(_require_sendable, group, letter, addressees, *who)
    new = mistakes.gather(_new_files, group, taken, files_from, kept, acting_user)
    mistakes.raise_any()
    letter, thread = fitted
    posting = Posting(
        group,
        acting_user,
        letter,
        addressees,
        thread,
        DeliveryKind.DRAFT if sending is None else DeliveryKind.SENT,
        draft.seal if draft else Seal.new(secrets.token_hex(16)),
        draft.mailbox_id if draft else None,
        [*kept, *(one.file for one in new)],
        new,
        len(reached),
        draft.about if draft else about,
        datetime.now(UTC),
    )
    _require_allowed(posting, sending)
    if removed is not None:
        delete_file(records, posting.seal, removed)
    mailboxes = make_mailboxes(records, posting, reached)
    row = store_message(records, posting, mailboxes)
    if sending is not None:
        deliver(records, posting, row, reached, mailboxes)
        detail = {"message": row["id"], "recipients": posting.recipients_total}
        record("message.send", target=group, acting_user=acting_user, detail=detail)
    return row["id"], [one.file for one in new]


def _require_allowed(posting: Posting, sending: Sending | None) -> None:
    """Count what is sent, or is a new draft. Raises OverLimit, and NonNominal."""
    group, sender = posting.group, posting.sender
    if sending is not None:
        texts = free_texts(posting.letter, [file.filename for file in posting.files])
        require_confirmation(group, texts, sending.decisions, acting_user=sender)
        use(group, sender, {Limit.SENDS: 1, Limit.RECIPIENTS: posting.recipients_total})
    elif posting.mailbox_id is None:
        require_room(sender, Limit.DRAFTS, drafts_of(group, sender) + 1)


def load_draft(group: Any, draft_id: str, *, acting_user: str) -> Draft:
    """Open a draft. Raises Missing for all but the caller's own drafts."""
    row = own_draft(group, draft_id, acting_user=acting_user)
    letter = Letter(
        open_head(row.seal, row).subject,
        open_body(row.seal, row),
        row.handling,
        row.reply_to,
        row.answer_by,
        row.receipt,
    )
    addressees = Addressees.stored(row.addressed)
    files = files_of(write_session(), row.seal, row.attachments_total)
    about = About.opened(row.seal, row.about) if row.about else None
    return Draft(row.mailbox_id, row.thread, row.seal, letter, addressees, files, about)


def own_draft(group: Any, draft_id: str, *, acting_user: str) -> OwnMessage:
    """The draft as it is stored. Raises Missing as ``load_draft`` does."""
    row = own_message(group, acting_user, draft_id)
    if row.folder != Folder.DRAFTS:
        raise Missing(draft_id)
    return row


def _without(draft: Draft | None, removed: int | None) -> list[MessageFile]:
    """The files of a draft, but the one with that number. Raises Missing if the
    draft has no such file.
    """
    if draft is None:
        return []
    kept = [file for file in draft.files if file.number != removed]
    if removed is not None and len(kept) == len(draft.files):
        raise Missing(draft.id)
    return kept


def _fit(
    group: Any, letter: Letter, draft: Draft | None, acting_user: str
) -> tuple[Letter, str | None]:
    """The letter as it is stored, and the conversation that it continues, if any.

    Raises InvalidValues.
    """
    letter = fit_letter(letter)
    if draft is not None and letter.reply_to == draft.letter.reply_to:
        # Even if the message that it answers has been deleted since.
        return letter, draft.thread
    if letter.reply_to is None:
        return letter, None
    with suppress(Missing):
        answered = own_message(group, acting_user, letter.reply_to)
        if answered.sent is not None:
            return letter, answered.thread
    text = _("messaging_no_such_message_mailbox_text")
    raise InvalidValues([("reply_to", FieldError(text))])


def _require_sendable(
    group: Any, letter: Letter, addressees: Addressees, sender: str, sending: Sending
) -> Members:
    """Everybody a message goes to. Raises InvalidValues where it cannot be sent."""
    mistakes = FieldErrors()
    mistakes.gather(require_complete, letter, datetime.now(UTC).date())
    reached = sending.reached
    if reached is None:
        reached = mistakes.gather(resolve_recipients, group, addressees, sender) or {}
    if not may_address(letter.handling, addressees.kinds):
        text = _("messaging_sending_under_handling_code_message_text")
        mistakes.add("handling", text)
    confirm = letter.handling in HANDLING_CONFIRM_IGO and not sending.igo_confirmed
    if confirm and igo_members(reached):
        text = _("messaging_sending_there_are_text")
        mistakes.add("igo_confirmed", text)
    mistakes.raise_any()
    return reached


def _new_files(
    group: Any,
    taken: TakenFiles,
    files_from: str | None,
    kept: Sequence[MessageFile],
    acting_user: str,
) -> list[NewFile]:
    """Files to be stored: taken over from another message, and handed in.

    Raises InvalidValues, OverLimit, or Missing.
    """
    files: list[NewFile] = []
    if files_from is not None:
        message = own_message(group, acting_user, files_from)
        files = forwarded_files(write_session(), message.seal, message.attachments_total)
    files += check_files(taken, [*kept, *(new.file for new in files)])
    require_room_for(files, group, acting_user)
    return files


def draft_to(
    group: Any, user_ids: Collection[str], subject: str, html: str, *, acting_user: str
) -> str:
    """Save a draft that another part of the portal begins for a member; returns its id.

    It goes to these members, or to the Secretariat where there are none.
    """
    if user_ids:
        addressees = Addressees(tuple(sorted(user_ids)))
    else:
        addressees = Addressees(categories=(Category.SECRETARIAT.value,))
    letter = Letter(subject[:MAX_SUBJECT], html)
    return save_draft(group, letter, addressees, acting_user=acting_user)


def recall_message(group: Any, message_id: str, *, acting_user: str) -> int:
    """Take a message back from all who have not opened it; returns from how many.

    Raises Missing for all but the caller's own messages.
    """
    records = write_session()
    row = own_message(group, acting_user, message_id)
    if row.kind != DeliveryKind.SENT:
        raise Missing(message_id)
    taken = refile_deliveries(records, unopened(message_id), folder=Folder.RECALLED)
    detail = {"message": message_id, "recalled": len(taken)}
    record("message.recall", target=group, acting_user=acting_user, detail=detail)
    return len(taken)
