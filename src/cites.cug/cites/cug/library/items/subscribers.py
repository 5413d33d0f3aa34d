"""Subscribers to events of library content."""

from Acquisition import aq_base, aq_parent
from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers, readers_before
from cites.cug.access.guard import caller, group_of, may, require
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import transitions_of
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.fulltext.index import follow_code
from cites.cug.core.plone_internals.adding import resume_versions, suspend_versions
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.core.validation.errors import FORBIDDEN, invalid, Refusal
from cites.cug.interfaces import ILibraryFolder, ILibraryItem
from cites.cug.library.items.actions import (
    audience_changed,
    begin_anew,
    check_change,
    check_readers,
    check_sharing,
    CHOOSE,
    refresh_pictures,
    refresh_text,
)
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.attachments import files_in
from cites.cug.library.items.copies import (
    close_beyond_origins,
    close_copies,
    mark_copies,
    part_with_copies,
)
from cites.cug.library.items.file_texts import forget_text
from cites.cug.library.items.folder import is_library, LIBRARY_STAYS
from cites.cug.library.items.nesting import check_choosing, check_place
from cites.cug.library.items.origins import (
    direct_origin,
    is_given,
    remember_origins,
)
from cites.cug.library.items.page_store import drop_pages
from cites.cug.library.items.picture_hashes import remember_hash
from cites.cug.library.items.values import empty_values
from cites.cug.library.lists.filters import SCHEMAS
from cites.cug.library.tools.corrections.actions import forget_corrections
from cites.cug.library.tools.follows.changes import forget_item, note_change
from cites.cug.library.tools.group_shares.actions import forget_shares
from cites.cug.library.tools.relations.telling import forget_relations
from cites.cug.library.tools.sightings.actions import forget_sightings
from cites.cug.library.tools.translations.actions import ITranslationsChanged
from cites.cug.web.limits.use import Limit, use
from plone import api
from zope.container.interfaces import IContainerModifiedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent


NO_COPY = _("library_subscribers_folder_copied_copy_items_text")
STAYS_IN_GROUP = _("library_subscribers_items_stay_their_group_text")
STAYS_IN_ITEM = _("library_subscribers_picture_file_copied_moved_text")


def before_transition(item, event) -> None:
    """Refuse a transition to a state that the handling code forbids.

    What was reported may come back to where it was. Readers are chosen by name.
    """
    name = event.transition.id if event.transition is not None else None
    if name is None or transitions_of(item)[name].back:
        return
    check_sharing(item, event.new_state.id)
    if name == CHOOSE:
        if ILibraryFolder.providedBy(item):
            check_choosing(item)
        check_readers(item, event.kwargs.get("readers"))


def after_transition(item, event) -> None:
    """Record each transition, and date the first publication."""
    if event.transition is not None:
        audience_changed(
            item,
            event.old_state.id,
            event.new_state.id,
            acting_user=caller() or SYSTEM,
            reason=event.kwargs.get("comment", ""),
            readers=list(chosen_readers(item)),
            readers_before=readers_before(item),
        )
        if ILibraryItem.providedBy(item):
            note_change(item, event.new_state.id)
            close_beyond_origins(item, acting_user=caller() or SYSTEM)
            close_copies(item, acting_user=caller() or SYSTEM)


def _index_attachments(item) -> None:
    """Index who has added pictures and files: told where the author is told."""
    if IAlert.providedBy(item):
        for attachment in item.objectValues():
            attachment.reindexObject(idxs=["Creator"])


def item_modified(item, event) -> None:
    """Record it; refuse a handling code that forbids the item's readers.

    The code may also leave out some whom the item names.
    """
    if ILibraryItem.providedBy(item):
        named, state = chosen_readers(item), api.content.get_state(item)
        check_change(item, state, named)
        note_change(item, state)
        if named:
            item.reindexObjectSecurity()
        if not IContainerModifiedEvent.providedBy(event):
            _index_attachments(item)
            follow_code(item)
            if not ITranslationsChanged.providedBy(event):  # on record by who did it
                record("library.edit", target=item, acting_user=caller() or SYSTEM)
                mark_copies(item, acting_user=caller() or SYSTEM)


def item_created(item, event) -> None:
    """An item that does not say its language is in that of its author's pages.

    What it says nothing of is stored as well: the catalog asks for each field several
    times, and Dexterity looks for what is not stored in all schemas, each time.
    """
    is_copy = IObjectCopiedEvent.providedBy(event)
    if not is_copy and "language" not in vars(aq_base(item)):
        item.language = reader_language()
    stored = vars(aq_base(item))
    for schema in SCHEMAS:
        if schema.providedBy(item):
            for name, value in empty_values(schema).items():
                if name not in stored:
                    setattr(item, name, value)


def folder_changed(folder, event) -> None:
    """Date and record that a folder is edited, not that something is added to it."""
    if not IContainerModifiedEvent.providedBy(event):
        folder.setModificationDate()
        record("library.folder_edit", target=folder, acting_user=caller() or SYSTEM)


def content_copied(content, event) -> None:
    """Make a copy a new draft of whoever may edit the original."""
    if ILibraryFolder.providedBy(content):
        raise invalid("source", NO_COPY)
    if not is_given():
        require(Permission.EDIT, event.original)
    begin_anew(content, acting_user=caller() or SYSTEM)
    remember_origins(content, [event.original])
    # Plone would store a first version now, to which nothing leads later on.
    suspend_versions(content)
    _files_copied(content, event)


