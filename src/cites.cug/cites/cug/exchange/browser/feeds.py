"""The caller's own feeds: one of each group, each with an address of its own."""

from cites.cug import _
from cites.cug.access.features import Feature, has_feature
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import Missing
from cites.cug.exchange.feeds import end_feed, make_feed
from cites.cug.login import feed_keys
from cites.cug.login.own_page import OwnPage
from cites.cug.membership.features import may_have_feeds
from cites.cug.membership.roster import memberships_of
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import SettingsEntry
from cites.cug.web.layout.times import day, moment
from contextlib import suppress
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class FeedsPage(OwnPage):
    """``/feeds``: POST makes the address of a group's feed (``make``) or ends it."""

    template = ViewPageTemplateFile("templates/feeds.pt")
    page_title = _("exchange_feeds_your_news_feeds_title")
    navigation_entry = SettingsEntry(order=60, offered=may_have_feeds)
    name = "feeds"
    is_guarded = True
    carried = ("make", "end")
    #: The address that was made just now.
    secret: str | None = None

    @cached_property
    def groups(self) -> dict[str, Any]:
        """By their ids: those of the caller that have turned feeds on."""
        return {
            group.getId(): group
            for group, _entry in memberships_of(self.user_id)
            if has_feature(group, Feature.FEEDS) and may(Permission.SEE_DIRECTORY, group)
        }

    def handle(self) -> str | None:
        if not self.confirmed():
            return self.confirm_template()
        if ended := self.groups.get(self.text("end")):
            with suppress(Missing):  # it has ended already
                end_feed(ended, acting_user=self.user_id)
            return self.done(_("exchange_feeds_address_no_longer_opens_text"))
        if made := self.groups.get(self.text("make")):
            self.secret = make_feed(made, self.folder, acting_user=self.user_id)
            return self.template()
        return None

    def items(self) -> list[dict[str, Any]]:
        keys = feed_keys.list_keys(self.user_id)
        return [
            {"id": name, "title": local_text(group), **self.told(keys.get(group.UID()))}
            for name, group in self.groups.items()
        ]

    def told(self, key: Any) -> dict[str, Any]:
        if key is None:
            return {"ends": None, "used": None}
        used = key.used and moment(key.used, self.language)
        return {"ends": day(key.ends.date(), self.language), "used": used}
