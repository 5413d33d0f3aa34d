"""The page that deletes an item, a folder, or a picture or file of an alert."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available
from cites.cug.interfaces import ILibraryFolder, ILibraryItem
from cites.cug.library.items.folder import is_library, LIBRARY_STAYS
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.layout.local_texts import local_text
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


ARCHIVING = frozenset({"archive", "archive_chosen"})


class Removal(ConfirmForm):
    """Names what will be gone, and asks."""

    before_inputs = ViewPageTemplateFile("templates/removal.pt")
    page_title = submit_label = _("common_delete_button")
    cancel_label = _("common_back_change_nothing_label")
    id = "removal"

    def __call__(self) -> str:
        require(Permission.DELETE, self.context)
        return super().__call__()

    def update(self) -> None:
        super().update()
        if self.obstacle is not None:
            self.refuse()

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/delete"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each item
        return f"{self.context.absolute_url()}/view"

    @cached_property
    def parent(self) -> Any:
        return aq_parent(aq_inner(self.context))

    @cached_property
    def title(self) -> str:
        return local_text(self.context) or self.context.getId()

    @cached_property
    def obstacle(self) -> Any | None:
        """Why the content cannot be deleted; None if it can."""
        if is_library(self.context):
            return LIBRARY_STAYS
        if ILibraryFolder.providedBy(self.context) and len(self.context.objectIds()):
            return _("library_removal_folder_empty_delete_move_text")
        return None

    def inside(self) -> int:
        """How many pictures and files are deleted with it."""
        return len(getattr(self.context, "objectIds", list)())

    def may_be_archived(self) -> bool:
        return ILibraryItem.providedBy(self.context) and not ARCHIVING.isdisjoint(
            available(self.context)
        )

    def handle(self, data: dict[str, Any]) -> None:
        self.parent.manage_delObjects([self.context.getId()])
        text = _("library_removal_has_been_deleted", mapping={"title": self.title})
        self.finish(text, self.parent.absolute_url())
