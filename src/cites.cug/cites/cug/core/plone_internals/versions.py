"""First versions, which are stored once there is a second one."""

from Acquisition import aq_base, aq_inner, aq_parent
from plone import api
from Products.CMFEditions.interfaces import IVersioned
from typing import Any
from ZODB.utils import z64
from zope.i18nmessageid import Message
from zope.interface import alsoProvides


UID = "cmf_uid"
#: The note of the first version, as Plone words it.
FIRST_NOTE = Message("initial_version_changeNote", "plone", "Initial version")


def has_versions(item: Any) -> bool:
    """Whether CMFEditions knows the item. A copy has a ``version_id`` and no versions."""
    return hasattr(aq_base(item), UID)


def is_first_version(item: Any) -> bool:
    """Whether the item is its own first version: nobody has changed it yet."""
    repository = api.portal.get_tool("portal_repository")
    return not has_versions(item) and repository.isVersionable(item)


def stored_copy(item: Any) -> Any | None:
    """The item as the database has it, whatever this transaction has changed.

    None if it is new.
    """
    base = aq_base(item)
    connection = base._p_jar
    if connection is None or base._p_serial == z64:
        return None
    # Not of the transaction's savepoints, which have what was changed.
    data, _serial = connection._normal_storage.load(base._p_oid)
    then = base.__class__.__new__(base.__class__)
    then.__setstate__(connection._reader.getState(data))
    return then.__of__(aq_parent(aq_inner(item)))


def keep_first(item: Any) -> None:
    """Store what the database has of the item as its first version, unless it has one."""
    then = None if has_versions(item) else stored_copy(item)
    if then is None:
        return
    history_id = api.portal.get_tool("portal_historyidhandler").register(item)
    vars(aq_base(then))[UID] = vars(aq_base(item))[UID]
    told = {
        "comment": FIRST_NOTE,
        "timestamp": int(then.created().timeTime()),
        "principal": then.Creator(),
        "originator": f"{history_id}.0.0",
    }
    archivist = api.portal.get_tool("portal_archivist")
    archivist.save(archivist.prepare(then, None, told), autoregister=True)
    item.version_id = item.location_id = 0
    alsoProvides(item, IVersioned)


def save_version(
    repository: Any, obj: Any, comment: Any = "", metadata: Any = ()
) -> None:
    """The repository's ``save``; what was stored before has a first one."""
    # Also what seems unchanged: a savepoint may have stored what was changed.
    keep_first(obj)
    repository._old_save(obj, comment, dict(metadata))
