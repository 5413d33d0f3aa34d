"""For the Secretariat: something that is done with one member, and why."""

from cites.cug.layout.page import Page
from cites.cug.layout.people import full_name
from cites.cug.membership.api.members import MOST_NOTE
from cites.cug.membership.managers import member_manager
from cites.cug.membership.managers import seen_entry
from cites.cug.membership.managers import UnknownMember
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message


class MemberActionPage(Page):
    """Says what follows, and asks for a note; ``?member=`` is who it is about."""

    #: Its address below the group.
    name: str
    #: What to say where the note is missing.
    no_note: Message
    error: Message | None = None

    def __call__(self) -> str:
        self.member = self.text("member")
        try:
            seen_entry(self.context, self.keeper, self.member)
        except UnknownMember as error:
            raise NotFound(self.member) from error
        if self.request.method != "POST":
            return self.template()
        CheckAuthenticator(self.request)
        note = self.text("note")[:MOST_NOTE]
        return self.act(note) if note else self.refuse(self.no_note)

    def act(self, note: str) -> str:
        """Do it, and answer with ``finish`` or ``refuse``."""
        raise NotImplementedError

    def refuse(self, error: Message, status: int = 400) -> str:
        self.error = error
        self.request.response.setStatus(status)
        return self.template()

    def finish(self, text: Message, page: str) -> str:
        """Say that it is done, on another page of the group."""
        IStatusMessage(self.request).add(Message(text, mapping={"name": self.full_name}))
        self.request.response.redirect(f"{self.context.absolute_url()}/{page}")
        return ""

    def text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    @cached_property
    def keeper(self) -> Any:
        return member_manager(self.context)

    @cached_property
    def full_name(self) -> str:
        return full_name(self.member)
