"""Messages that are not what was sent, or not for this mailbox, are not opened."""

import transaction
from cites.cug import _
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.trail import record_at_once
from cites.cug.core.validation.errors import Kind, Refusal
from typing import Any


TITLE = _("messaging_untrusted_message_trusted_title")
TEXT = _("messaging_untrusted_stored_message_differs_what_text")


KIND = Kind(409, "UntrustedMessage")


def refuse_untrusted(group: Any, error: Untrusted, *, acting_user: str) -> Refusal:
    """Roll the request's transaction back, and record the refusal in the audit trail.

    Returns the error for the answer.
    """
    transaction.abort()
    with autonomous_transaction() as connection:
        record_at_once(
            connection,
            "message.untrusted",
            target=group,
            acting_user=acting_user,
            detail={"message": error.message_id},
        )
    return Refusal(TEXT, KIND)
