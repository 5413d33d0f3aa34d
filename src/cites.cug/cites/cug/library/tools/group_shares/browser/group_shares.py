"""Pages: share an item with another group, the author's answer, the other group's."""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import handling_in_words
from cites.cug.core.validation.errors import Missing
from cites.cug.library.items.browser.about_item import AboutItem
from cites.cug.library.tools.group_shares.actions import (
    accept,
    agree,
    decline,
    refuse,
    share_with_group,
    withdraw,
)
from cites.cug.library.tools.group_shares.api.group_shares import copy_address
from cites.cug.library.tools.group_shares.models import GroupShare, State
from cites.cug.library.tools.group_shares.notices import PLACE
from cites.cug.library.tools.group_shares.queries import (
    find_offer,
    find_share,
    is_pending,
    item_of,
    NOT_PUBLISHED,
    offer_problem,
    offered_to,
    shares_of,
    waits_for,
)
from cites.cug.library.tools.group_shares.schema import IAnswer, IConsent, IGroupShare
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.below import Below, OneBelow
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import Interface


OFFERS = "group-offers"
TITLE = _("library_share_with_another_group_title")
OFFERS_TITLE = _("library_group_shares_offered_by_other_groups_title")
STATES = {
    State.ASKED: _("library_group_shares_author_asked"),
    State.REFUSED: _("library_group_shares_refused_by_the_author"),
    State.OFFERED: _("library_group_shares_other_secretariat_asked"),
    State.DECLINED: _("library_group_shares_declined_other_secretariat"),
    State.ACCEPTED: _("library_group_shares_shared"),
    State.WITHDRAWN: _("library_group_shares_withdrawn"),
}


class SharesPage(AboutItem, Below, SchemaForm):
    """``{item}/share-with-group``: for the Secretariat, and an author who was asked."""

    below = PLACE
    index = ViewPageTemplateFile("templates/group_shares.pt")
    schema = IGroupShare
    page_title = TITLE
    id = "group-share"
    reminder = holds_back = True
    submit_label = _("library_group_shares_offer_to_this_group_label")

    def __call__(self) -> str:
        if not (self.is_office or self.found):
            raise Missing(PLACE)
        return super().__call__()

    @cached_property
    def is_office(self) -> bool:
        return may(Permission.PUBLISH, self.context)

    @cached_property
    def found(self) -> list[GroupShare]:
        return shares_of(self.context, self.user_id)

    @property
    def action(self) -> str:
        return self.place

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each item
        return self.url

    @property
    def obstacle(self) -> Message | None:
        return offer_problem(self.context) if self.is_office else NOT_PUBLISHED

    def handle(self, data: dict[str, Any]) -> None:
        made = share_with_group(
            self.context,
            data["group"],
            data["note"],
            acting_user=self.user_id or "",
            decisions=read_decisions(self.request.form),
        )
        share = find_share(self.context, made, self.user_id)
        state = State(share.state) if share else State.ASKED
        self.finish(STATES[state], self.place)

    def rows(self) -> list[dict[str, Any]]:
        names = full_names({one.offered_by for one in self.found})
        return [{**self.shown(one), "who": names[one.offered_by]} for one in self.found]

    def shown(self, share: GroupShare) -> dict[str, Any]:
        address, answers = f"{self.place}/{share.id}", waits_for(share, self.user_id)
        withdraws = self.is_office and is_pending(share)
        return {
            "group": share.target,
            "state": STATES[State(share.state)],
            "note": share.note,
            "answer": share.answer,
            "copy": copy_address(share),
            "time": moment(share.time, self.language),
            "changed": None
            if is_pending(share)
            else moment(share.changed, self.language),
            "agree": f"{address}/agree" if answers else None,
            "refuse": f"{address}/refuse" if answers else None,
            "withdraw": f"{address}/withdraw" if withdraws else None,
        }


class OneShareForm(ConfirmForm, OneBelow):
    """Base of the questions about one share."""

    below = PLACE
    id = "group-share"
    submit_class = "primary"

    def find(self, key: str) -> GroupShare | None:
        share = find_share(self.context, key, self.user_id)
        return share if share is not None and self.is_for(share) else None

    def is_for(self, share: GroupShare) -> bool:
        """Whether the caller may answer so now."""
        return waits_for(share, self.user_id)

    @property
    def about(self) -> str:  # type: ignore[override] # of each item
        return self.context.title

    @property
    def trail(self) -> dict[str, Message]:  # type: ignore[override] # of each item
        return {"view": self.context.title, PLACE: TITLE}


