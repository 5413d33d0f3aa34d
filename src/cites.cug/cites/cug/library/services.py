"""REST: the library's list, an item, and who can read it."""

from cites.cug.access.guard import caller
from cites.cug.access.guard import group_of
from cites.cug.access.queries import missing_version
from cites.cug.answers import JsonService
from cites.cug.library.actions import audience
from cites.cug.library.listing import find
from cites.cug.library.reading import mark_read
from cites.cug.library.reading import read_among
from cites.cug.library.search import BadQuery
from cites.cug.library.search import LibrarySearch
from cites.cug.library.search import parse
from plone.restapi.services.content.get import ContentGet
from typing import Any
from urllib.parse import urlencode
from zExceptions import BadRequest
from zope.i18n import translate


class LibraryGet(JsonService):
    """``GET {cug}/@library``"""

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        try:
            search = parse(form)
        except BadQuery as error:
            text = translate(error.message, context=self.request)
            raise BadRequest(f"{error.name}: {text}") from error
        page = find(self.context, search)
        return {
            "@id": self.address(form),
            "items_total": page.total,
            "items": self.items(page.rows),
            "facets": page.facets,
            **self.batching(form, search, page.total),
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

    def address(self, form, **changes) -> str:
        query = urlencode({**form, **changes})
        url = f"{self.context.absolute_url()}/@library"
        return f"{url}?{query}" if query else url

    def batching(self, form, search: LibrarySearch, total: int) -> dict[str, Any]:
        if total <= search.size and not search.start:
            return {}
        last = max(total - 1, 0) // search.size * search.size
        starts = {"first": 0, "last": last}
        if search.start > 0:
            starts["prev"] = max(search.start - search.size, 0)
        if search.start + search.size < total:
            starts["next"] = search.start + search.size
        links = {
            name: self.address(form, b_start=start) for name, start in starts.items()
        }
        return {"batching": {"@id": self.address(form), **links}}


class LibraryItemGet(JsonService, ContentGet):
    """``GET {item}``: Plone's answer; opening an item marks it as read."""

    def reply(self) -> dict[str, Any]:
        with missing_version(self.request.form.get("version")):
            answer = super().reply()
        mark_read(caller(), self.context.UID())
        return answer


class AudienceGet(JsonService):
    """``GET {item}/@audience``"""

    def reply(self) -> dict[str, Any]:
        return audience(self.context, group_of(self.context))
