"""Pictures and files inside an alert: Plone's types, with our rules for content."""

from cites.cug import _
from cites.cug.library.files import acceptable_document
from cites.cug.library.files import acceptable_image
from plone.namedfile.field import NamedBlobFile
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from zope import schema


class IAttachment(model.Schema):
    """What pictures and files have in common."""

    title = schema.TextLine(title=_("Title"), max_length=200, required=False)
    description = schema.Text(
        title=_("What it shows"), max_length=1000, required=False, default=""
    )


class IPicture(IAttachment):
    """Schema of ``Image``."""

    model.primary("image")
    image = NamedBlobImage(title=_("Picture"), constraint=acceptable_image)


class IAttachedFile(IAttachment):
    """Schema of ``File``."""

    model.primary("file")
    file = NamedBlobFile(title=_("File"), constraint=acceptable_document)
