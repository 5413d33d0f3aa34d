"""REST: the comments of a topic, in plone.restapi's format."""

import binascii
from base64 import b64decode
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.confirmation.requirement import CONFIRMED
from cites.cug.confirmation.requirement import reason_in
from cites.cug.json_service import Batch
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.restapi.services import AddressedService
from cites.cug.uploads.cleaning_notices import removed_from
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import mistakes_in
from cites.cug.workspaces.actions import comments as actions
from cites.cug.workspaces.actions.topics import UnknownComment
from cites.cug.workspaces.api.comment_serializer import serialize_comment
from cites.cug.workspaces.capabilities import comment_to_delete
from cites.cug.workspaces.capabilities import comment_to_edit
from cites.cug.workspaces.conversation import CommentPlace
from cites.cug.workspaces.conversation import files_by_comment
from cites.cug.workspaces.conversation import in_order
from cites.cug.workspaces.conversation import open_topic
from cites.cug.workspaces.conversation import shown_comments
from cites.cug.workspaces.etag import is_unchanged
from cites.cug.workspaces.topic_records import post_id_in
from plone.app.discussion.interfaces import IConversation
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides


TEXT = _("${field}: a text is expected.")
NO_COMMENT = _("${field}: there is no such comment in this topic.")
FILES = _("${field}: a list of files is expected, each with filename and data (base64).")
MOST_FILES = 20


class CommentsService(AddressedService):
    """Base of the services ``{topic}/@comments`` and ``{topic}/@comments/{id}``."""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@comments"

    def reply(self) -> Any:
        try:
            return self.answer()
        except UnknownComment as error:
            raise NotFound("/".join(self.path)) from error

    def answer(self) -> Any:
        raise NotImplementedError

    @property
    def number(self) -> int | None:
        """The id of the comment that the address names; None if it names none."""
        match [post_id_in(step) for step in self.path]:
            case []:
                return None
            case [int(number)]:
                return number
        raise UnknownComment("/".join(self.path))

    def change(self) -> None:
        """Whatever changes something: no token, and only while the topic is open."""
        alsoProvides(self.request, IDisableCSRFProtection)

    def text(self, given: dict[str, Any]) -> str:
        """The text: ``"…"``, or the object that a GET answers: ``{"data": …}``."""
        text = given.get("text")
        text = text.get("data") if isinstance(text, dict) else text
        if not isinstance(text, str):
            raise self.refused(TEXT, "text")
        return text

    def mistaken(self, field: str, error: InvalidValue) -> Exception:
        return field_error(self.request, field, *mistakes_in(error))


class CommentsGet(CommentsService):
    """``GET``: one page of comments, or one comment; 304 if the ETag still fits."""

    def render(self) -> Any:
        self.check_permission()
        if is_unchanged(self.context, self.request):
            return ""
        return super().render()

    def answer(self) -> dict[str, Any]:
        places = in_order(self.context)
        if self.number is not None:
            asked = [place for place in places if place.id == self.number]
            if not asked:
                raise UnknownComment(self.number)
            (one,) = self.items(asked)
            return one
        start, size = self.batch()
        batch = Batch(self.url, self.request.form, start, size)
        items = self.items(places[start : start + size])
        open_topic(self.context, caller())
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

    def items(self, places: list[CommentPlace]) -> list[dict[str, Any]]:
        can_reply = may(Permission.COMMENT, self.context)
        comments = shown_comments(self.context, places, files_by_comment(self.context))
        return [serialize_comment(self.context, one, can_reply) for one in comments]


class CommentsPost(CommentsService):
    """``POST``: write a comment to the topic, or to the comment that the address names.

    Answers 204, or 200 with what was removed from its files.
    """

    def answer(self) -> dict[str, Any] | None:
        self.change()
        given = self.body("text", "in_reply_to", "attachments", CONFIRMED)
        number, files = self.number, self.files(given)
        try:
            comment = actions.add_comment(
                self.context,
                self.text(given),
                acting_user=caller(),
                reply_to=self.replied_to(given) if number is None else number,
                confirmed=reason_in(given),
            )
        except InvalidValue as error:
            raise self.mistaken("text", error) from error
        about = {"comment_id": int(comment.id), "confirmed": reason_in(given)}
        for file in files:
            actions.attach_file(self.context, file, acting_user=caller(), **about)
        self.request.response.setHeader("Location", f"{self.url}/{comment.id}")
        return removed_from(self.request) or None

    def replied_to(self, given: dict[str, Any]) -> int | None:
        number = given.get("in_reply_to") or None
        if number is None:
            return None
        found = post_id_in(str(number))
        if found is None or found not in IConversation(self.context):
            raise self.refused(NO_COMMENT, "in_reply_to")
        return found

    def files(self, given: dict[str, Any]) -> list[actions.TakenAttachment]:
        files = given.get("attachments") or []
        if not isinstance(files, list) or len(files) > MOST_FILES:
            raise self.refused(FILES, "attachments")
        handed = [self.handed(file) for file in files]
        return [self.taken(*file, number) for number, file in enumerate(handed)]

    def handed(self, file: Any) -> tuple[bytes, str]:
        """Content and name."""
        try:
            name, data = file["filename"], b64decode(file["data"], validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error):
            name = data = None
        if not isinstance(name, str) or data is None:
            raise self.refused(FILES, "attachments")
        return data, name

    def taken(self, data: bytes, name: str, number: int) -> actions.TakenAttachment:
        try:
            return actions.take_attachment(data, name)
        except InvalidValue as error:
            raise self.mistaken(f"attachments[{number}]", error) from error


class CommentsPatch(CommentsService):
    """``PATCH …/{id}`` ``{"text"}``: change one's own comment for a while; 204"""

    def answer(self) -> None:
        self.change()
        comment = comment_to_edit(self.context, self.number or 0)
        given = self.body("text", CONFIRMED)
        try:
            actions.edit_comment(
                self.context,
                comment,
                self.text(given),
                acting_user=caller(),
                confirmed=reason_in(given),
            )
        except InvalidValue as error:
            raise self.mistaken("text", error) from error


class CommentsDelete(CommentsService):
    """``DELETE …/{id}``: delete one's own comment, or as a moderator any; 204"""

    def answer(self) -> None:
        self.change()
        comment = comment_to_delete(self.context, self.number or 0)
        actions.delete_comment(self.context, comment, acting_user=caller())
