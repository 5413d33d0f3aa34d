"""Shares of an item, those that wait for a group, and the items they are of."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.guard import group_of, may
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.core.sql.proofs import is_proven, trusted
from cites.cug.core.sql.session import session
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.library.items.origins import lacks_origin, origins_of
from cites.cug.library.tools.group_shares.models import GroupShare, State
from plone import api
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select
from typing import Any
from zope.i18nmessageid import Message


NOT_PUBLISHED = _("library_group_shares_published_item_archived_shared_text")
MADE_FROM_OTHERS = _("library_group_shares_made_items_other_authors_text")


def shares_of(item: Any, user_id: str | None) -> list[GroupShare]:
    """The shares of an item that the caller, ``user_id``, may know of, the latest first.

    The Secretariat all; the author those that the author was asked about.
    """
    query = select(GroupShare).where(GroupShare.item_uid == item.UID())
    if not may(Permission.PUBLISH, item):
        if user_id is None or user_id != author_of(item):
            return []
        query = query.where(GroupShare.author_id == user_id)
    rows = session().scalars(query.order_by(GroupShare.time.desc(), GroupShare.id))
    return list(trusted(GroupShare, rows))


def find_share(item: Any, share_id: str, user_id: str | None) -> GroupShare | None:
    """One of these; None if there is no such one."""
    return next((one for one in shares_of(item, user_id) if one.id == share_id), None)


def waits_for(share: GroupShare, user_id: str | None) -> bool:
    """Whether this author has not answered yet."""
    return share.state == State.ASKED and share.author_id == user_id


def is_pending(share: GroupShare) -> bool:
    """Whether nobody has ended it yet."""
    return share.state in (State.ASKED, State.OFFERED)


def offered_to(group: Any) -> list[GroupShare]:
    """What other groups offer to this one and can still give it, the oldest first."""
    query = (
        select(GroupShare)
        .where(GroupShare.target_uid == group.UID())
        .where(GroupShare.state == State.OFFERED.value)
        .order_by(GroupShare.time, GroupShare.id)
    )
    rows = trusted(GroupShare, session().scalars(query))
    found = [(one, item_of(one)) for one in rows]
    return [one for one, item in found if item is not None and is_open(item)]


def find_offer(group: Any, share_id: str) -> GroupShare | None:
    """An offer to the group, decided on or not; None if there is no such one."""
    share = session().get(GroupShare, share_id)
    if share is None or share.target_uid != group.UID():
        return None
    if not is_proven(GroupShare, share):
        return None
    item = item_of(share)
    if item is None or (share.state == State.OFFERED and not is_open(item)):
        return None
    passed_on = (State.OFFERED, State.ACCEPTED, State.DECLINED)
    return share if share.state in passed_on else None


def is_open(item: Any) -> bool:
    """Whether the item is published, and so can be given to another group."""
    return api.content.get_state(item) in PUBLISHED_STATES


def offer_problem(item: Any) -> Message | None:
    """Why the item cannot be offered to another group; None: it can.

    What was made from items of others would take these along, and nobody would have
    asked who wrote them.
    """
    if not is_open(item):
        return NOT_PUBLISHED
    author, group = author_of(item), aq_base(group_of(item))
    is_own = all(
        author_of(origin) == author and aq_base(group_of(origin)) is group
        for origin in origins_of(item)
    )
    return None if is_own and not lacks_origin(item) else MADE_FROM_OTHERS


def item_of(share: GroupShare) -> Any | None:
    """The item, whoever asks; None if it is gone."""
    return uuidToObject(share.item_uid, unrestricted=True)


def copy_of(share: GroupShare) -> Any | None:
    """The copy in the other group, whoever asks; None if there is none, or none yet."""
    return share.copy_uid and uuidToObject(share.copy_uid, unrestricted=True)


def group_named(name: str) -> Any | None:
    """The group that has this name in addresses now; None if there is none."""
    found = api.portal.get().get(name)
    return found if IClosedUserGroup.providedBy(found) else None


def target_of(share: GroupShare) -> Any | None:
    """The group that the item is offered to; None if there was none, or it is gone."""
    if not share.target_uid:
        return None
    return uuidToObject(share.target_uid, unrestricted=True)
