"""The Secretariat of a group: who joins it, and who is told.

A site manager fills the roster of a group that has never had a Secretariat. After that
the Secretariat itself invites new colleagues. If none of them can act any more, a site
manager may appoint somebody. This takes days, all members are told, and the Secretariat
and the contact points can revoke it: see ``invitations``.
"""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.membership.renewal import today
from cites.cug.membership.roster import secretariat_of
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from OFS.interfaces import IObjectWillBeRemovedEvent
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zExceptions import BadRequest
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer


#: Annotation of a group that has or had a Secretariat.
FOUNDED = "cites.cug.founded"
#: Kind of the notice. Its reference is the UID of the group.
NEW_COLLEAGUE = "membership.new-secretariat"
IN_USE = _("membership_office_group_members_deleted_secretariat_text")


def is_founded(group: Any) -> bool:
    """Whether the group has ever had a Secretariat. From then on only the Secretariat
    invites.
    """
    if FOUNDED in IAnnotations(group):  # asked first: the roster may be long
        return True
    entries = IWorkspace(group).members.values()
    return any(entry["category"] == Category.SECRETARIAT for entry in entries)


def come_into_office(group: Any, user_id: str) -> None:
    """Record a new Secretariat member with today's date, and tell the others."""
    IAnnotations(group)[FOUNDED] = True
    IWorkspace(group).note(user_id, secretariat_since=today())
    for colleague in secretariat_of(group) - {user_id}:
        now = datetime.now(UTC)
        queue_account_notice(NEW_COLLEAGUE, group.UID(), colleague, at=now)


@adapter(IClosedUserGroup, IObjectWillBeRemovedEvent)
def keep_group_in_use(group: Any, event: Any) -> None:
    """Refuse to delete a group that has more than one member.

    A site manager cannot end a group: its Secretariat first empties the roster.
    """
    request = getRequest()
    asked_for = request is not None and request.get("PUBLISHED") is not None
    if asked_for and event.object is group and len(IWorkspace(group).members) > 1:
        raise BadRequest(translate(IN_USE, context=request))


@implementer(INoticeKind)
class NewColleagueNotices:
    """To all other Secretariat members: nobody joins them unnoticed."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return uuidToObject(notice.reference, unrestricted=True) is not None

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines: list[str] = []
        for reference in sorted({notice.reference for notice in notices}):
            place = uuidToObject(reference, unrestricted=True)
            text = _("membership_office_somebody_become_member_secretariat_text")
            said = translate(text, target_language=language)
            lines += [said, f"{place.absolute_url()}/roster"]
        return lines
