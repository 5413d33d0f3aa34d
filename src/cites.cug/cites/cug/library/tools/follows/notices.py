"""Notices about what members follow: that there is something new, and nothing of it."""

from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.guard import principals_of
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.core.plone_internals.catalog import brain_object
from cites.cug.core.sql.session import session
from cites.cug.library.items.read_marks import read_among
from cites.cug.library.lists.bitmaps import library_index, position_of
from cites.cug.library.tools.follows.fields import Field, values_of
from cites.cug.library.tools.follows.models import Follow, FollowedItem
from cites.cug.mailing.handled_notices import HandledNotices
from cites.cug.mailing.interfaces import INoticeKind
from collections.abc import Sequence
from plone import api
from sqlalchemy import select
from typing import Any
from zope.interface import implementer


@implementer(INoticeKind)
class FollowedNotices(HandledNotices):
    """``notice.reference`` is the UID of an item."""

    subject = _("library_notices_new_items_followed_subject")
    one = _("library_notices_something_new_what_follow_text")
    several = _("library_notices_new_items_what_follow_text")

    def wanted(self, notice: Any, group: Any) -> bool:
        """Whether the reader may read it now, still follows it, and has not opened it."""
        uid, user_id = notice.reference, notice.user_id
        brain = _find(uid)
        if brain is None or brain.review_state not in PUBLISHED_STATES:
            return False
        if not _may_read(brain, group, user_id) or read_among(user_id, [uid]):
            return False
        item = brain_object(brain)
        return author_of(item) != user_id and _is_followed(item, group, user_id)

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        brains = [_find(notice.reference) for notice in notices]
        handlings = {brain.library_row["handling"] for brain in brains}
        return handlings, f"{group.absolute_url()}/followed"


def _find(uid: str) -> Any | None:
    catalog = api.portal.get_tool("portal_catalog")
    return next(iter(catalog.unrestrictedSearchResults(UID=uid)), None)


def _may_read(brain: Any, group: Any, user_id: str) -> bool:
    index = library_index(api.portal.get_tool("portal_catalog"))
    tokens = principals_of(user_id, group)
    readable = index.matching(tokens, {"group": group.UID()})
    return position_of(brain.getRID()) in readable


def _is_followed(item: Any, group: Any, user_id: str) -> bool:
    """Whether the reader still follows something by which the item was found."""
    query = (
        select(Follow.field, Follow.value)
        .join(FollowedItem, FollowedItem.follow_id == Follow.id)
        .where(
            Follow.group_uid == group.UID(),
            Follow.user_id == user_id,
            FollowedItem.item_uid == item.UID(),
        )
    )
    has = values_of(item)
    return any(
        row.field == Field.SEARCH or row.value in has[Field(row.field)]
        for row in session().execute(query)
    )
