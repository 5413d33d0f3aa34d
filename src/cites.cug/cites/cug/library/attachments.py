"""Pictures and files inside an alert: Plone's types, with our rules for content."""

from cites.cug import _
from cites.cug.library.files import DocumentFile
from cites.cug.library.files import PictureFile
from plone.supermodel import model
from zope import schema


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
