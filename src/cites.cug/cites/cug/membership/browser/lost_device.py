"""For the Secretariat: a member has lost the device of the second factor."""

from cites.cug import _
from cites.cug.layout.page import Page
from cites.cug.layout.people import full_name
from cites.cug.login import factors
from cites.cug.login.pending_changes import AlreadyAsked
from cites.cug.membership.account_changes import ask_to_remove_factor
from cites.cug.membership.account_changes import is_for_others
from cites.cug.membership.account_changes import OfOthers
from cites.cug.membership.managers import member_manager
from cites.cug.membership.managers import seen_entry
from cites.cug.membership.managers import UnknownMember
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message


MOST_NOTE = 500
OF_OTHERS = _("The second factor of this account cannot be removed from this group.")


class LostDevicePage(Page):
    """Says what follows, and asks how one knows that it is the member who asks."""

    template = ViewPageTemplateFile("templates/lost_device.pt")
    page_title = _("Lost device")
    error: Message | None = None

    def __call__(self) -> str:
        self.member = self.text("member")
        try:
            seen_entry(self.context, self.keeper, self.member)
        except UnknownMember as error:
            raise NotFound(self.member) from error
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.remove()
        return self.template()

    def remove(self) -> str:
        note = self.text("note")[:MOST_NOTE]
        if not note:
            self.error = _("Say how you made sure that it is this member who asks.")
            self.request.response.setStatus(400)
            return self.template()
        who = {"acting_user": self.keeper.user_id, "at": datetime.now(UTC)}
        try:
            ask_to_remove_factor(self.context, self.member, note=note, **who)
        except OfOthers:
            self.error = OF_OTHERS
            self.request.response.setStatus(403)
            return self.template()
        except AlreadyAsked:
            self.error = _("This has been asked for already, and waits.")
            self.request.response.setStatus(400)
            return self.template()
        text = _("The removal of the second factor of ${name} waits; all are told.")
        IStatusMessage(self.request).add(Message(text, mapping={"name": self.full_name}))
        self.request.response.redirect(f"{self.context.absolute_url()}/account-changes")
        return ""

    def text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/lost-device"

    @cached_property
    def keeper(self) -> Any:
        return member_manager(self.context)

    @cached_property
    def full_name(self) -> str:
        return full_name(self.member)

    def is_for_others(self) -> bool:
        return is_for_others(self.member, self.keeper.user_id)

    def has_factor(self) -> bool:
        return factors.has_factor(self.member)
