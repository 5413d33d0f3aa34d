"""Messages on their way: sent, and taken back."""

from cites.cug import _
from cites.cug.access.policy import HANDLING_CONFIRM_IGO
from cites.cug.access.policy import HANDLING_NAMED_ONLY
from cites.cug.audit.trail import record
from cites.cug.intake.mistakes import Mistakes
from cites.cug.intake.nominal import hold_back
from cites.cug.intake.nominal import plain
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import use
from cites.cug.messaging.actions.drafts import load_draft
from cites.cug.messaging.actions.drafts import new_files
from cites.cug.messaging.actions.drafts import post
from cites.cug.messaging.actions.filing import refile
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.addressing import Reach
from cites.cug.messaging.addressing import reach
from cites.cug.messaging.counts import count_change
from cites.cug.messaging.counts import Filed
from cites.cug.messaging.files import File
from cites.cug.messaging.files import Handed
from cites.cug.messaging.files import take_files
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.letter import require_complete
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.model import Delivery
from cites.cug.messaging.model import Folder
from cites.cug.messaging.model import Kind
from cites.cug.messaging.model import Message
from cites.cug.messaging.posting import add_message
from cites.cug.messaging.posting import deliver
from cites.cug.messaging.posting import message_row
from cites.cug.messaging.posting import Posting
from cites.cug.messaging.posting import senders_copy
from cites.cug.messaging.receipts import unopened
from cites.cug.records.store import writing
from collections.abc import Iterable
from datetime import datetime
from datetime import UTC
from sqlalchemy import update
from typing import Any


def send_message(
    group: Any,
    letter: Letter,
    addressees: Addressees,
    *,
    acting_user: str,
    uploads: Handed = (),
    files_from: str | None = None,
    igo_confirmed: bool = False,
    confirmed: str = "",
) -> str:
    """Send at once; the id of the message. Raises InvalidGiven: then nothing is sent.

    ``files_from`` as for ``add_draft``; ``confirmed`` as for ``hold_back``, which raises
    NonNominal. Raises OverLimit.
    """
    taken = take_files(uploads)
    records = writing()
    mistakes = Mistakes()
    posting = mistakes.gather(post, group, letter, addressees, acting_user)
    reached = mistakes.gather(
        _require_sendable, group, letter, addressees, acting_user, igo_confirmed
    )
    files = mistakes.gather(new_files, records, group, taken, files_from, acting_user)
    mistakes.raise_any()
    _hold_back(posting, [new.file for new in files], confirmed)
    _count(posting, reached)
    seal, row = add_message(records, posting, Kind.SENT, files, len(reached))
    deliver(records, posting, seal, row, reached)
    _record(posting, seal.message_id, reached)
    return seal.message_id


def send_draft(
    group: Any,
    draft_id: str,
    *,
    acting_user: str,
    igo_confirmed: bool = False,
    confirmed: str = "",
) -> None:
    """Raises InvalidGiven, NonNominal as ``hold_back`` does, OverLimit, or UnknownMessage
    for all but the caller's own drafts.
    """
    records = writing()
    draft = load_draft(group, draft_id, acting_user=acting_user)
    written = (group, draft.letter, draft.addressees, acting_user)
    mistakes = Mistakes()
    posting = mistakes.gather(post, *written, draft)
    reached = mistakes.gather(_require_sendable, *written, igo_confirmed)
    mistakes.raise_any()
    _hold_back(posting, draft.files, confirmed)
    _count(posting, reached)
    row = message_row(posting, draft.seal, Kind.SENT, draft.files, len(reached))
    message = Message.__table__
    records.execute(update(message).where(message.c.id == draft_id).values(row))
    copy = Delivery.__table__
    changes = {
        "folder": Folder.SENT,
        **senders_copy(posting, draft.seal, row, Kind.SENT),
    }
    records.execute(update(copy).where(copy.c.message_id == draft_id).values(changes))
    before, after = (
        Filed(draft.mailbox_id, folder, unread=False)
        for folder in (Folder.DRAFTS, Folder.SENT)
    )
    count_change(records, [before], [after])
    deliver(records, posting, draft.seal, row, reached)
    _record(posting, draft_id, reached)


def _hold_back(posting: Posting, files: Iterable[File], confirmed: str) -> None:
    texts = {
        "subject": posting.letter.subject,
        "body": plain(posting.letter.body),
        "attachments": "\n".join(file.filename for file in files),
    }
    hold_back(posting.group, texts, confirmed, acting_user=posting.sender)


def _count(posting: Posting, reached: Reach) -> None:
    amounts = {Limit.SENDS: 1, Limit.RECIPIENTS: len(reached)}
    use(posting.group, posting.sender, amounts)


def _require_sendable(
    group: Any, letter: Letter, addressees: Addressees, sender: str, igo_confirmed: bool
) -> Reach:
    mistakes = Mistakes()
    mistakes.gather(require_complete, letter, datetime.now(UTC).date())
    reached = mistakes.gather(reach, group, addressees, sender) or Reach()
    if letter.handling in HANDLING_NAMED_ONLY and addressees.by_group:
        text = _("Under this handling code a message goes to named recipients only.")
        mistakes.add("handling", text)
    confirm = letter.handling in HANDLING_CONFIRM_IGO and not igo_confirmed
    if confirm and reached.igo:
        text = _(
            "There are members of intergovernmental organisations among the recipients."
            " Confirm that it may go to them under this handling code."
        )
        mistakes.add("igo_confirmed", text)
    mistakes.raise_any()
    return reached


def _record(posting: Posting, message_id: str, reached: Reach) -> None:
    detail = {"message": message_id, "recipients": len(reached)}
    record(
        "message.send", target=posting.group, acting_user=posting.sender, detail=detail
    )


def recall_message(group: Any, message_id: str, *, acting_user: str) -> int:
    """Take a message back from all who have not opened it; from how many it was.

    Raises UnknownMessage for all but the caller's own messages.
    """
    records = writing()
    row = own_message(group, acting_user, message_id)
    if row.kind != Kind.SENT:
        raise UnknownMessage(message_id)
    taken = refile(records, unopened(message_id), folder=Folder.RECALLED)
    detail = {"message": message_id, "recalled": len(taken)}
    record("message.recall", target=group, acting_user=acting_user, detail=detail)
    return len(taken)
