"""REST: the list of a library, one item, and who can read it."""

from cites.cug.access.guard import caller, group_of, principals
from cites.cug.codelists.taxon_lists import current_stamp
from cites.cug.library.actions import audience, LIBRARY_ID
from cites.cug.library.queries import list_items, list_state
from cites.cug.library.query_parameters import PARAMETERS, read_library_query
from cites.cug.library.read_marks import mark_read
from cites.cug.library.sightings.queries import numbers_of, STATE
from cites.cug.library.visits import FIRST_VISIT, new_among, READING
from cites.cug.plone_internals.transactions import content_state
from cites.cug.restapi.batching import Batch
from cites.cug.restapi.content import ContentGet
from cites.cug.restapi.services import RestService
from cites.cug.sql.session import Ask, ask_row, side_by_side
from datetime import datetime, UTC
from plone.locking.interfaces import ILockable
from typing import Any
from ZPublisher.BaseRequest import quote


#: What is told beside the rows: one statement takes half as long as two.
BESIDE_ROWS = side_by_side(READING, STATE)


class LibraryGet(RestService):
    """``GET {cug}/@library``: one page of the items that the caller may see."""

    parameters = PARAMETERS
    tagged = True

    def source(self, ask: Ask) -> list[Any] | None:
        if self.request.form.get("q"):
            # Words come a moment after the content: see the journal.
            return None
        form = {name: str(value) for name, value in self.request.form.items()}
        language = self.request.get("LANGUAGE")
        beside = self.beside_rows(ask)
        # Without a mark what is new follows from the time.
        now = "" if beside.since else f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"
        told = [language, now, *map(str, beside)]
        return [self.url, form, *told, *list_state(self.context)]

    def beside_rows(self, ask: Ask) -> Any:
        """The row of ``BESIDE_ROWS`` for the caller."""
        uids = {"item_uid": self.context[LIBRARY_ID].UID()}
        uids["group_uid"] = self.context.UID()
        return ask(BESIDE_ROWS, {"user_id": caller(), **uids})

    def reply(self) -> dict[str, Any]:
        search = read_library_query(self.request.form)
        page = list_items(self.context, search)
        since = self.beside_rows(ask_row).since or datetime.now(UTC) - FIRST_VISIT
        batch = Batch(self.url, self.request.form, search.start, search.size)
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": serialize_rows(self.context, page.rows, since),
            "facets": page.facets,
            **batch.links(page.total),
        }


def serialize_rows(
    group: Any,
    rows: list[tuple[str, str, dict[str, Any]]],
    since: datetime | None = None,
) -> list[dict[str, Any]]:
    """The rows of a list, as ``queries.list_items`` gave them, for the caller.

    ``since`` is for ``new_among``.
    """
    new = new_among(caller(), group, rows, since)
    sightings = numbers_of(uid for _path, uid, row in rows if row["type"] == "Alert")
    here, above = group.absolute_url(), len("/".join(group.getPhysicalPath()))
    return [
        {
            "@id": address,
            "@type": row["type"],
            "UID": uid,
            **{key: value for key, value in row.items() if key != "type"},
            "picture": f"{address}/{quote(name)}" if name else None,
            "unread": uid in new,
            "sightings": sightings.get(uid, 0),
        }
        for path, uid, row in rows
        for address, name in [(f"{here}{quote(path[above:])}", row.get("picture"))]
    ]


class LibraryItemGet(ContentGet):
    """``GET {item}``: as Plone answers it. The item then counts as read.

    Who has the answer already has opened the item, so that it counts as read already.
    """

    def source(self, ask: Ask) -> list[Any] | None:
        # Locks end by themselves, and what a query adds may follow from the records.
        lockable = ILockable(self.context, None)
        if self.request.form or (lockable is not None and lockable.locked()):
            return None
        return [
            self.context.absolute_url(),
            self.request.get("LANGUAGE"),
            sorted(principals(group_of(self.context))),
            content_state(self.context),
            current_stamp(),
        ]

    def reply(self) -> dict[str, Any]:
        answer = super().reply()
        mark_read(caller(), self.context.UID())
        return answer


class AudienceGet(RestService):
    """``GET {item}/@audience``, or of a folder: state, roles and number of readers."""

    def reply(self) -> dict[str, Any]:
        return audience(self.context, group_of(self.context))
