"""REST: the list of a library, one item, and who can read it."""

from cites.cug.access.guard import caller
from cites.cug.access.guard import group_of
from cites.cug.json_service import Batch
from cites.cug.json_service import JsonService
from cites.cug.library.actions import audience
from cites.cug.library.queries import list_items
from cites.cug.library.query_parameters import read_library_query
from cites.cug.library.read_marks import mark_read
from cites.cug.library.read_marks import read_among
from cites.cug.validation.query_parameters import BadQuery
from plone.restapi.services.content.get import ContentGet
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate


class LibraryGet(JsonService):
    """``GET {cug}/@library``: one page of the items that the caller may see."""

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        try:
            search = read_library_query(form)
        except BadQuery as error:
            text = translate(error.message, context=self.request)
            raise BadRequest(f"{error.name}: {text}") from error
        page = list_items(self.context, search)
        url = f"{self.context.absolute_url()}/@library"
        batch = Batch(url, form, search.start, search.size)
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": self.items(page.rows),
            "facets": page.facets,
            **batch.links(page.total),
        }

    def items(self, rows) -> list[dict[str, Any]]:
        user = caller()
        read = read_among(user, [uid for _path, uid, _row in rows])
        url = self.request.physicalPathToURL
        return [
            {
                "@id": url(path),
                "@type": row["type"],
                "UID": uid,
                **{key: value for key, value in row.items() if key != "type"},
                "unread": uid not in read and row["author"] != user,
            }
            for path, uid, row in rows
        ]


class LibraryItemGet(JsonService, ContentGet):
    """``GET {item}``: as Plone answers it. The item then counts as read."""

    def reply(self) -> dict[str, Any]:
        answer = super().reply()
        mark_read(caller(), self.context.UID())
        return answer


class AudienceGet(JsonService):
    """``GET {item}/@audience``: state, roles and number of possible readers."""

    def reply(self) -> dict[str, Any]:
        return audience(self.context, group_of(self.context))
