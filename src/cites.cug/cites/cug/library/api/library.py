"""REST: the list of a library, one item, and who can read it."""

from cites.cug.access.guard import caller, group_of
from cites.cug.library.actions import audience
from cites.cug.library.queries import list_items, list_state
from cites.cug.library.query_parameters import PARAMETERS, read_library_query
from cites.cug.library.read_marks import mark_read
from cites.cug.library.sightings.queries import numbers_of, sightings_state
from cites.cug.library.visits import new_among, reading_state
from cites.cug.restapi.batching import Batch
from cites.cug.restapi.content import ContentGet
from cites.cug.restapi.services import RestService
from cites.cug.sql.session import Ask
from typing import Any
from ZPublisher.BaseRequest import quote


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
        read = reading_state(caller(), self.context, ask)
        seen = sightings_state(self.context, ask)
        return [self.url, form, language, *read, *seen, *list_state(self.context)]

    def reply(self) -> dict[str, Any]:
        search = read_library_query(self.request.form)
        page = list_items(self.context, search)
        batch = Batch(self.url, self.request.form, search.start, search.size)
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": serialize_rows(self.context, page.rows),
            "facets": page.facets,
            **batch.links(page.total),
        }


def serialize_rows(
    group: Any, rows: list[tuple[str, str, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The rows of a list, as ``queries.list_items`` gave them, for the caller."""
    new = new_among(caller(), group, rows)
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
    """``GET {item}``: as Plone answers it. The item then counts as read."""

    def reply(self) -> dict[str, Any]:
        answer = super().reply()
        mark_read(caller(), self.context.UID())
        return answer


class AudienceGet(RestService):
    """``GET {item}/@audience``, or of a folder: state, roles and number of readers."""

    def reply(self) -> dict[str, Any]:
        return audience(self.context, group_of(self.context))