class Agree(AboutItem, OneShareForm):
    """``{item}/share-with-group/<id>/agree``: the author."""

    suffix = "/agree"
    schema = IConsent
    page_title = _("library_group_shares_let_another_group_read_title")
    submit_label = _("library_group_shares_agree_label")

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override]
        group = {"group": self.found.target}
        return (
            _("library_group_shares_secretariat_wants_share_group_text", mapping=group),
            _("library_group_shares_secretariat_group_decides_reads_text"),
        )

    def initial_values(self) -> dict[str, Any]:
        return {"hide_author": True}

    def handle(self, data: dict[str, Any]) -> None:
        agree(
            self.context,
            self.found.id,
            hides_author=bool(data["hide_author"]),
            acting_user=self.user_id or "",
        )
        self.finish(_("library_group_shares_agreed_secretariat_told_text"), self.url)


class Refuse(OneShareForm):
    """``{item}/share-with-group/<id>/refuse``: the author."""

    suffix = "/refuse"
    page_title = _("library_group_shares_keep_group_title")
    submit_label = _("library_group_shares_do_not_share_it_label")

    def handle(self, data: dict[str, Any]) -> None:
        refuse(self.context, self.found.id, acting_user=self.user_id or "")
        self.finish(_("library_group_shares_item_stays_group_secretariat_text"), self.url)


class Withdraw(OneShareForm):
    """``{item}/share-with-group/<id>/withdraw``: the Secretariat."""

    suffix = "/withdraw"
    page_title = _("library_group_shares_withdraw_the_offer_title")
    submit_label = _("library_group_shares_withdraw_the_offer_label")

    def is_for(self, share: GroupShare) -> bool:
        return is_pending(share) and may(Permission.PUBLISH, self.context)

    def handle(self, data: dict[str, Any]) -> None:
        withdraw(self.context, self.found.id, acting_user=self.user_id or "")
        self.finish(_("library_group_shares_offer_withdrawn"), self.place)


class Shares(Addresses):
    """The addresses below ``{item}/share-with-group``."""

    pages = {
        (): SharesPage,
        (None, "agree"): Agree,
        (None, "refuse"): Refuse,
        (None, "withdraw"): Withdraw,
    }


class OffersPage(Below, Page):
    """``{group}/group-offers``: what other groups offer, the oldest first."""

    below = OFFERS
    template = ViewPageTemplateFile("templates/group_offers.pt")
    page_title = OFFERS_TITLE

    def __call__(self) -> str:
        return self.template()

    def rows(self) -> list[dict[str, Any]]:
        return [self.shown(one) for one in offered_to(self.context)]

    def shown(self, share: GroupShare) -> dict[str, Any]:
        item, address = item_of(share), f"{self.place}/{share.id}"
        return {
            "title": item.title,
            "description": item.description,
            "handling": handling_in_words(item.handling, self.language),
            "note": share.note,
            "time": moment(share.changed, self.language),
            "accept": f"{address}/accept",
            "decline": f"{address}/decline",
        }


class OneOfferForm(ConfirmForm, OneBelow):
    """Base of the two answers."""

    below = OFFERS
    id = "group-offer"
    submit_class = "primary"
    trail = {OFFERS: OFFERS_TITLE}

    def find(self, key: str) -> GroupShare | None:
        share = find_offer(self.context, key)
        return share if share is not None and share.state == State.OFFERED else None

    @property
    def about(self) -> str:  # type: ignore[override] # of each item
        item: Any = item_of(self.found)
        return item.title


class Accept(AboutItem, OneOfferForm):
    """``{group}/group-offers/<id>/accept``"""

    suffix = "/accept"
    schema = Interface
    page_title = _("library_group_shares_accept_item_into_library_title")
    submit_label = _("common_accept_button")
    paragraphs = (_("library_group_shares_copy_waits_among_submitted_text"),)

    @property
    def item(self) -> Any:
        return item_of(self.found)

    @property
    def about_url(self) -> str:  # type: ignore[override] # the item is another group's
        return self.place

    def now_in_words(self) -> Sequence[tuple[Message | str, Message | str]]:
        """What the list of the offers says of it."""
        handling = handling_in_words(self.item.handling, self.language)
        return (
            (_("common_title_label"), self.item.title),
            (_("common_handling_code_title"), handling["title"]),
        )

    def handle(self, data: dict[str, Any]) -> None:
        copy = accept(self.context, self.found.id, acting_user=self.user_id or "")
        told = _("library_group_shares_library_waits_published_text")
        self.finish(told, copy.absolute_url() if copy is not None else self.url)


class Decline(OneOfferForm):
    """``{group}/group-offers/<id>/decline``"""

    suffix = "/decline"
    schema = IAnswer
    holds_back = True
    page_title = _("library_group_shares_decline_this_offer_title")
    submit_label = _("common_decline_offer_button")

    def handle(self, data: dict[str, Any]) -> None:
        decline(
            self.context,
            self.found.id,
            data["answer"],
            acting_user=self.user_id or "",
            decisions=read_decisions(self.request.form),
        )
        self.finish(_("library_group_shares_offer_declined"), self.place)


class Offers(Addresses):
    """The addresses below ``{group}/group-offers``."""

    pages = {
        (): OffersPage,
        (None, "accept"): Accept,
        (None, "decline"): Decline,
    }
