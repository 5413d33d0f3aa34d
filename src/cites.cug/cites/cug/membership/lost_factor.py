"""A second factor that its owner has lost: the Secretariat takes it off the account.

From then on the password alone opens the account, so it is done by who knows the member,
and said to the member by e-mail. Nobody does it for themselves, and nobody for who runs
the site: those could be asked to by whoever has stolen one session.
"""

from cites.cug import _
from cites.cug.audit.trail import record
from cites.cug.login import accounts
from cites.cug.login import factors
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.membership.standing import runs_site
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from plone import api
from typing import Any
from zExceptions import Unauthorized
from zope.i18n import translate
from zope.interface import implementer


#: Name of the kind, in the outbox; the reference is the UID of the group.
LOST_FACTOR = "membership.lost-factor"


def is_for_others(user_id: str, acting_user: str) -> bool:
    """Whether it is somebody else's account to look after."""
    return user_id == acting_user or runs_site(user_id)


def remove_lost_factor(group: Any, user_id: str, *, acting_user: str, note: str) -> None:
    """Take the second factor off a member's account, and end all that it had opened.

    ``note`` says how it was made sure that the member asks. Raises Unauthorized for one's
    own account and those of site managers. Does nothing where there is no second factor.
    """
    if is_for_others(user_id, acting_user):
        raise Unauthorized(user_id)
    if not factors.has_factor(user_id):
        return
    factors.remove(user_id)
    accounts.end_sessions(user_id)
    queue_account_notice(LOST_FACTOR, group.UID(), user_id, at=datetime.now(UTC))
    detail = {"member": user_id, "note": note}
    record("member.lost-factor", target=group, acting_user=acting_user, detail=detail)


@implementer(INoticeKind)
class LostFactorNotices:
    """To the member: it may not have been they who asked."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return True

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines = (
            _(
                "The Secretariat of a group has removed the second factor of your"
                " account, because it was said to be lost. All your sessions and tokens"
                " have ended. Log in and set up a new one: ${url}",
                mapping={"url": f"{api.portal.get().absolute_url()}/second-factor"},
            ),
            _(
                "If it was not you who asked for this, choose a new password at once and"
                " tell the Secretariat."
            ),
        )
        return [translate(line, target_language=language) for line in lines]
