"""The page of a topic with its comments, in several pages if there are many."""

from Acquisition import aq_inner, aq_parent
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available, why_reported
from cites.cug.core.validation.errors import Missing
from cites.cug.web.forms.draft_line import DraftLine
from cites.cug.web.forms.interfaces import IMemberFormPage
from cites.cug.web.layout.interfaces import IPortraits
from cites.cug.web.layout.links import with_titles
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.people import full_names, initials
from cites.cug.web.layout.times import moment
from cites.cug.web.layout.times import ShownTime as When
from cites.cug.workspaces.actions.topics import check_comment
from cites.cug.workspaces.browser.comment_form import ChangeCommentForm, CommentForm
from cites.cug.workspaces.browser.page import LEVELS, OneWorkspacePage
from cites.cug.workspaces.browser.topic_actions import TopicActions
from cites.cug.workspaces.conversation import (
    CommentPlace,
    Files,
    files_by_comment,
    in_order,
    open_topic,
    shown_comments,
)
from cites.cug.workspaces.edit_history import earlier
from cites.cug.workspaces.queries import workspaces_seen
from cites.cug.workspaces.read_marks import first_unread
from cites.cug.workspaces.rendering import Renderer
from cites.cug.workspaces.subscriptions import level_of
from cites.cug.workspaces.topic_records import last_post, post_id_in
from collections.abc import Callable
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from plone import api
from plone.app.textfield.value import RichTextValue
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.component import queryUtility
from zope.interface import implementer


SIZE = 50
#: Replies to replies are indented up to this depth.
DEEPEST = 4


