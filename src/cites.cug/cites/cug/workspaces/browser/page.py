"""The base of the pages of workspaces."""

from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.access.transitions import OUT_OF_TURN, OutOfTurn
from cites.cug.core.codelists.lists import handling_in_words
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.reports.reason import consequence, fit_reason, MAX_REASON
from cites.cug.web.forms.confirm_form import Button, Question
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import moment, ShownTime
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.roster import is_active, team_lines
from cites.cug.workspaces.rows import PARTS
from cites.cug.workspaces.topic_records import moment_of
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


#: Parameters that the page asks for itself; it takes along all others.
ASKED_ANEW = frozenset({"_authenticator", "reason", "sure"})
LEVELS = {
    NoticeLevel.ALL: _("workspaces_for_everything_new"),
    NoticeLevel.MENTIONS: _("workspaces_when_i_am_mentioned"),
    NoticeLevel.NOTHING: _("common_never_title"),
}


class SpacePage(Page):
    """Its forms post to the page itself. The parameter ``do`` names the action."""

    parts = PARTS
    report_reason = ViewPageTemplateFile("templates/report_reason.pt")
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
        """The answer to a POST; None: show the page.

        An action that is not possible any more leads back to the page with a message.
        """
        try:
            return self.handle(self.text("do"))
        except OutOfTurn:
            return self.lead_on(self.url, OUT_OF_TURN, "warning")

    def handle(self, name: str) -> str | None:
        """Do the action of this name and redirect; None: show the page with an error."""
        raise NotImplementedError

    @cached_property
    def url(self) -> str:
        return self.context.absolute_url()

    @cached_property
    def group(self) -> Any:
        return group_of(self.context)

    def refuse(self, message: Message | None) -> None:
        self.error = message
        self.request.response.setStatus(400)

    def is_sure(self) -> bool:
        """Whether the form was sent from the page that asks for confirmation."""
        return self.text("sure") == "1"

    def reason(self) -> str | None:
        """The reason for a report; None if it was not asked yet or cannot be stored."""
        if not self.is_sure():
            return None
        try:
            return fit_reason(self.text("reason"))
        except InvalidValue as error:
            self.refuse(error.doc())
            return None

    def ask_why(self, question: Message) -> str:
        """The page that asks for the reason of a report, with what was typed before."""
        text = consequence(self.context, self.user_id)
        return self.ask(
            question,
            _("common_report_identifying_information_title"),
            text,
            reasoned=True,
        )

    def ask(
        self,
        question: Message,
        button: Message,
        help_text: Message | str = "",
        reasoned: bool = False,
    ) -> str:
        """The page that asks for confirmation; its form sends the parameters again."""
        kept = {
            name: value
            for name, value in self.request.form.items()
            if isinstance(value, str) and name not in ASKED_ANEW
        }
        url = self.request["ACTUAL_URL"]
        return Question(
            self.context,
            self.request,
            question,
            Button(button),
            action=url,
            carried=kept.items(),
            texts=[help_text] if help_text else [],
            details=self.report_reason() if reasoned else "",
            cancel_url=url,
            error=self.error,
        )()

    def when(self, post_id: int) -> ShownTime:
        return moment(moment_of(post_id), self.language)

    def handling(self, workspace: Any) -> dict[str, str]:
        return handling_in_words(workspace.handling, self.language)


class OneWorkspacePage(SpacePage):
    """Base of the pages of one workspace and of its content."""

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
        """Full names of the members of the team who belong to an IGO."""
        return [one["fullname"] for one in self.team if one["igo"]]
