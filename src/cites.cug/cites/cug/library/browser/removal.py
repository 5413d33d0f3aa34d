"""The page that deletes an item, a folder, or a picture or file of an alert."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.interfaces import ILibraryFolder
from cites.cug.interfaces import ILibraryItem
from cites.cug.layout.page import Page
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any


class Removal(Page):
    """Says what will be deleted, and asks for confirmation."""

    template = ViewPageTemplateFile("templates/removal.pt")

    def __call__(self) -> str:
        require(Permission.DELETE, self.context)
        if self.obstacle is not None:
            self.request.response.setStatus(400)
        elif self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.remove()
        return self.template()

    @property
    def page_title(self) -> Any:
        return _("Delete")

    @cached_property
    def parent(self) -> Any:
        return aq_parent(aq_inner(self.context))

    @cached_property
    def title(self) -> str:
        return self.context.title or self.context.getId()

    @cached_property
    def obstacle(self) -> Any | None:
        """Why the content cannot be deleted; None if it can."""
        if not ILibraryFolder.providedBy(self.context):
            return None
        if IClosedUserGroup.providedBy(self.parent):
            return _("The library itself stays as long as its group.")
        if len(self.context.objectIds()):
            return _("The folder is not empty. Delete or move what lies in it first.")
        return None

    def inside(self) -> int:
        """How many pictures and files are deleted with it."""
        return len(getattr(self.context, "objectIds", list)())

    def may_be_archived(self) -> bool:
        return ILibraryItem.providedBy(self.context) and "archive" in available(
            self.context
        )

    def remove(self) -> str:
        self.parent.manage_delObjects([self.context.getId()])
        text = _("“${title}” has been deleted.", mapping={"title": self.title})
        IStatusMessage(self.request).add(text)
        return self.request.response.redirect(self.parent.absolute_url())
