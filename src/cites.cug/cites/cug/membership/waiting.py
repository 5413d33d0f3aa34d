"""Whether something waits for the user: an invitation, or a change of the own account."""

from cites.cug import _
from cites.cug.core.sql.session import read_connection
from cites.cug.login.models import AccountChange
from cites.cug.login.pending_changes import WAITING
from cites.cug.membership.models import Invitation, State
from datetime import datetime, UTC
from sqlalchemy import bindparam, BindParameter, or_, select
from zope.i18nmessageid import Message


_MINE: BindParameter[str] = bindparam("user_id")
#: Built once: every page uses it.
_WAITS = select(
    or_(
        select(Invitation.id)
        .where(
            Invitation.user_id == _MINE,
            Invitation.state == State.OPEN.value,
            Invitation.ends > bindparam("now", type_=Invitation.ends.type),
        )
        .exists(),
        select(AccountChange.id)
        .where(
            AccountChange.user_id == _MINE,
            AccountChange.state.in_([state.value for state in WAITING]),
        )
        .exists(),
    )
)


def waits(user_id: str) -> tuple[str, Message] | None:
    """Name of the page that shows what waits, and the text of the link; None if nothing
    does.
    """
    with read_connection() as connection:
        asked = {"user_id": user_id, "now": datetime.now(UTC)}
        if not connection.scalar(_WAITS, asked):
            return None
    return "invitations", _("membership_waiting_something_about_account_waiting_text")
