"""Messages on their way: sent, and taken back."""

from cites.cug import _
from cites.cug.access.policy import HANDLING_CONFIRM_IGO
from cites.cug.access.policy import HANDLING_NAMED_ONLY
from cites.cug.audit.trail import record
from cites.cug.confirmation.requirement import plain_text
from cites.cug.confirmation.requirement import require_confirmation
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import use
from cites.cug.messaging.actions.drafts import load_draft
from cites.cug.messaging.actions.drafts import new_files
from cites.cug.messaging.actions.drafts import post
from cites.cug.messaging.actions.filing import refile_deliveries
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.addressing import resolve_recipients
from cites.cug.messaging.addressing import ResolvedRecipients
from cites.cug.messaging.delivery import add_message
from cites.cug.messaging.delivery import deliver
from cites.cug.messaging.delivery import message_row
from cites.cug.messaging.delivery import Posting
from cites.cug.messaging.delivery import senders_copy
from cites.cug.messaging.files import Handed
from cites.cug.messaging.files import MessageFile
from cites.cug.messaging.files import take_files
from cites.cug.messaging.folder_counts import count_change
from cites.cug.messaging.folder_counts import Filed
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.letter import require_complete
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import Delivery
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import Message
from cites.cug.messaging.receipts import unopened
from cites.cug.sql.session import writing
from cites.cug.validation.errors import FieldErrors
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
    """Send at once; the id of the message. Raises InvalidValues: then nothing is sent.

    ``files_from`` as for ``add_draft``; ``confirmed`` as for
    ``require_confirmation``, which raises NonNominal. Raises OverLimit.
    """
    taken = take_files(uploads)
    records = writing()
    mistakes = FieldErrors()
    posting = mistakes.gather(post, group, letter, addressees, acting_user)
    reached = mistakes.gather(
        _require_sendable, group, letter, addressees, acting_user, igo_confirmed
    )
    files = mistakes.gather(new_files, records, group, taken, files_from, acting_user)
    mistakes.raise_any()
    _hold_back(posting, [new.file for new in files], confirmed)
    _count(posting, reached)
    seal, row = add_message(records, posting, DeliveryKind.SENT, files, len(reached))
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
    """Raises InvalidValues, NonNominal as ``require_confirmation`` does, OverLimit, or
    UnknownMessage for all but the caller's own drafts.
    """
    records = writing()
    draft = load_draft(group, draft_id, acting_user=acting_user)
    written = (group, draft.letter, draft.addressees, acting_user)
    mistakes = FieldErrors()
    posting = mistakes.gather(post, *written, draft)
    reached = mistakes.gather(_require_sendable, *written, igo_confirmed)
    mistakes.raise_any()
    _hold_back(posting, draft.files, confirmed)
    _count(posting, reached)
    row = message_row(posting, draft.seal, DeliveryKind.SENT, draft.files, len(reached))
    message = Message.__table__
    records.execute(update(message).where(message.c.id == draft_id).values(row))
    copy = Delivery.__table__
    changes = {
        "folder": Folder.SENT,
        **senders_copy(posting, draft.seal, row, DeliveryKind.SENT),
    }
    records.execute(update(copy).where(copy.c.message_id == draft_id).values(changes))
    before, after = (
        Filed(draft.mailbox_id, folder, unread=False)
        for folder in (Folder.DRAFTS, Folder.SENT)
    )
    count_change(records, [before], [after])
    deliver(records, posting, draft.seal, row, reached)
    _record(posting, draft_id, reached)


def _hold_back(posting: Posting, files: Iterable[MessageFile], confirmed: str) -> None:
    texts = {
        "subject": posting.letter.subject,
        "body": plain_text(posting.letter.body),
        "attachments": "\n".join(file.filename for file in files),
    }
    require_confirmation(posting.group, texts, confirmed, acting_user=posting.sender)


def _count(posting: Posting, reached: ResolvedRecipients) -> None:
    amounts = {Limit.SENDS: 1, Limit.RECIPIENTS: len(reached)}
    use(posting.group, posting.sender, amounts)


def _require_sendable(
    group: Any, letter: Letter, addressees: Addressees, sender: str, igo_confirmed: bool
) -> ResolvedRecipients:
    mistakes = FieldErrors()
    mistakes.gather(require_complete, letter, datetime.now(UTC).date())
    reached = (
        mistakes.gather(resolve_recipients, group, addressees, sender)
        or ResolvedRecipients()
    )
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


def _record(posting: Posting, message_id: str, reached: ResolvedRecipients) -> None:
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
    if row.kind != DeliveryKind.SENT:
        raise UnknownMessage(message_id)
    taken = refile_deliveries(records, unopened(message_id), folder=Folder.RECALLED)
    detail = {"message": message_id, "recalled": len(taken)}
    record("message.recall", target=group, acting_user=acting_user, detail=detail)
    return len(taken)
