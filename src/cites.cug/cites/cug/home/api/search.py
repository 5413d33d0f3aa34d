"""REST: search over everything that the caller may see of a group."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.home.query_parameters import read_text
from cites.cug.home.search import Results, search_group
from cites.cug.library.lists.row_serializer import serialize_rows, serialize_words
from cites.cug.membership.institutions.resource import institution_json
from cites.cug.membership.managers import member_manager
from cites.cug.membership.serializer import serialize_member
from cites.cug.messaging.serializers import MessageJson
from cites.cug.permits.serializers import row_json
from cites.cug.web.layout.times import reader_today
from cites.cug.web.restapi.services import RestService
from cites.cug.workspaces.row_serializer import serialize_topics
from collections.abc import Iterator
from plone import api
from typing import Any


class SearchAllGet(RestService):
    """``GET {cug}/@search-all?q=``: the first results of each kind, as its list has them.

    Answers the kinds that the caller may search: ``messages``, ``library``, ``topics``,
    ``permits``, ``members``, ``directory``, each ``{"@id", "items_total", "items"}``.
    ``@id`` is the service that lists that kind. ``items_total`` of messages is null where
    there are more than are shown: to count them, all would have to be opened.
    """

    tagged = True
    parameters = ("q",)

    def reply(self) -> dict[str, Any]:
        text = read_text(self.request.form)
        found = dict(
            self.kinds(search_group(self.context, text, acting_user=self.user_id))
        )
        return {"@id": self.url, "q": text, **found}

    def kinds(self, results: Results) -> Iterator[tuple[str, dict[str, Any]]]:
        url = self.context.absolute_url()
        if results.messages is not None:
            page = results.messages
            json = MessageJson(
                self.context, self.user_id, self.request, reader_language()
            )
            items = [json.line(line) for line in page.lines]
            yield "messages", _kind(json.url, page.total, items)
        if results.library is not None:
            library = results.library
            items = serialize_rows(self.context, library.rows)
            answer = _kind(f"{url}/@library", library.total, items)
            yield "library", answer | serialize_words(library)
        if results.topics is not None:
            items = serialize_topics(self.context, results.topics.lines)
            yield "topics", _kind(f"{url}/@topics", results.topics.total, items)
        if results.permits is not None:
            permits, today = f"{api.portal.get().absolute_url()}/@permits", reader_today()
            items = [row_json(row, permits, today) for row in results.permits.rows]
            yield "permits", _kind(f"{permits}/search", results.permits.total, items)
        if results.members is not None:
            members = f"{url}/@members"
            items = [serialize_member(line, members) for line in results.members.lines]
            yield "members", _kind(members, results.members.total, items)
        if results.institutions is not None:
            url, manager = f"{url}/@directory", member_manager(self.context)
            found = results.institutions
            items = [institution_json(one, url, manager) for one in found.lines]
            yield "directory", _kind(url, found.total, items)


def _kind(url: str, total: int | None, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"@id": url, "items_total": total, "items": items}
