"""What the screens of workspaces have in common."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import group_of
from cites.cug.access.transitions import OutOfTurn
from cites.cug.codelists.lists import handling_in_words
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.page import Page
from cites.cug.layout.times import moment
from cites.cug.layout.times import ShownTime
from cites.cug.reports.reason import consequence
from cites.cug.reports.reason import fit_reason
from cites.cug.reports.reason import MAX_REASON
from cites.cug.validation.errors import InvalidValue
from cites.cug.workspaces.browser.rows import PARTS
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.roster import is_active
from cites.cug.workspaces.roster import team_lines
from cites.cug.workspaces.topic_records import moment_of
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


#: What a question asks itself, of all that comes with a form.
ASKED_ANEW = frozenset({"_authenticator", "reason", "sure"})
LEVELS = {
    NoticeLevel.ALL: _("Of everything new"),
    NoticeLevel.MENTIONS: _("When I am mentioned"),
    NoticeLevel.NOTHING: _("Never"),
}
ROLES = {
    "moderator": _("Moderator"),
    "member": _("Member"),
    "guest": _("Guest: reads only"),
}


class SpacePage(Page):
    """A form posts to its own page; ``do`` names what it asks for."""

    parts = PARTS
    asks = ViewPageTemplateFile("templates/question.pt")
    template: ViewPageTemplateFile
    error: Message | None = None
    max_reason = MAX_REASON

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            answer = self.answer()
            if answer is not None:
                return answer
        return self.render()

    def render(self) -> str:
        return self.template()

    def answer(self) -> str | None:
        """What was asked for; the page as it is now, where that came too late."""
        try:
            return self.act(self.text("do"))
        except OutOfTurn:
            text = _("This cannot be done from the state it has now. Please look again.")
            IStatusMessage(self.request).add(text, type="warning")
            return self.lead_on(self.url)

    def act(self, name: str) -> str | None:
        """Do it and lead on; None shows the page, with what is wrong."""
        raise NotImplementedError

    @cached_property
    def url(self) -> str:
        return self.context.absolute_url()

    @cached_property
    def user(self) -> str:
        return caller()

    @cached_property
    def group(self) -> Any:
        return group_of(self.context)

    @cached_property
    def language(self) -> str:
        return reader_language()

    def text(self, name: str) -> str:
        value = self.request.form.get(name, "")
        return value if isinstance(value, str) else ""

    def refuse(self, message: Message | None) -> None:
        self.error = message
        self.request.response.setStatus(400)

    def lead_on(self, url: str, message: Message | None = None) -> str:
        if message is not None:
            IStatusMessage(self.request).add(message)
        return self.request.response.redirect(url)

    def is_sure(self) -> bool:
        """Whether a question has been answered that is asked before anything is done."""
        return self.text("sure") == "1"

    def reason(self) -> str | None:
        """Why something is reported, once that has been asked and can be kept."""
        if not self.is_sure():
            return None
        try:
            return fit_reason(self.text("reason"))
        except InvalidValue as error:
            self.refuse(error.doc())
            return None

    def ask_why(self, question: Message) -> str:
        """Ask for it; again, with what was typed, if it could not be kept."""
        text = consequence(self.context, self.user)
        return self.ask(question, _("Report as nominal"), text, reasoned=True)

    def ask(
        self,
        question: Message,
        button: Message,
        help_text: Message | str = "",
        reasoned: bool = False,
    ) -> str:
        """Ask it; the same form is sent again with the answer."""
        kept = {
            name: value
            for name, value in self.request.form.items()
            if isinstance(value, str) and name not in ASKED_ANEW
        }
        asked = {"question": question, "button": button, "help_text": help_text}
        return self.asks(**asked, kept=kept, reasoned=reasoned)

    def when(self, post_id: int) -> ShownTime:
        return moment(moment_of(post_id), self.language)

    def handling(self, workspace: Any) -> dict[str, str]:
        return handling_in_words(workspace.handling, self.language)


class OneWorkspacePage(SpacePage):
    """About a workspace, or about something in one."""

    @cached_property
    def workspace(self) -> Any:
        return self.context

    @cached_property
    def is_active(self) -> bool:
        return is_active(self.workspace)

    @cached_property
    def team(self) -> list[dict[str, Any]]:
        return team_lines(self.workspace)

    @cached_property
    def igos(self) -> list[str]:
        """Who of the team is there for an IGO."""
        return [one["fullname"] for one in self.team if one["igo"]]
