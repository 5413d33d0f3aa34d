"""The actions of the page of a topic: for readers, authors and moderators."""

from cites.cug import _
from cites.cug.access.guard import may, require
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import do_transition
from cites.cug.core.validation.errors import Missing
from cites.cug.core.validation.rich_text import plain_structure
from cites.cug.reports.reason import ONLY_TOLD
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.limits.use import OverLimit
from cites.cug.workspaces.actions import comments, topics
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.actions.topics import check_comment
from cites.cug.workspaces.capabilities import (
    comment_to_delete,
    comment_to_edit,
    comment_to_report,
    destination,
    see_comment,
)
from cites.cug.workspaces.interfaces import ILibraryDrafts
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.rendering import Renderer
from cites.cug.workspaces.subscriptions import set_subscription
from contextlib import suppress
from typing import Any
from zExceptions import NotFound
from zope.component import getUtility
from zope.i18nmessageid import Message


REPORTED = _("common_reported_secretariat_told")
NAMES = (
    *("comment", "edit", "remove", "seen", "unseen", "answer", "unanswer", "pin"),
    *("unpin", "close", "reopen", "subscribe", "move", "draft", "delete"),
    *("report_topic", "report_comment"),
)


class TopicActions:
    """Handles the buttons of the page; ``handle`` takes the name of a button."""

    def __init__(self, page: Any):
        self.page, self.topic, self.user_id = page, page.context, page.user_id

    def handle(self, name: str) -> str | None:
        if name not in NAMES:
            raise NotFound(name)
        return getattr(self, name)()

    @property
    def who(self) -> dict[str, str]:
        return {"acting_user": self.user_id}

    def number(self) -> int:
        number = self.page.number("comment")
        if number is None:
            raise NotFound("comment")
        return number

    def back(self, message: Any = None, comment_id: int | None = None) -> str:
        url = self.page.link_to(comment_id) if comment_id else self.page.url
        return self.page.lead_on(url, message)

    def edit(self) -> str | None:
        comment_to_edit(self.topic, self.number())
        return self.comment()

    def comment(self) -> str | None:
        self.page.comment_form.update()
        return "" if self.page.request.response.getHeader("Location") else None

    def remove(self) -> str:
        comment = comment_to_delete(self.topic, self.number())
        if not self.page.is_sure():
            text = _("workspaces_topic_actions_text_files_deleted_good_text")
            return self.page.ask(
                _("workspaces_topic_actions_delete_this_comment"),
                _("common_delete_button"),
                text,
            )
        comments.delete_comment(self.topic, comment, **self.who)
        return self.back(_("workspaces_topic_actions_deleted"), int(comment.id))

    def seen(self, seen: bool = True) -> str:
        number = self.number()
        see_comment(self.topic, number, seen)
        return self.back(comment_id=number)

    def unseen(self) -> str:
        return self.seen(False)

    def answer(self) -> str:
        require(Permission.EDIT, self.topic)
        number = self.number()
        topics.mark_answer(self.topic, number, **self.who)
        return self.back(_("workspaces_topic_actions_marked_as_the_answer"), number)

    def unanswer(self) -> str:
        require(Permission.EDIT, self.topic)
        topics.mark_answer(self.topic, None, **self.who)
        return self.back(_("common_saved"))

    def pin(self, pinned: bool = True) -> str:
        require(Permission.MODERATE, self.topic)
        topics.pin_topic(self.topic, pinned, **self.who)
        return self.back(_("common_saved"))

    def unpin(self) -> str:
        return self.pin(False)

    def close(self) -> str:
        do_transition(self.topic, "close")
        return self.back(_("workspaces_topic_actions_topic_closed"))

    def reopen(self) -> str:
        do_transition(self.topic, "reopen")
        return self.back(_("workspaces_topic_actions_topic_reopened"))

    def subscribe(self) -> str:
        level = self.page.text("level")
        if level not in tuple(NoticeLevel):
            raise NotFound(level)
        set_subscription(self.user_id, self.topic.UID(), NoticeLevel(level))
        return self.back(_("common_saved"))

    def move(self) -> str:
        uid = self.page.text("workspace")
        target = destination(self.topic, uid)
        if target is None:
            raise NotFound(uid)
        if not self.page.is_sure():
            text = _("workspaces_topic_actions_then_team_read_text")
            help_text = Message(text, mapping={"title": local_text(target)})
            return self.page.ask(
                _("workspaces_topic_actions_move_this_topic"),
                _("workspaces_move_button"),
                help_text,
            )
        moved = topics.move_topic(self.topic, target, **self.who)
        return self.page.lead_on(
            moved.absolute_url(), _("workspaces_topic_actions_moved")
        )

    def delete(self) -> str:
        require(Permission.DELETE, self.topic)
        if not self.page.is_sure():
            text = _("workspaces_topic_actions_topic_deleted_good_all_text")
            return self.page.ask(
                _("workspaces_topic_actions_delete_this_topic"),
                _("common_delete_button"),
                text,
            )
        self.page.workspace.manage_delObjects([self.topic.getId()])
        return self.page.lead_on(
            self.page.workspace.absolute_url(), _("workspaces_topic_actions_deleted")
        )

    def report_topic(self) -> str:
        require(Permission.REPORT, self.topic)
        reason = self.page.reason()
        if reason is None:
            return self.page.ask_why(
                _("workspaces_topic_actions_report_identifying_information")
            )
        try:
            hidden = do_transition(self.topic, "report", reason)
        except OverLimit as error:
            return self.ask_again(
                _("workspaces_topic_actions_report_identifying_information"), error
            )
        still = may(Permission.READ, self.topic)
        url = self.page.url if still else self.page.workspace.absolute_url()
        return self.page.lead_on(url, REPORTED if hidden else ONLY_TOLD)

    def report_comment(self) -> str:
        comment = comment_to_report(self.topic, self.number())
        reason = self.page.reason()
        if reason is None:
            return self.page.ask_why(_("workspaces_topic_actions_report_identifying"))
        try:
            hidden = report_comment(self.topic, comment, reason, **self.who)
        except OverLimit as error:
            return self.ask_again(_("workspaces_topic_actions_report_identifying"), error)
        return self.back(REPORTED if hidden else ONLY_TOLD, int(comment.id))

    def ask_again(self, question: Message, error: OverLimit) -> str:
        """Show the question again with what was typed; nothing is reported."""
        self.page.error = error.message
        error.set_status(self.page.request.response)
        return self.page.ask_why(question)

    def draft(self) -> str:
        """Make a draft of the result in the library, and lead its author there."""
        make = getUtility(ILibraryDrafts)
        html = result_of(self.topic, self.page.renderer)
        made = make(
            self.page.group,
            self.topic.title,
            html,
            self.page.workspace.handling,
            self.user_id,
        )
        text = _("workspaces_topic_actions_draft_yours_library_check_text")
        return self.page.lead_on(f"{made.absolute_url()}/edit", text)


def result_of(topic: Any, renderer: Renderer) -> str:
    """HTML of the topic's text and of the comment that answers it, without names."""
    parts = [topic.text.raw if topic.text else ""]
    if topic.answer is not None:
        with suppress(Missing):
            parts.append(renderer.html(check_comment(topic, topic.answer).text))
    return plain_structure("\n".join(parts))