@implementer(IMemberFormPage)
class TopicPage(OneWorkspacePage):
    """Marks all posts as read when it is opened."""

    template = ViewPageTemplateFile("templates/topic.pt")
    comment_macros = ViewPageTemplateFile("templates/comment.pt")
    levels = LEVELS

    @property
    def page_title(self) -> str:
        return self.context.title

    def handle(self, name: str) -> str | None:
        return TopicActions(self).handle(name)

    def render(self) -> str:
        self.jump = first_unread(self.user_id, self.context.UID())
        page = self.template()
        open_topic(self.context, self.user_id)
        return page

    @cached_property
    def workspace(self) -> Any:
        return aq_parent(aq_inner(self.context))

    @cached_property
    def readers(self) -> dict[str, str]:
        return full_names(IWorkspace(self.workspace).readers())

    @cached_property
    def pictured(self) -> set[str]:
        """Who of the readers has a portrait."""
        has_portrait = queryUtility(IPortraits)
        return has_portrait(self.readers) if has_portrait is not None else set()

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.context, self.readers)

    @cached_property
    def places(self) -> list[CommentPlace]:
        return in_order(self.context)

    def number(self, name: str) -> int | None:
        """The id of the comment that a parameter names."""
        return post_id_in(self.text(name))

    @cached_property
    def pages(self) -> int:
        return max(1, -(-len(self.places) // SIZE))

    @cached_property
    def page(self) -> int:
        """The number of the page, from 1: as asked for, or that of comment ``at``."""
        at = self.number("at")
        for index, place in enumerate(self.places if at else ()):
            if place.id == at:
                return index // SIZE + 1
        return min(max(self.number("page") or 1, 1), self.pages)

    def link_to(self, comment_id: int) -> str:
        """The permanent address of a comment."""
        many = self.pages > 1
        return f"{self.url}{f'?at={comment_id}' if many else ''}#c{comment_id}"

    def comments(self) -> list[dict[str, Any]]:
        first = (self.page - 1) * SIZE
        some = self.places[first : first + SIZE]
        there = shown_comments(self.context, some, self.all_files)
        return [self.comment(one, place) for place, one in enumerate(there, first + 1)]

    def comment(self, one: Any, place: int) -> dict[str, Any]:
        comment = one.comment
        number = int(comment.id)
        names = self.readers
        show = self.renderer.html if self.moderates and not one.reported else None
        return {
            "id": number,
            "place": place,
            "shown": one,
            "depth": min(one.depth, DEEPEST),
            "html": "" if one.hidden else self.renderer.html(comment.text),
            "written": moment(comment.creation_date, self.language),
            "changed": changes(comment, comment.author_username, self.language, show),
            "link": self.link_to(number),
            "answer": self.context.answer == number,
            "seen": [names.get(user, user) for user in one.seen],
            "i_saw": self.user_id in one.seen,
            "files": self.files(one.files),
            "author": comment.author_username,
            "pictured": comment.author_username in self.pictured,
            "initials": initials(one.author),
            "own": comment.author_username == self.user_id,
        }

    def changed(self) -> dict[str, Any] | None:
        """When the topic was last changed; see ``changes``."""
        show = self.rich_text if self.moderates else None
        return changes(self.context, self.context.Creator(), self.language, show)

    def rich_text(self, text: RichTextValue | None) -> str:
        html = text.output_relative_to(self.context) if text else ""
        return with_titles(self.group, html)

    def files(self, files: list[Any]) -> list[dict[str, Any]]:
        return [
            {
                "url": file.absolute_url(),
                "title": file.title or file.getId(),
                "picture": file.portal_type == "Image",
            }
            for file in files
        ]

    @cached_property
    def all_files(self) -> Files:
        return files_by_comment(self.context)

    def own_files(self) -> list[dict[str, Any]]:
        return self.files(self.all_files.get(None, []))

    @cached_property
    def moderates(self) -> bool:
        return may(Permission.MODERATE, self.context)

    @cached_property
    def may_comment(self) -> bool:
        return may(Permission.COMMENT, self.context)

    @cached_property
    def may_edit(self) -> bool:
        return may(Permission.EDIT, self.context)

    @cached_property
    def may_delete(self) -> bool:
        return may(Permission.DELETE, self.context)

    @cached_property
    def may_report(self) -> bool:
        return may(Permission.REPORT, self.context)

    @cached_property
    def may_decide(self) -> bool:
        return may(Permission.DECIDE_REPORT, self.context)

    @cached_property
    def why_reported(self) -> str | None:
        return why_reported(self.context)

    @cached_property
    def is_closed(self) -> bool:
        return api.content.get_state(self.context) == "closed"

    @cached_property
    def moves(self) -> list[str]:
        return available(self.context)

    @cached_property
    def author(self) -> str:
        author = self.context.Creator()
        return full_names([author])[author]

    @cached_property
    def written(self) -> When:
        return moment(self.context.created(), self.language)

    @cached_property
    def level(self) -> Any:
        return level_of(self.user_id, self.context.UID(), self.workspace.UID())

    @property
    def answered(self) -> int | None:
        """The number of that comment; the box to write in stands below it."""
        return self.number("reply") or self.edited

    @cached_property
    def replied_to(self) -> Any | None:
        """The comment that the reader is answering or changing."""
        number = self.answered
        try:
            return check_comment(self.context, number) if number else None
        except Missing:
            return None

    @cached_property
    def draft_line(self) -> DraftLine:
        """What is kept of a comment, of each reply and of each change apart."""
        name = f"comment:{self.number('reply') or ''}:{self.number('edit') or ''}"
        return DraftLine(self.context, self.request, name, "write")

    @cached_property
    def edited(self) -> int | None:
        """The id of the comment that is changed."""
        if self.text("do") == "edit":
            return self.number("comment")
        return self.number("edit")

    @cached_property
    def comment_form(self) -> CommentForm:
        return CommentForm(self) if self.edited is None else ChangeCommentForm(self)

    def write_box(self) -> str:
        form = self.comment_form
        if not form.is_pressed:
            form.update()
        return form.box()

    def last(self) -> int:
        return last_post(self.context.UID())

    def elsewhere(self) -> list[dict[str, Any]]:
        """The workspaces into which the reader may move the topic."""
        if not self.moderates:
            return []
        here = self.workspace.UID()
        return [
            {**one, "title": local_text(self.group["workspaces"][one["id"]])}
            for one in workspaces_seen(self.group)
            if one["in_team"] and one["state"] == "active" and one["uid"] != here
        ]


def changes(
    post: Any, author: str, language: str, show: Callable[[Any], str] | None
) -> dict[str, Any] | None:
    """When a topic or comment was last changed, and by whom; None if never.

    ``show`` makes HTML of an earlier text. It is None for readers who may not see those.
    """
    kept = earlier(post)
    if not kept:
        return None
    names = full_names({one.by or author for one in kept})
    told: list[dict[str, Any]] = [
        {"when": moment(one.until, language), "by": names[one.by or author], "kept": one}
        for one in kept
    ]
    past = [
        {**one, "title": one["kept"].title, "html": show(one["kept"].text)}
        for one in (told if show else ())
    ]
    return {**told[-1], "past": past}
