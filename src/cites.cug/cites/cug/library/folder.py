"""Folders of the library, with an audience of their own for their names."""

from cites.cug import _
from cites.cug.interfaces import ILibraryFolder
from cites.cug.layout.local_texts import in_languages
from plone.dexterity.content import Container
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


@in_languages("title", "description")
class ILibraryFolderSchema(model.Schema):
    """The fields of a folder."""

    title = schema.TextLine(title=_("Name"), max_length=200)
    description = schema.Text(
        title=_("Purpose"), max_length=1000, required=False, default="", missing_value=""
    )

    model.fieldset("folder", label=_("The folder"), fields=["title", "description"])


@implementer(ILibraryFolder)
class LibraryFolder(Container):
    """Contains alerts, documents and folders."""

    # The catalog sorts the content. A list of all names would be written as a whole with
    # each new item, so that two members who add something at the same time would be in
    # conflict.
    _ordering = "unordered"

    def notifyModified(self) -> None:
        """Do nothing; ``subscribers.folder_changed`` sets the date after an edit.

        Plone calls this when something is added to the folder. Two members who add
        something at the same time would then be in conflict.
        """
