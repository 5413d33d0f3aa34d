"""Whether something waits for somebody: an invitation, a change of the own account."""

from cites.cug import _
from cites.cug.login.models import AccountChange
from cites.cug.login.pending_changes import ChangeState as ChangeState
from cites.cug.membership.models import Invitation, State
from cites.cug.sql.session import looking
from datetime import datetime, UTC
from sqlalchemy import bindparam, BindParameter, or_, select
from zope.i18nmessageid import Message


_MINE: BindParameter[str] = bindparam("user_id")
#: Part of every page: put together once.
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
            AccountChange.state == ChangeState.PENDING.value,
        )
        .exists(),
    )
)


def waits(user_id: str) -> tuple[str, Message] | None:
    """The page that shows it, and what leads there."""
    with looking() as connection:
        asked = {"user_id": user_id, "now": datetime.now(UTC)}
        if not connection.scalar(_WAITS, asked):
            return None
    return "invitations", _("Something about your account waits for you.")