def copy_added(item, event) -> None:
    """A copy is its own first version, until somebody changes it."""
    resume_versions(item)


def _files_copied(content, event) -> None:
    """Count the files as if they had been uploaded."""
    files = 0 if is_given() else len(list(files_in(content)))
    if files:
        use(group_of(event.original), caller() or SYSTEM, {Limit.UPLOADS: files})


def content_moved(content, event) -> None:
    """Record what is added, copied or moved; nothing comes from another group."""
    old, new = event.oldParent, event.newParent
    if event.object is not content:
        return
    if old is None and new is not None:
        _added(content)
    elif None not in (old, new) and aq_base(old) is not aq_base(new):
        _check_group(old, new)
        came_from = "/".join((*old.getPhysicalPath(), event.oldName))
        who = caller() or SYSTEM
        if ILibraryFolder.providedBy(content):
            check_place(content)
        record(
            "library.move", target=content, acting_user=who, detail={"from": came_from}
        )


def _added(content) -> None:
    who, origin = caller() or SYSTEM, direct_origin(content)
    # An item that was imported while it is hidden is on no trail that its maker reads.
    if origin is None or not (is_given() or may(Permission.VIEW, origin)):
        record("library.add", target=content, acting_user=who)
        return
    if not is_given():
        _check_group(origin, content)
    detail = {"from": "/".join(origin.getPhysicalPath())}
    record("library.copy", target=content, acting_user=who, detail=detail)


def _check_group(old, new) -> None:
    if aq_base(group_of(old)) is not aq_base(group_of(new)):
        raise invalid("source", STAYS_IN_GROUP)


def library_leaves(folder, event) -> None:
    """Refuse to remove, move or rename the library of a group, unless with its group."""
    if event.object is folder and event.oldParent is not None and is_library(folder):
        raise Refusal(LIBRARY_STAYS, FORBIDDEN)


def content_removed(content, event) -> None:
    """Record that an item or a folder was deleted."""
    if event.object is content:  # and not the folder or group around it
        record("library.delete", target=content, acting_user=caller() or SYSTEM)


def item_removed(item, event) -> None:
    """Forget who was told of an item, also if what contains it was deleted.

    Its copies are closed.
    """
    forget_item(item.UID())
    forget_shares(item.UID())
    part_with_copies(item, acting_user=caller() or SYSTEM)


def file_removed(holder, event) -> None:
    """Forget text and pages of a file, also if what contains it was deleted."""
    forget_text(holder.UID())
    drop_pages(holder.UID())


def alert_removed(alert, event) -> None:
    """Forget what readers have added to an alert, also with what contains it."""
    forget_sightings(alert.UID())
    forget_relations(alert.UID())
    forget_corrections(alert.UID())


def attachment_copied(attachment, event) -> None:
    """A copy in an alert is of whoever made that; none is made by itself."""
    if event.object is attachment:
        raise invalid("source", STAYS_IN_ITEM)
    attachment.creators = (caller() or SYSTEM,)


def attachment_carried(attachment, event) -> None:
    """Refuse to move a picture or file by itself: others read it there."""
    old, new = event.oldParent, event.newParent
    if event.object is not attachment or None in (old, new):
        return
    if aq_base(old) is not aq_base(new):
        raise invalid("source", STAYS_IN_ITEM)


def attachment_added(attachment, event) -> None:
    """Record that a picture or file was put into an alert, however it was."""
    if event.object is attachment and IAlert.providedBy(event.newParent):
        record("library.attach", target=attachment, acting_user=caller() or SYSTEM)


def attachment_edited(attachment, event) -> None:
    """Record that a picture or file of an alert was changed."""
    if IAlert.providedBy(aq_parent(attachment)):
        record("library.edit", target=attachment, acting_user=caller() or SYSTEM)


def attachment_removed(attachment, event) -> None:
    """Record that a picture or file was taken out of an alert."""
    if event.object is attachment and IAlert.providedBy(event.oldParent):
        record("library.detach", target=attachment, acting_user=caller() or SYSTEM)


def attachment_changed(attachment, event) -> None:
    """Index the alert again when a picture or file in it was changed."""
    _refresh(aq_parent(attachment))


def attachment_moved(attachment, event) -> None:
    """Index the alert again when a picture or file was added, removed or moved."""
    if event.object is attachment:  # and not the alert around it
        _refresh(event.oldParent)
        _refresh(event.newParent)


def _refresh(alert) -> None:
    if IAlert.providedBy(alert):
        refresh_text(alert)


def picture_changed(picture, event) -> None:
    """Remember what the picture looks like, and by that find its alert."""
    alert = aq_parent(picture)
    if IAlert.providedBy(alert) and remember_hash(picture):
        refresh_pictures(alert)


def picture_moved(picture, event) -> None:
    """The same when a picture was added, removed or moved."""
    if event.object is not picture:  # but the alert around it
        return
    if event.newParent is not None:
        picture_changed(picture, event)
    if IAlert.providedBy(event.oldParent):
        refresh_pictures(event.oldParent)
