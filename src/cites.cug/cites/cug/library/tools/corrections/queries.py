"""Proposed corrections of an alert, and what waits for a member to decide."""

from cites.cug.access.author import author_of
from cites.cug.access.guard import may, principals
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.core.plone_internals.catalog import inner_catalog, rid_of_uid
from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import session
from cites.cug.library.lists.bitmaps import library_index, position_of
from cites.cug.library.tools.corrections.models import Correction, State
from datetime import datetime
from plone import api
from Products.CMFCore.indexing import processQueue
from sqlalchemy import bindparam, func, select
from typing import Any, NamedTuple


TABLE = Correction.__table__
#: States of what has to be decided on yet: by author or Secretariat, and by the latter.
UNDECIDED = (State.OPEN, State.AGREED)


class CorrectionLine(NamedTuple):
    """A proposal as it is read."""

    id: str
    group_uid: str
    item_uid: str
    author_id: str
    user_id: str
    field: str
    before: str
    value: str
    note: str
    state: str
    decided_by: str | None
    answer: str
    time: datetime
    changed: datetime
    proof: bytes | None

    @property
    def is_open(self) -> bool:
        return self.state in UNDECIDED


COLUMNS = tuple(TABLE.c[name] for name in CorrectionLine._fields)
OF_ITEM = (
    select(*COLUMNS)
    .where(TABLE.c.item_uid == bindparam("item_uid"))
    .order_by(TABLE.c.time.desc(), TABLE.c.id)
)


#: Built once, as the start page asks: those for the Secretariat, and for an author.
OF_GROUP = (
    select(*COLUMNS)
    .where(TABLE.c.group_uid == bindparam("group_uid"))
    .where(TABLE.c.state.in_([state.value for state in UNDECIDED]))
    .order_by(TABLE.c.time, TABLE.c.id)
)
OF_AUTHOR = OF_GROUP.where(
    TABLE.c.state == State.OPEN.value,
    TABLE.c.author_id == bindparam("user_id"),
    TABLE.c.user_id != bindparam("user_id"),
)


def decides(alert: Any, user_id: str | None) -> bool:
    """Whether the caller, ``user_id``, is told of all proposals: author, Secretariat."""
    return user_id == author_of(alert) or may(Permission.PUBLISH, alert)


def corrections_of(alert: Any, user_id: str | None) -> list[CorrectionLine]:
    """The proposals that the caller, ``user_id``, may know of, the latest first."""
    rows = session().connection().execute(OF_ITEM, {"item_uid": alert.UID()})
    found = [CorrectionLine(*row) for row in trusted(Correction, rows)]
    if not found or decides(alert, user_id):
        return found
    return [one for one in found if one.user_id == user_id]


def corrections_at(item_uid: str) -> int:
    """How many proposals there are, for whomever they are."""
    query = select(func.count()).where(TABLE.c.item_uid == item_uid)
    return session().connection().execute(query).scalar_one()


def find_correction(
    alert: Any, correction_id: str, user_id: str | None
) -> CorrectionLine | None:
    """One of these; None if there is no such one."""
    found = corrections_of(alert, user_id)
    return next((one for one in found if one.id == correction_id), None)


class Waiting(NamedTuple):
    """A proposal that the caller can decide on now, and where its alert is."""

    line: CorrectionLine
    path: str
    title: str


def waiting_for(group: Any, user_id: str | None) -> list[Waiting]:
    """The open proposals that the caller, ``user_id``, can decide on, the oldest first.

    Those for alerts of one's own by others, and for the Secretariat all.
    """
    query, asked = OF_GROUP, {"group_uid": group.UID()}
    if not may(Permission.PUBLISH, group):
        query, asked["user_id"] = OF_AUTHOR, user_id or ""
    rows = session().connection().execute(query, asked)
    lines = [CorrectionLine(*row) for row in trusted(Correction, rows)]
    if not lines:
        return []
    processQueue()
    tool = api.portal.get_tool("portal_catalog")
    asked = {"group": group.UID(), "state": PUBLISHED_STATES}
    readable = library_index(tool).matching(principals(group), asked)
    found = []
    for line in lines:
        rid = rid_of_uid(tool, line.item_uid)
        if rid is not None and position_of(rid) in readable:
            brain = inner_catalog(tool)[rid]
            title = brain.library_row["title"]
            found.append(Waiting(line, brain.getPath(), title))
    return found
