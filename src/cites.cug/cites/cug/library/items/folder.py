"""Folders of the library, with an audience of their own for their names."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.interfaces import IClosedUserGroup, ILibraryFolder
from cites.cug.library.items.naming import is_copying, random_name
from cites.cug.web.layout.local_texts import in_languages
from OFS.event import ObjectWillBeAddedEvent
from plone.dexterity.content import Container
from plone.supermodel import model
from typing import Any
from zope import schema
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectAddedEvent


LIBRARY_STAYS = _("library_folder_library_itself_stays_long_text")


@in_languages("title", "description")
class ILibraryFolderSchema(model.Schema):
    """The fields of a folder."""

    title = schema.TextLine(title=_("common_name_label"), max_length=200)
    description = schema.Text(
        title=_("common_purpose_label"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )

    model.fieldset(
        "folder",
        label=_("library_folder_the_folder_label"),
        fields=["title", "description"],
    )


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

    def _get_id(self, id):
        """The name of what is put here: what is moved keeps its own."""
        return random_name() if is_copying() else super()._get_id(id)

    def _setObject(self, id, object, *args, suppress_events=False, **options):
        """Add something without telling that the folder has changed.

        Nothing that is known of the folder follows from what it contains, and Plone would
        index it anew, with each of thousands of items.
        """
        if not suppress_events:
            notify(ObjectWillBeAddedEvent(object, self, id))
        id = super()._setObject(id, object, *args, suppress_events=True, **options)
        if not suppress_events:
            notify(ObjectAddedEvent(self._getOb(id), self, id))
        return id


def is_library(content: Any) -> bool:
    """Whether this folder is the library of its group, which all code relies on."""
    return ILibraryFolder.providedBy(content) and IClosedUserGroup.providedBy(
        aq_parent(aq_inner(content))
    )
