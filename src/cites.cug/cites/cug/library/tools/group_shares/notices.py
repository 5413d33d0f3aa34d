"""Notices of items for other groups: that there is one, and its handling code."""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.library.tools.group_shares.models import GroupShare, State
from cites.cug.library.tools.group_shares.queries import is_open, item_of
from cites.cug.mailing.handled_notices import HandledNotices
from cites.cug.mailing.interfaces import INoticeKind
from collections.abc import Sequence
from typing import Any
from zope.interface import implementer


#: The names of these kinds of notice in the outbox.
ASKED, OFFERED = "library.share_asked", "library.share_offered"
DECIDED = "library.share_decided"
PLACE = "share-with-group"
UNDECIDED = (State.ASKED, State.OFFERED)


class ShareNotices(HandledNotices):
    """``notice.reference`` is the id of a share."""

    states: Sequence[State]
    subject = _("library_notices_offers_share_items_subject")

    def wanted(self, notice: Any, group: Any) -> bool:
        share = session().get(GroupShare, notice.reference)
        if share is None or share.state not in self.states:
            return False
        item = item_of(share)
        return item is not None and is_open(item)

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        shares = [session().get(GroupShare, one.reference) for one in notices]
        items = {item.UID(): item for item in map(item_of, filter(None, shares)) if item}
        return {item.handling for item in items.values()}, self.url_of(items, group)

    def url_of(self, items: dict[str, Any], group: Any) -> str:
        (first, *others) = items.values()
        url = group.absolute_url()
        return f"{url}/library" if others else f"{first.absolute_url()}/{PLACE}"


@implementer(INoticeKind)
class AskedNotices(ShareNotices):
    """To the author, until that one has answered."""

    states = (State.ASKED,)
    one = _("library_notices_secretariat_asks_whether_item_text")
    several = _("library_notices_secretariat_asks_whether_items_text")


@implementer(INoticeKind)
class OfferedNotices(ShareNotices):
    """To the Secretariat of the other group."""

    states = (State.OFFERED,)
    one = _("library_notices_another_group_offers_item_text")
    several = _("library_notices_other_groups_offer_items_text")

    def url_of(self, items: dict[str, Any], group: Any) -> str:
        return f"{group.absolute_url()}/group-offers"


@implementer(INoticeKind)
class DecidedNotices(ShareNotices):
    """To whoever has offered it."""

    states = (State.ACCEPTED, State.DECLINED, State.REFUSED)
    one = _("library_notices_offer_share_item_another_text")
    several = _("library_notices_offers_share_items_other_text")
