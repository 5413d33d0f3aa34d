"""Copies follow what they were made from: they are closed with it, and marked with it."""

from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.guard import group_of, principals_of
from cites.cug.access.policy import ARCHIVED_STATES, NAMING_STATES
from cites.cug.access.roles import Category, Role
from cites.cug.core.plone_internals.catalog import brain_object, inner_catalog
from cites.cug.core.trail.trail import SYSTEM
from cites.cug.library.items.actions import audience_changed, set_state, sharing_problem
from cites.cug.library.items.origins import (
    codes_of_origins,
    copies_of,
    is_bulletin,
    is_read_by,
    is_strict_enough,
    is_within,
    lacks_origin,
    OPENNESS,
    origins_of,
    PUBLISHED,
)
from cites.cug.library.items.readers import naming_problem
from cites.cug.library.lists.bitmaps import library_index, rid_at
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.versioningbehavior.behaviors import IVersionable
from Products.CMFCore.indexing import processQueue
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


CLOSED = "draft"
NOTE = _("library_copies_handling_code_raised_original_text")


def close_copies(item: Any, *, acting_user: str) -> None:
    """Make drafts of the copies that have readers whom the item does not have now.

    A bulletin stays as it is when one of its items is put into the archive.
    """
    is_archived = api.content.get_state(item) in ARCHIVED_STATES
    for copy in copies_of(item):
        state = api.content.get_state(copy)
        if (is_archived and is_bulletin(copy)) or _is_apart(copy, state, item):
            continue
        if not is_within(copy, state, chosen_readers(copy), item):
            _close(copy, item, acting_user)


def part_with_copies(item: Any, *, acting_user: str) -> None:
    """Make drafts of all copies of an item that is deleted.

    They keep its handling code, as last known.
    """
    for copy in copies_of(item):
        state = api.content.get_state(copy)
        if OPENNESS[state] and not _is_apart(copy, state, item):
            _note_code(copy, item)
            _close(copy, item, acting_user)


def mark_copies(item: Any, *, acting_user: str) -> None:
    """Give the copies whose handling code is less strict than the item's that one.

    Those whose readers it forbids are closed, and bulletins: their paper says the code
    that they had. A draft whose author does not read the item stays as it is until it is
    published, as it would tell of the item.
    """
    for copy in copies_of(item):
        is_open = OPENNESS[api.content.get_state(copy)] >= PUBLISHED
        if _is_apart(copy, api.content.get_state(copy), item):
            continue
        if codes_of_origins(copy).get(item.UID()) != item.handling:
            _note_code(copy, item)
        if is_strict_enough(copy, copy.handling):
            continue
        named = chosen_readers(copy)
        forbidden = sharing_problem(item.handling, api.content.get_state(copy))
        problem = naming_problem(group_of(copy), named, item.handling)
        if forbidden or problem or (is_open and is_bulletin(copy)):
            _close(copy, item, acting_user)
        copy.handling = item.handling
        # Not translated here: each reader has it in a language of their own.
        IVersionable(copy).changeNote = NOTE
        # Whoever changes the item need not be allowed to change its copies.
        with api.env.adopt_roles([Role.SECRETARIAT.value]):
            notify(ObjectModifiedEvent(copy))


def close_beyond_origins(copy: Any, *, acting_user: str) -> None:
    """Make a draft of a copy that came back to readers whom an origin does not have.

    An origin that has been deleted has none.
    """
    state, named = api.content.get_state(copy), chosen_readers(copy)
    if OPENNESS[state] >= PUBLISHED and lacks_origin(copy):
        _close(copy, None, acting_user)
        return
    for origin in origins_of(copy):
        if _is_apart(copy, state, origin):
            continue
        if not is_within(copy, state, named, origin):
            _close(copy, origin, acting_user)
            return


def review_copies(group: Any, user_id: str, *, acting_user: str) -> None:
    """Make drafts of the copies that name a member whom an origin does not have now.

    That can be a member who has become an IGO, and reads by name what IGOs do not.
    """
    entry = IWorkspace(group).members.get(user_id)
    if entry is None or entry["category"] != Category.IGO:
        return
    tool = api.portal.get_tool("portal_catalog")
    processQueue()
    index, catalog = library_index(tool), inner_catalog(tool)
    asked = {"group": group.UID(), "state": NAMING_STATES}
    for position in index.matching(principals_of(user_id, group), asked):
        item = brain_object(catalog[rid_at(position)])
        close_beyond_origins(item, acting_user=acting_user)


def _is_apart(copy: Any, state: str, item: Any) -> bool:
    """Whether what becomes of a copy would tell its author of a hidden item.

    That is an unpublished draft that was imported: publishing it looks at the item.
    """
    return OPENNESS[state] < PUBLISHED and not is_read_by(copy.Creator(), item)


def _note_code(copy: Any, item: Any) -> None:
    copy.origins = {**codes_of_origins(copy), item.UID(): item.handling}


def _close(copy: Any, item: Any | None, acting_user: str) -> None:
    old = api.content.get_state(copy)
    # The history, unlike the trail, is read by the author of the copy.
    is_read = item is not None and is_read_by(copy.Creator(), item)
    set_state(copy, CLOSED, action="close", actor=acting_user if is_read else SYSTEM)
    copy.reindexObject()
    copy.reindexObjectSecurity()
    audience_changed(
        copy,
        old,
        CLOSED,
        acting_user=acting_user,
        made_from=item and "/".join(item.getPhysicalPath()),
    )
