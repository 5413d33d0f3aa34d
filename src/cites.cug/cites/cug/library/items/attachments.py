"""Pictures and files in an alert: Plone's types Image and File, with our schemas."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.uploads.files import DocumentFile, PictureFile
from collections.abc import Iterator
from plone.namedfile.interfaces import INamed
from plone.supermodel import model
from typing import Any, NamedTuple
from zope import schema
from zope.i18nmessageid import Message


class IAttachment(model.Schema):
    """The fields of pictures and of files."""

    title = schema.TextLine(title=_("common_title_label"), max_length=200, required=False)
    description = schema.Text(
        title=_("library_attachments_what_it_shows_label"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )


class IPicture(IAttachment):
    """Schema of ``Image``."""

    model.primary("image")
    image = PictureFile(title=_("library_attachments_picture_label"))


class IAttachedFile(IAttachment):
    """Schema of ``File``."""

    model.primary("file")
    file = DocumentFile(title=_("common_file_label"))


class Attachment(NamedTuple):
    """What lists show of a picture or file in an alert."""

    title: str
    filename: str
    description: str
    size: Message
    url: str
    is_picture: bool


def files_in(content: Any) -> Iterator[Any]:
    """The files of content, and of all that lies in it."""
    base = aq_base(content)
    stored = (getattr(base, name, None) for name in ("file", "image"))
    yield from filter(INamed.providedBy, stored)
    for child in getattr(base, "objectValues", tuple)():
        yield from files_in(child)


#: Names of the image scales that pages show, with their greatest width in pixels.
SCALES = (("preview", 400), ("large", 800), ("great", 1200))


def srcset(picture: Any) -> str:
    """The ``srcset`` of an ``img``: addresses of the scales with their widths in pixels.

    Browsers then never fetch the original only to show it small.
    """
    wide, _high = picture.image.getImageSize()
    offered = []
    for name, width in SCALES:
        address = f"{picture.absolute_url()}/@@images/image/{name}"
        offered.append(f"{address} {min(width, max(wide, 1))}w")
        if wide <= width:
            break
    return ", ".join(offered)


def file_of(content: Any) -> Any | None:
    """The file of a document or of a file in an alert; None for other content."""
    return getattr(aq_base(content), "file", None)


def first_picture(alert: Any) -> str | None:
    """The id of the first picture in an alert, as its authors put them."""
    children = alert.objectValues()
    return next((one.getId() for one in children if one.portal_type == "Image"), None)


def attachments_of(alert: Any, language: str) -> list[Attachment]:
    """The pictures and files of an alert, in the order that its authors gave them."""
    found = []
    for child in alert.contentValues():
        is_picture = child.portal_type == "Image"
        file = child.image if is_picture else child.file
        found.append(
            Attachment(
                child.title or file.filename,
                file.filename,
                child.description,
                file_size(file.getSize(), language),
                child.absolute_url(),
                is_picture,
            )
        )
    return found
