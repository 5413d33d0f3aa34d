"""Folders of the library, with an audience of their own for their names."""

from cites.cug import _
from cites.cug.interfaces import ILibraryFolder
from plone.dexterity.content import Container
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class ILibraryFolderSchema(model.Schema):
    """A folder's name and purpose."""

    title = schema.TextLine(title=_("Name"), max_length=200)
    description = schema.Text(
        title=_("Purpose"), max_length=1000, required=False, default="", missing_value=""
    )


@implementer(ILibraryFolder)
class LibraryFolder(Container):
    """Holds alerts, documents and folders."""

    # The catalog orders them. One list of all names would be written with each new item,
    # whole, and any two members who add at the same time would be in conflict.
    _ordering = "unordered"

    def notifyModified(self) -> None:
        """Plone calls this for each new item too; ``folder_changed`` sets the date.

        Else any two members who add at the same time would be in conflict over it.
        """
