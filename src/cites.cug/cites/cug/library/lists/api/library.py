"""REST: the list of a library, one item, and who can read it."""

from cites.cug.access.guard import caller, group_of, principals
from cites.cug.access.transitions import available, OutOfTurn
from cites.cug.core.codelists.taxon_lists import CURRENT, current_stamp, know_current
from cites.cug.core.plone_internals.transactions import content_state
from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.session import Ask, ask_row, side_by_side
from cites.cug.core.validation.errors import invalid, REQUIRED
from cites.cug.core.validation.query_parameters import word
from cites.cug.library.items.actions import audience, LIBRARY_ID
from cites.cug.library.items.read_marks import mark_read
from cites.cug.library.items.visits import FIRST_VISIT, READING
from cites.cug.library.items.widening import look_ahead
from cites.cug.library.lists.queries import list_items, list_state
from cites.cug.library.lists.query_parameters import (
    PARAMETERS,
    read_library_query,
)
from cites.cug.library.lists.row_serializer import serialize_rows, serialize_words
from cites.cug.library.tools.sightings.queries import STATE
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.content import ContentGet
from cites.cug.web.restapi.services import RestService
from cites.cug.web.restapi.workflow import impossible
from datetime import datetime, UTC
from plone.locking.interfaces import ILockable
from typing import Any


#: What is told beside the rows, and the list of taxa: one statement takes a third as
#: long as three.
BESIDE_ROWS = Prepared(side_by_side(READING, STATE, CURRENT))


class LibraryGet(RestService):
    """``GET {cug}/@library``: one page of the items that the caller may see."""

    parameters = PARAMETERS
    tagged = True

    def cache_source(self, ask: Ask) -> list[Any] | None:
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
        row = ask(BESIDE_ROWS, {"user_id": caller(), **uids})
        know_current(row.taxa)
        return row

    def reply(self) -> dict[str, Any]:
        search = read_library_query(self.request.form)
        page = list_items(self.context, search, some_words=True)
        beside = self.beside_rows(ask_row)
        since = beside.since or datetime.now(UTC) - FIRST_VISIT
        batch = Batch(self.url, self.request.form, search.start, search.size)
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": serialize_rows(
                self.context, page.rows, since, has_sightings=beside.sightings > 0
            ),
            "facets": page.facets,
            **serialize_words(page),
            **batch.links(page.total),
        }


class LibraryItemGet(ContentGet):
    """``GET {item}``: as Plone answers it. The item then counts as read.

    Who has the answer already has opened the item, so that it counts as read already.
    """

    def cache_source(self, ask: Ask) -> list[Any] | None:
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
    """``GET {item}/@audience``, or of a folder: state, roles and number of readers.

    With ``transition``: those after it, who gains and who loses it, and what depends on
    it; for the Secretariat.
    """

    parameters = ("transition", "readers")

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        if "transition" not in form:
            if "readers" in form:
                raise invalid("transition", REQUIRED)
            return audience(self.context, group_of(self.context))
        named = form.get("readers")
        given = [named] if isinstance(named, str) else named
        try:
            return look_ahead(self.context, word(form, "transition"), given)
        except OutOfTurn:
            raise impossible(available(self.context)) from None
