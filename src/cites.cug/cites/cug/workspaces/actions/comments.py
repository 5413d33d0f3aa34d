"""Actions on comments: write, change for a while, delete. A trace of each stays."""

from cites.cug import _
from cites.cug.access.state_grants import IN_COMMENT
from cites.cug.core.plone_internals.comments import add_comment_after
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.characters import fit_passage
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.reports.register import close_reports, reports_about
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.layout.people import full_name
from cites.cug.web.uploads.files import content_type, IMAGE_TYPES
from cites.cug.workspaces.actions.topics import (
    check_comment,
    is_deleted,
    is_reported,
    mark_answer,
    tell_team,
)
from cites.cug.workspaces.edit_history import drop_earlier_texts, keep_earlier_text
from cites.cug.workspaces.topic_records import (
    add_post,
    drop_post,
    last_post,
    touch_topic,
)
from datetime import datetime, timedelta, UTC
from io import BytesIO
from plone.app.discussion.comment import Comment
from plone.app.discussion.interfaces import IConversation
from plone.dexterity.interfaces import IDexterityFTI
from plone.dexterity.utils import addContentToContainer, createContent
from Products.DCWorkflow.utils import modifyRolesForPermission
from typing import Any, BinaryIO, NamedTuple
from zope.component import getUtility


MAX_LENGTH = 20_000
#: For how long authors can change their comments.
EDIT_TIME = timedelta(minutes=30)
EMPTY = _("workspaces_comments_write_the_comment_first")
TOO_LATE = _("workspaces_comments_time_comment_changed_over_text")


def fit_comment(text: str) -> str:
    """The text as it is stored. Raises InvalidValue for an empty or too long one."""
    return fit_passage(text, MAX_LENGTH, EMPTY)


def add_comment(
    topic: Any,
    text: str,
    *,
    acting_user: str,
    reply_to: int | None = None,
    decisions: Decisions = UNDECIDED,
) -> Any:
    """Write a comment to the topic or, with the id ``reply_to``, to another comment.

    Raises InvalidValue for a text that cannot be stored, Missing if ``reply_to``
    names none, and NonNominal as ``require_confirmation`` does.
    """
    text = fit_comment(text)
    if reply_to is not None:
        check_comment(topic, reply_to)
    require_confirmation(topic, {"text": text}, decisions, acting_user=acting_user)
    comment = Comment()
    # Roles come from rosters alone.
    comment.__ac_local_roles__ = {}
    comment.text = text
    comment.creator = acting_user
    comment.author_name = full_name(acting_user)
    comment.in_reply_to = reply_to
    conversation = IConversation(topic)
    last = last_post(topic.UID())
    comment_id = add_comment_after(conversation, comment, last)
    # Only now: the conversation counts the comments of each author, and two comments of
    # one author would be in conflict over the number.
    comment.author_username = acting_user
    add_post(topic.UID(), comment_id, acting_user)
    tell_team(topic, comment_id, acting_user, text)
    detail = {"comment": str(comment_id)}
    record("topic.comment", target=topic, acting_user=acting_user, detail=detail)
    return conversation[comment_id]


def may_still_edit(comment: Any, user_id: str) -> bool:
    """Whether the user wrote the comment, less than ``EDIT_TIME`` ago."""
    there = not is_deleted(comment) and not is_reported(comment)
    own = there and comment.author_username == user_id
    return own and datetime.now(UTC) - comment.creation_date < EDIT_TIME


def edit_comment(
    topic: Any,
    comment: Any,
    text: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Change the acting user's own comment; the earlier text is kept.

    Raises InvalidValue, or NonNominal as ``require_confirmation`` does.
    """
    text = fit_comment(text)
    if not may_still_edit(comment, acting_user):
        raise InvalidValue(TOO_LATE)
    if text == comment.text:
        return
    require_confirmation(topic, {"text": text}, decisions, acting_user=acting_user)
    keep_earlier_text(comment, comment.text, acting_user=acting_user)
    comment.text = text
    comment.modification_date = datetime.now(UTC)
    comment.reindexObject()
    touch_topic(topic.UID())
    detail = {"comment": comment.id}
    record("topic.comment_edit", target=topic, acting_user=acting_user, detail=detail)


def delete_comment(topic: Any, comment: Any, *, acting_user: str) -> None:
    """Delete the text, the earlier texts and the files of a comment.

    An empty comment stays, so that readers see that there was one.
    """
    comment_id = int(comment.id)
    if topic.answer == comment_id:
        mark_answer(topic, None, acting_user=acting_user)
    comment.deleted = True
    comment.deleted_by = acting_user
    comment.text = ""
    drop_earlier_texts(comment)
    comment.modification_date = datetime.now(UTC)
    comment.unindexObject()
    for name in names_of_files(topic, comment_id):
        topic._delObject(name)
    drop_post(topic.UID(), comment_id)
    close_reports(reports_about(topic.UID(), comment_id))
    detail = {"comment": comment.id}
    record("topic.comment_delete", target=topic, acting_user=acting_user, detail=detail)


def files_of(topic: Any, comment_id: int) -> list[Any]:
    """The pictures and files of a comment."""
    return [topic._getOb(name) for name in names_of_files(topic, comment_id)]


def names_of_files(topic: Any, comment_id: int) -> list[str]:
    """The ids of a comment's pictures and files."""
    return [
        name
        for name, file in topic.objectItems()
        if getattr(file.aq_base, "comment_id", None) == comment_id
    ]


class TakenAttachment(NamedTuple):
    """A picture or file that has been checked and cleaned, but is in no topic yet."""

    kind: str
    file: Any
    #: The name as it was sent.
    filename: str


def take_attachment(data: bytes | BinaryIO, filename: str) -> TakenAttachment:
    """Check and clean a file. Raises InvalidValue.

    It takes long, so it is done before anything is written: other requests wait for that.
    """
    stream = BytesIO(data) if isinstance(data, bytes) else data
    kind = "Image" if content_type(stream) in IMAGE_TYPES else "File"
    field = getUtility(IDexterityFTI, name=kind).lookupSchema()[kind.lower()]
    return TakenAttachment(kind, field.take(data, filename), filename)


def attach_file(
    topic: Any,
    taken: TakenAttachment,
    *,
    acting_user: str,
    comment_id: int | None = None,
    decisions: Decisions = UNDECIDED,
) -> Any:
    """Put a picture or file into a topic, or into the comment of that id in it.

    Raises NonNominal as ``require_confirmation`` does.
    """
    kind, file, filename = taken
    named = {"attachments": filename}
    require_confirmation(topic, named, decisions, acting_user=acting_user)
    item = createContent(kind, title=file.filename, **{kind.lower(): file})
    item.comment_id = comment_id
    item = addContentToContainer(topic, item, checkConstraints=False)
    if comment_id is not None:
        for permission, roles in IN_COMMENT.items():
            modifyRolesForPermission(item, permission, tuple(sorted(roles)))
    touch_topic(topic.UID())
    return item


MOST_FILES = 20
