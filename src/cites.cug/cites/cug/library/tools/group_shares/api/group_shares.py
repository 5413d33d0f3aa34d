"""REST: ``{item}/@share-with-group``, and ``{cug}/@group-offers`` of the other group."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import Missing
from cites.cug.library.tools.group_shares.actions import (
    accept,
    agree,
    decline,
    refuse,
    share_with_group,
    withdraw,
)
from cites.cug.library.tools.group_shares.models import GroupShare, State
from cites.cug.library.tools.group_shares.queries import (
    copy_of,
    find_offer,
    find_share,
    is_open,
    item_of,
    offered_to,
    shares_of,
    waits_for,
)
from cites.cug.library.tools.group_shares.schema import IAnswer, IConsent, IGroupShare
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.items import ItemService, OneItemService
from typing import Any


class ShareService(ItemService):
    """Base of what the Secretariat and the author of an item do."""

    def serialize_item(self, share: GroupShare) -> dict[str, Any]:
        return {
            "@id": f"{self.url}/{share.id}",
            "id": share.id,
            "group": share.target,
            "note": share.note,
            "offered_by": share.offered_by,
            "hide_author": share.hides_author,
            "state": share.state,
            "answer": share.answer,
            "copy": copy_address(share),
            "created": share.time.isoformat(),
            "modified": share.changed.isoformat(),
            "may_agree": waits_for(share, self.user_id),
        }

    def get_item(self, key: str) -> dict[str, Any]:
        share = find_share(self.context, key, self.user_id)
        if share is None:
            raise Missing(key)
        return self.serialize_item(share)


def copy_address(share: GroupShare) -> str | None:
    """Where the copy is, for those who may read it there."""
    copy = copy_of(share)
    if copy is None or not may(Permission.READ, copy):
        return None
    return copy.absolute_url()


class SharesGet(ShareService):
    """``GET {item}/@share-with-group``: the shares that the caller may know of."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found = shares_of(self.context, self.user_id)
        return {
            "@id": self.url,
            "items_total": len(found),
            "may_share": may(Permission.PUBLISH, self.context) and is_open(self.context),
            "items": [self.serialize_item(one) for one in found],
        }


class SharesPost(ShareService):
    """``POST {item}/@share-with-group`` ``{"group", "note"}``: offer the item; 201"""

    keys = ("group", "note", *DECISION_KEYS)
    schemas = (IGroupShare,)

    def reply(self) -> dict[str, Any]:
        values = read_values(IGroupShare, self.body)
        made = share_with_group(
            self.context,
            values["group"],
            values["note"],
            acting_user=self.user_id,
            decisions=read_decisions(self.body),
        )
        return self.created(made)


class OneShare(OneItemService, ShareService):
    """Base of what is done with one share."""

    of_others = frozenset({"may_agree"})


class ShareGet(OneShare):
    """``GET {item}/@share-with-group/{id}``: one share."""

    tagged = True


class ShareAgree(OneShare):
    """``POST {item}/@share-with-group/{id}/agree`` ``{"hide_author"}``: its author."""

    keys = ("hide_author",)
    schemas = (IConsent,)

    def reply(self) -> dict[str, Any]:
        hides = read_values(IConsent, self.body)["hide_author"]
        agree(
            self.context,
            self.key,
            hides_author=hides is not False,
            acting_user=self.user_id,
        )
        return self.get_item(self.key)


class ShareRefuse(OneShare):
    """``POST {item}/@share-with-group/{id}/refuse``: its author."""

    def reply(self) -> dict[str, Any]:
        refuse(self.context, self.key, acting_user=self.user_id)
        return self.get_item(self.key)


class ShareWithdraw(OneShare):
    """``POST {item}/@share-with-group/{id}/withdraw``: the Secretariat."""

    def reply(self) -> dict[str, Any]:
        withdraw(self.context, self.key, acting_user=self.user_id)
        return self.get_item(self.key)


class OfferService(ItemService):
    """Base of what the Secretariat of the other group does."""

    def serialize_item(self, share: GroupShare) -> dict[str, Any]:
        # Once it is decided on, the other group is told no more of the item.
        item = item_of(share) if share.state == State.OFFERED else None
        return {
            "@id": f"{self.url}/{share.id}",
            "id": share.id,
            "type": item and item.portal_type,
            "title": item and item.title,
            "description": item and item.description,
            "handling": item and item.handling,
            "note": share.note,
            "state": share.state,
            "answer": share.answer,
            "copy": copy_address(share),
            "created": share.time.isoformat(),
            "modified": share.changed.isoformat(),
        }

    def get_item(self, key: str) -> dict[str, Any]:
        share = find_offer(self.context, key)
        if share is None:
            raise Missing(key)
        return self.serialize_item(share)


class OffersGet(OfferService):
    """``GET {cug}/@group-offers``: what other groups offer to this one."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found = offered_to(self.context)
        return {
            "@id": self.url,
            "items_total": len(found),
            "items": [self.serialize_item(one) for one in found],
        }


class OneOffer(OneItemService, OfferService):
    """Base of what is done with one of these."""


class OfferGet(OneOffer):
    """``GET {cug}/@group-offers/{id}``: one of these."""

    tagged = True


class OfferAccept(OneOffer):
    """``POST {cug}/@group-offers/{id}/accept``: ``copy`` waits to be published."""

    def reply(self) -> dict[str, Any]:
        accept(self.context, self.key, acting_user=self.user_id)
        return self.get_item(self.key)


class OfferDecline(OneOffer):
    """``POST {cug}/@group-offers/{id}/decline`` ``{"answer"}``: do not take it."""

    keys = ("answer", *DECISION_KEYS)
    schemas = (IAnswer,)

    def reply(self) -> dict[str, Any]:
        decline(
            self.context,
            self.key,
            read_values(IAnswer, self.body)["answer"],
            acting_user=self.user_id,
            decisions=read_decisions(self.body),
        )
        return self.get_item(self.key)
