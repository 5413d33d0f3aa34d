"""What sending a message changes in the request for assistance that it answers.

Whatever way an answer goes, by the request's page or as a reply in the mailbox, it is one.
"""

from cites.cug.messaging.assistance.models import AssistanceRequest, State
from cites.cug.messaging.models import Message
from collections.abc import Collection
from datetime import datetime
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session


_ASKER = (
    select(Message.sender)
    .join(AssistanceRequest, AssistanceRequest.message_id == Message.id)
    .where(
        Message.id == bindparam("thread"),
        AssistanceRequest.state == State.OPEN.value,
    )
)


def note_answer(
    records: Session, thread: str, sender: str, reached: Collection[str], now: datetime
) -> None:
    """Mark an open request as answered, where its asker has got an answer to it."""
    asker = records.connection().execute(_ASKER, {"thread": thread}).scalar()
    if asker is None or asker == sender or asker not in reached:
        return
    table = AssistanceRequest.__table__
    change = update(table).where(table.c.message_id == thread)
    records.execute(change.values(state=State.ANSWERED.value, answered=now))
