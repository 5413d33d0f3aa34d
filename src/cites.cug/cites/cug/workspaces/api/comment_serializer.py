"""A comment as JSON: the keys of plone.restapi, and some of ours."""

from cites.cug.workspaces.conversation import ShownComment
from cites.cug.workspaces.edit_history import earlier
from typing import Any


def serialize_comment(topic: Any, one: ShownComment, can_reply: bool) -> dict[str, Any]:
    """A comment as JSON. Of a deleted or hidden comment the text is left out."""
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
