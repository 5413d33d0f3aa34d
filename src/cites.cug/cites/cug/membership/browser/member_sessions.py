"""For the Secretariat: the end of a member's sessions."""

from cites.cug import _
from cites.cug.layout.page import Page
from cites.cug.layout.people import full_name
from cites.cug.login import api_tokens
from cites.cug.login import sessions
from cites.cug.membership.account_status import runs_site
from cites.cug.membership.api.members import MOST_NOTE
from cites.cug.membership.managers import member_manager
from cites.cug.membership.managers import seen_entry
from cites.cug.membership.managers import UnknownMember
from cites.cug.membership.member_sessions import end_member_sessions
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message


class EndSessionsPage(Page):
    """Says what follows, and asks why."""

    template = ViewPageTemplateFile("templates/end_sessions.pt")
    page_title = _("End sessions")
    error: Message | None = None

    def __call__(self) -> str:
        self.member = self.text("member")
        try:
            seen_entry(self.context, self.keeper, self.member)
        except UnknownMember as error:
            raise NotFound(self.member) from error
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.end()
        return self.template()

    def end(self) -> str:
        note = self.text("note")[:MOST_NOTE]
        if not note:
            self.error = _("Say why.")
            self.request.response.setStatus(400)
            return self.template()
        user_id = self.keeper.user_id
        end_member_sessions(self.context, self.member, acting_user=user_id, note=note)
        text = _("All sessions and tokens of ${name} have ended.")
        IStatusMessage(self.request).add(Message(text, mapping={"name": self.full_name}))
        self.request.response.redirect(f"{self.context.absolute_url()}/members")
        return ""

    def text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/end-sessions"

    @cached_property
    def keeper(self) -> Any:
        return member_manager(self.context)

    @cached_property
    def full_name(self) -> str:
        return full_name(self.member)

    def runs_site(self) -> bool:
        return runs_site(self.member)

    def counts(self) -> dict[str, int]:
        """How much is open; where and with what is the member's own to see."""
        return {
            "sessions": len(sessions.sessions_of(self.member)),
            "tokens": len(api_tokens.list_tokens(self.member)),
        }
