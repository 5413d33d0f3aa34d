"""Events that the library answers."""

from Acquisition import aq_base
from Acquisition import aq_parent
from cites.cug.access.guard import caller
from cites.cug.audit.trail import record
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.actions import audience_changed
from cites.cug.library.actions import begin_anew
from cites.cug.library.actions import check_sharing
from cites.cug.library.actions import refresh_text
from cites.cug.library.alert import IAlert
from cites.cug.library.file_texts import forget_text
from cites.cug.library.page_store import drop_pages
from plone import api
from zope.container.interfaces import IContainerModifiedEvent


SYSTEM = "system"


def before_transition(item, event) -> None:
    if event.transition is not None:
        check_sharing(item, event.new_state.id)


def after_transition(item, event) -> None:
    if event.transition is not None:
        audience_changed(
            item,
            event.old_state.id,
            event.new_state.id,
            acting_user=caller() or SYSTEM,
            reason=event.kwargs.get("comment", ""),
        )


def item_modified(item, event) -> None:
    if ILibraryItem.providedBy(item):
        check_sharing(item, api.content.get_state(item))


def folder_changed(folder, event) -> None:
    """The folder itself, not what lies in it."""
    if not IContainerModifiedEvent.providedBy(event):
        folder.setModificationDate()


def content_copied(content, event) -> None:
    begin_anew(content, acting_user=caller() or SYSTEM)


def content_moved(content, event) -> None:
    """Elsewhere, perhaps to another group: others read it, though its state stays."""
    old, new = event.oldParent, event.newParent
    is_moved = event.object is content and None not in (old, new)
    if is_moved and aq_base(old) is not aq_base(new):
        came_from = "/".join((*old.getPhysicalPath(), event.oldName))
        who = caller() or SYSTEM
        record(
            "library.move", target=content, acting_user=who, detail={"from": came_from}
        )


def content_removed(content, event) -> None:
    if event.object is content:  # and not the folder or group around it
        record("library.delete", target=content, acting_user=caller() or SYSTEM)


def file_removed(holder, event) -> None:
    """A document or an attached file, with whatever it lies in."""
    forget_text(holder.UID())
    drop_pages(holder.UID())


def attachment_changed(attachment, event) -> None:
    _refresh(aq_parent(attachment))


def attachment_moved(attachment, event) -> None:
    """Added, removed or moved."""
    if event.object is attachment:  # and not the alert around it
        _refresh(event.oldParent)
        _refresh(event.newParent)


def _refresh(alert) -> None:
    if IAlert.providedBy(alert):
        refresh_text(alert)
