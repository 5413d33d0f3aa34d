"""REST: what is new, due and to be decided."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.home.start import groups_of_caller, Home, home_of
from cites.cug.library.lists.row_serializer import serialize_rows
from cites.cug.messaging.assistance.serializers import RequestJson
from cites.cug.messaging.serializers import MessageJson
from cites.cug.web.restapi.services import RestService
from cites.cug.workspaces.row_serializer import serialize_topics
from collections.abc import Iterator
from typing import Any


#: Parts that are lists; ``tasks`` are for those alone who decide something.
PARTS = ("unread", "due", "alerts", "topics", "requests", "follows")


class HomeGet(RestService):
    """``GET {cug}/@home``: the first of each part, and how many there are."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return {"@id": self.url, **home_in_json(self.context, self.user_id, self.request)}


class PortalHomeGet(RestService):
    """``GET /portal/@home``: the same of all groups together; ``group`` says of which."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "@id": self.url,
            **{name: {"items_total": 0, "items": []} for name in PARTS},
        }
        for brain in groups_of_caller():
            group = {"@id": brain.getURL(), "title": brain.Title}
            found = home_in_json(brain.getObject(), self.user_id, self.request)
            for name in PARTS:
                answer[name]["items_total"] += found[name]["items_total"]
                answer[name]["items"] += [
                    {**item, "group": group} for item in found[name]["items"]
                ]
            if "tasks" in found:
                tasks = [{**task, "group": group} for task in found["tasks"]]
                answer.setdefault("tasks", []).extend(tasks)
        return answer


def home_in_json(group: Any, user_id: str | None, request: Any) -> dict[str, Any]:
    """All parts for the caller, ``user_id``; those that one does not use are empty."""
    home = home_of(group, user_id or "")
    lines = dict(_parts(group, home, user_id or "", request))
    empty: dict[str, Any] = {"items_total": 0, "items": []}
    answer = {name: lines.get(name, empty) for name in PARTS}
    if home.tasks is not None:
        url = group.absolute_url()
        tasks: list[dict[str, Any]] = [
            {
                "@id": f"{url}/{task.path}" if task.path else url,
                "task": task.name,
                "items_total": task.total,
            }
            for task in home.tasks
        ]
        return {**answer, "tasks": tasks}
    return answer


def _parts(
    group: Any, home: Home, user_id: str, request: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    messages = MessageJson(group, user_id, request, reader_language())
    requests = RequestJson(group, user_id, messages)
    written = (
        ("unread", home.unread, lambda lines: [messages.line(one) for one in lines]),
        ("due", home.due, lambda lines: [messages.line(one) for one in lines]),
        ("requests", home.requests, lambda lines: [requests.line(one) for one in lines]),
        ("alerts", home.alerts, lambda rows: serialize_rows(group, rows)),
        ("follows", home.follows, lambda rows: serialize_rows(group, rows)),
        ("topics", home.topics, lambda lines: serialize_topics(group, lines)),
    )
    for name, part, write in written:
        if part is not None:
            yield name, {"items_total": part.total, "items": write(part.lines)}
