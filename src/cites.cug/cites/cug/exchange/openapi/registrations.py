"""Our services as they are registered: each verb at each address, with its permission."""

import re
from cites.cug.interfaces import ICugLayer
from cites.cug.web.restapi.services import Nothing, RestService
from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple
from zope.component import getSiteManager
from zope.interface.declarations import Implements


#: How plone.rest names a service: verb, type of its answer, name.
SERVICE = "_application_json_"
#: Where the things lie that services are for, by the names of their interfaces. What is
#: not there is some content of a group.
PLACES = {
    "IPloneSiteRoot": "",
    "IClosedUserGroup": "/{group}",
    "ILibraryFolder": "/{group}/library",
    "IInsideGroup": "/{group}/library",
    "ILibraryContent": "/{group}/library/{item}",
    "ILibraryItem": "/{group}/library/{item}",
    "IAlert": "/{group}/library/{item}",
    "IContentish": "/{group}/library/{item}",
    "IFile": "/{group}/library/{item}/{file}",
    "IImage": "/{group}/library/{item}/{file}",
    "IWorkspaces": "/{group}/workspaces",
    "ITeamWorkspace": "/{group}/workspaces/{workspace}",
    "ITopic": "/{group}/workspaces/{workspace}/{topic}",
}
ELSEWHERE = "/{group}/{content}"
OPEN_PART = re.compile(r"\{(\w+)\}")


class Operation(NamedTuple):
    """A verb at an address of ours."""

    verb: str
    path: str
    #: Name of the service, as ``@members/{id}``; empty for content itself.
    name: str
    #: Interface of the things that it is for.
    context: Any
    factory: type[RestService]

    @property
    def permission(self) -> str | None:
        """Title of the permission that it takes; None where everybody may ask."""
        roles = getattr(self.factory, "__roles__", None)
        return getattr(roles, "__name__", None)

    @property
    def open_parts(self) -> list[str]:
        """The parts of the address that a client fills in."""
        return OPEN_PART.findall(self.path)


def list_operations() -> list[Operation]:
    """All services of ours that answer something, by address."""
    found: dict[tuple[str, str, Any], Operation] = {}
    for one in _registrations():
        verb, mark, name = one.name.partition(SERVICE)
        context, factory = one.required[0], one.factory
        if not mark or not _answers(factory) or isinstance(context, Implements):
            continue
        place = PLACES.get(context.__name__, ELSEWHERE)
        path = f"{place}/{name}".rstrip("/") or "/"
        operation = Operation(verb, path, name, context, factory)
        found.setdefault((verb, path, context), operation)
    return sorted(found.values(), key=attrgetter("path", "verb", "context.__name__"))


def _answers(factory: Any) -> bool:
    is_service = isinstance(factory, type) and issubclass(factory, RestService)
    return is_service and not issubclass(factory, Nothing)


def _registrations() -> Iterator[Any]:
    """All adapters for requests to our layer."""
    waiting, seen = [getSiteManager()], set()
    while waiting:
        registry = waiting.pop()
        if id(registry) in seen:
            continue
        seen.add(id(registry))
        waiting += registry.__bases__
        for one in registry.registeredAdapters():
            if len(one.required) == 2 and one.required[1].isOrExtends(ICugLayer):
                yield one
