"""Page: what a member follows, and what is new of it."""

import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import invalid, InvalidValues, Missing, Refusal
from cites.cug.library.lists.rows import rows_for
from cites.cug.library.tools.follows.actions import follow, stop_following
from cites.cug.library.tools.follows.fields import Field, read_value
from cites.cug.library.tools.follows.queries import news_of, own_follows
from cites.cug.library.tools.follows.words import listing, shown
from cites.cug.web.layout.page import Page
from contextlib import suppress
from datetime import datetime, UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any


#: So many of the new items are shown; the library has them all.
SHOWN = 25
#: The path of an item below the group, to which its page leads back.
PATH = re.compile(r"library(/[a-z0-9-]{1,100}){1,20}", re.ASCII)


def asked_for(form: dict[str, Any]) -> tuple[Field | None, str]:
    """Field and value of ``follow``, as in ``country:XA``; None for no such field."""
    field, _colon, value = str(form.get("follow") or "").partition(":")
    return (Field(field) if field in tuple(Field) else None), value


class FollowedPage(Page):
    """``{group}/followed``: GET shows, POST follows (``follow``) or stops (``stop``).

    A GET with ``follow`` asks whether to follow that.
    """

    template = ViewPageTemplateFile("templates/followed.pt")
    page_title = _("library_follows_what_you_follow_title")

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.handle(self.request.form)
            return self.request.response.redirect(self.next_url())
        self.news = news_of(self.context, caller() or "", datetime.now(UTC))
        self.rows = rows_for(self.context, self.news.rows[:SHOWN], self.request)
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/followed"

    def next_url(self) -> str:
        """Back to the item whose page has asked; else this page."""
        back = self.text("back")
        if PATH.fullmatch(back):
            return f"{self.context.absolute_url()}/{back}"
        return self.url

    def handle(self, form: dict[str, Any]) -> None:
        user_id = caller() or ""
        if isinstance(stopped := form.get("stop"), str):
            with suppress(Missing):  # it was stopped already
                stop_following(self.context, stopped, acting_user=user_id)
            self.say(_("library_followed_no_longer_follow"))
            return
        field, value = asked_for(form)
        if field is None:
            raise invalid("follow", _("library_followed_choose_what_want_follow_error"))
        try:
            follow(self.context, field, value, acting_user=user_id)
        except Refusal as refusal:
            self.say(refusal.message, "error")
        else:
            title = shown(self.context, field, value, reader_language())["title"]
            self.say(_("library_followed_you_now_follow", mapping={"title": title}))

    def say(self, text: Any, kind: str = "info") -> None:
        IStatusMessage(self.request).add(text, kind)

    def offer(self) -> dict[str, Any] | None:
        """What the address asks about, unless it is followed or cannot be."""
        field, value = asked_for(self.request.form)
        if field is None:
            return None
        with suppress(InvalidValues):
            value = read_value(field, value)
            mine = own_follows(self.context, caller() or "")
            if (field, value) not in {(one.field, one.value) for one in mine}:
                told = shown(self.context, field, value, reader_language())
                return {"name": f"{field}:{value}", **told}
        return None

    def follows(self) -> list[dict[str, Any]]:
        library, language = f"{self.context.absolute_url()}/library", reader_language()
        return [
            {
                "id": one.id,
                "unread": self.news.by_follow[one.id],
                "list": self._list(library, Field(one.field), one.value),
                **shown(self.context, one.field, one.value, language),
            }
            for one in own_follows(self.context, caller() or "")
        ]

    def _list(self, library: str, field: Field, value: str) -> str | None:
        query = listing(field, value)
        return None if query is None else f"{library}?{query}"
