"""REST: the comments of a topic, in plone.restapi's format."""

import binascii
from base64 import b64decode
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import invalid, InvalidValue, Missing
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.etag import without
from cites.cug.web.restapi.request_values import TEXT
from cites.cug.web.restapi.services import BATCH, RestService
from cites.cug.workspaces.actions import comments as actions
from cites.cug.workspaces.actions.comments import MOST_FILES
from cites.cug.workspaces.api.topics import CommentService
from cites.cug.workspaces.capabilities import comment_to_delete, comment_to_edit
from cites.cug.workspaces.conversation import (
    CommentPlace,
    files_by_comment,
    in_order,
    open_topic,
    shown_comments,
    ShownComment,
)
from cites.cug.workspaces.edit_history import earlier
from cites.cug.workspaces.topic_records import post_id_in
from collections.abc import Collection
from plone.app.discussion.interfaces import IConversation
from typing import Any


NO_COMMENT = _("workspaces_comments_no_such_comment_topic_text")
FILES = _("workspaces_comments_send_list_files_each_text")
#: Keys of a comment that tell of its readers, and what the caller may do just now.
OF_READERS = frozenset({"can_reply", "is_deletable", "is_editable", "seen", "unread"})


class CommentsGet(RestService):
    """``GET {topic}/@comments``: one page of comments."""

    parameters: Collection[str] | None = BATCH
    tagged = True

    def reply(self) -> dict[str, Any]:
        places = in_order(self.context)
        start, size = self.batch()
        batch = Batch(self.url, self.request.form, start, size)
        items = serialize_all(self.context, places[start : start + size])
        open_topic(self.context, self.user_id)
        return {
            "@id": batch.address(),
            "items_total": len(places),
            "items": items,
            "permissions": {
                "view_comments": True,
                "can_reply": may(Permission.COMMENT, self.context),
            },
            **batch.links(len(places)),
        }


def serialize_all(topic: Any, places: list[CommentPlace]) -> list[dict[str, Any]]:
    can_reply = may(Permission.COMMENT, topic)
    comments = shown_comments(topic, places, files_by_comment(topic))
    return [serialize_comment(topic, one, can_reply) for one in comments]


class OneComment(CommentService):
    """Base of the services that read or change one comment."""

    def serialize_item(self) -> dict[str, Any]:
        places = [place for place in in_order(self.context) if place.id == self.number]
        if not places:
            raise Missing(self.number)
        (one,) = serialize_all(self.context, places)
        return one

    def current_state(self) -> dict[str, Any]:
        return without(self.serialize_item(), OF_READERS)


class CommentGet(OneComment):
    """``GET {topic}/@comments/{id}``: one comment."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return self.serialize_item()


class CommentsPost(RestService):
    """``POST {topic}/@comments``: write a comment to the topic.

    204, or 200 with a list of what was removed from its files.
    """

    keys = ("text", "in_reply_to", "attachments", *DECISION_KEYS)

    def reply(self) -> None:
        files, decisions = self.files(), read_decisions(self.body)
        try:
            comment = actions.add_comment(
                self.context,
                written_text(self.body),
                acting_user=self.user_id,
                reply_to=self.replied_to(),
                decisions=decisions,
            )
        except InvalidValue as error:
            raise invalid("text", *error.mistakes) from error
        about = int(comment.id)
        for file in files:
            actions.attach_file(
                self.context,
                file,
                comment_id=about,
                acting_user=self.user_id,
                decisions=decisions,
            )
        self.request.response.setHeader("Location", f"{self.url}/{comment.id}")

    def replied_to(self) -> int | None:
        number = self.body.get("in_reply_to") or None
        if number is None:
            return None
        found = post_id_in(str(number))
        if found is None or found not in IConversation(self.context):
            raise invalid("in_reply_to", NO_COMMENT)
        return found

    def files(self) -> list[actions.TakenAttachment]:
        files = self.body.get("attachments") or []
        if not isinstance(files, list) or len(files) > MOST_FILES:
            raise invalid("attachments", FILES)
        handed = [self.handed(file) for file in files]
        return [self.taken(*file, number) for number, file in enumerate(handed)]

    def handed(self, file: Any) -> tuple[bytes, str]:
        """Content and name of a file that was handed in."""
        try:
            name, data = file["filename"], b64decode(file["data"], validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error):
            name = data = None
        if not isinstance(name, str) or data is None:
            raise invalid("attachments", FILES)
        return data, name

    def taken(self, data: bytes, name: str, number: int) -> actions.TakenAttachment:
        try:
            return actions.take_attachment(data, name)
        except InvalidValue as error:
            raise invalid(f"attachments[{number}]", *error.mistakes) from error


class CommentReply(CommentService, CommentsPost):
    """``POST {topic}/@comments/{id}``: write a reply to the comment."""

    def replied_to(self) -> int:
        return self.number


class CommentPatch(OneComment):
    """``PATCH {topic}/@comments/{id}`` ``{"text"}``: change one's own for a while; 204"""

    keys = ("text", *DECISION_KEYS)

    def reply(self) -> None:
        comment = comment_to_edit(self.context, self.number)
        text, decisions = written_text(self.body), read_decisions(self.body)
        user = self.user_id
        try:
            actions.edit_comment(
                self.context, comment, text, acting_user=user, decisions=decisions
            )
        except InvalidValue as error:
            raise invalid("text", *error.mistakes) from error


class CommentDelete(OneComment):
    """``DELETE {topic}/@comments/{id}``: delete a comment; 204

    One's own in an open topic, or as a moderator any.
    """

    def reply(self) -> None:
        comment = comment_to_delete(self.context, self.number)
        actions.delete_comment(self.context, comment, acting_user=self.user_id)


def written_text(given: dict[str, Any]) -> str:
    """The text: ``"…"``, or the object that a GET answers: ``{"data": …}``."""
    text = given.get("text")
    text = text.get("data") if isinstance(text, dict) else text
    if not isinstance(text, str):
        raise invalid("text", TEXT)
    return text


def serialize_comment(topic: Any, one: ShownComment, can_reply: bool) -> dict[str, Any]:
    """A comment as JSON; a deleted or hidden one has no text."""
    comment, url = one.comment, f"{topic.absolute_url()}/@comments"
    parent = comment.in_reply_to
    return {
        "@id": f"{url}/{comment.id}",
        "@type": comment.portal_type,
        "@parent": f"{url}/{parent}" if parent else None,
        "comment_id": comment.id,
        "in_reply_to": str(parent) if parent else None,
        "depth": one.depth,
        "text": {"data": "" if one.hidden else comment.text, "mime-type": "text/plain"},
        "user_notification": None,
        "author_username": comment.author_username,
        "author_name": one.author,
        "author_image": None,
        "creation_date": comment.creation_date.isoformat(),
        "modification_date": comment.modification_date.isoformat(),
        "edited": bool(earlier(comment)),
        "deleted": one.deleted,
        "reported": one.reported,
        "unread": one.unread,
        "is_answer": topic.answer == int(comment.id),
        "seen": one.seen,
        "attachments": [
            {"@id": file.absolute_url(), "@type": file.portal_type, "title": file.title}
            for file in one.files
        ],
        "is_editable": one.editable,
        "is_deletable": one.deletable,
        "can_reply": can_reply and not one.deleted and not one.reported,
    }
