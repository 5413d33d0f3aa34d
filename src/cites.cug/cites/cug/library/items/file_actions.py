"""Actions on files: they become documents, or parts of an alert."""

from Acquisition import aq_inner, aq_parent
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.trail.trail import record
from cites.cug.library.items.actions import refresh_pictures
from cites.cug.library.items.attachments import IAttachedFile, IPicture
from cites.cug.library.items.document import ILibraryDocument
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.uploads.files import content_type, IMAGE_TYPES
from plone.dexterity.utils import addContentToContainer, createContent
from typing import Any, BinaryIO


def attach_file(
    alert: Any,
    data: BinaryIO,
    filename: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
    description: str = "",
) -> Any:
    """Put a picture or another file into an alert, with what it shows; answers the new
    content.

    Raises InvalidValue for a file that is refused, and NonNominal for a name of a file
    or a description that may name somebody.
    """
    if content_type(data) in IMAGE_TYPES:
        kind, field = "Image", IPicture["image"]
    else:
        kind, field = "File", IAttachedFile["file"]
    file = field.take(data, filename)
    # Only now: other requests wait for what this writes, and a refused file leaves
    # nothing.
    texts = {"files": filename, "description": description}
    require_confirmation(alert, texts, decisions, acting_user=acting_user)
    values = {"title": file.filename, "description": description, field.__name__: file}
    item = createContent(kind, **values)
    return addContentToContainer(alert, item)


def add_document(
    folder: Any,
    data: bytes | BinaryIO,
    filename: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
    **fields: Any,
) -> Any:
    """Make a draft document of a file, with its name as the title unless ``fields`` say
    another; answers the document.

    Raises InvalidValue for a file that is refused, and NonNominal for a name of a file
    or a text of ``fields`` that may name somebody.
    """
    file = ILibraryDocument["file"].take(data, filename)
    texts = {"title": fields["title"]} if "title" in fields else {"files": filename}
    texts["description"] = fields.get("description") or ""
    require_confirmation(folder, texts, decisions, acting_user=acting_user)
    values = {"title": file.filename, "language": reader_language(), **fields}
    item = createContent("LibraryDocument", file=file, **values)
    item = addContentToContainer(folder, item)
    return item


def move_attachment(attachment: Any, steps: int, *, acting_user: str) -> None:
    """Move a picture or file among the others of its alert; -1 is one place up."""
    alert = aq_parent(aq_inner(attachment))
    alert.getOrdering().moveObjectsByDelta([attachment.getId()], steps)
    refresh_pictures(alert)
    record("library.edit", target=alert, acting_user=acting_user)
