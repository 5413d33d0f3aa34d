"""Pictures and files inside an alert: Plone's types, with our rules for content."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.layout.numbers import file_size
from cites.cug.uploads.files import DocumentFile
from cites.cug.uploads.files import PictureFile
from plone.supermodel import model
from typing import Any
from typing import NamedTuple
from zope import schema
from zope.i18nmessageid import Message


class IAttachment(model.Schema):
    """What pictures and files have in common."""

    title = schema.TextLine(title=_("Title"), max_length=200, required=False)
    description = schema.Text(
        title=_("What it shows"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )


class IPicture(IAttachment):
    """Schema of ``Image``."""

    model.primary("image")
    image = PictureFile(title=_("Picture"))


class IAttachedFile(IAttachment):
    """Schema of ``File``."""

    model.primary("file")
    file = DocumentFile(title=_("File"))


class Attachment(NamedTuple):
    """What lists show of a picture or file in an alert."""

    title: str
    filename: str
    size: Message
    url: str
    is_picture: bool


#: Plone's scales that pages show, and how many pixels wide each is at most.
SCALES = (("preview", 400), ("large", 800), ("great", 1200))


def srcset(picture: Any) -> str:
    """The sizes in which a browser may fetch a picture, so that none fetches it whole."""
    wide, _high = picture.image.getImageSize()
    offered = []
    for name, width in SCALES:
        address = f"{picture.absolute_url()}/@@images/image/{name}"
        offered.append(f"{address} {min(width, max(wide, 1))}w")
        if wide <= width:
            break
    return ", ".join(offered)


def file_of(content: Any) -> Any | None:
    """The document that a file item, or a library document, holds."""
    return getattr(aq_base(content), "file", None)


def attachments_of(alert: Any, language: str) -> list[Attachment]:
    """The pictures and files of an alert, in their order."""
    found = []
    for child in alert.contentValues():
        is_picture = child.portal_type == "Image"
        file = child.image if is_picture else child.file
        found.append(
            Attachment(
                child.title or file.filename,
                file.filename,
                file_size(file.getSize(), language),
                child.absolute_url(),
                is_picture,
            )
        )
    return found
