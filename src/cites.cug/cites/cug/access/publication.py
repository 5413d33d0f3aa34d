"""What a request is about: the object it publishes, and the content on the way to it.

The objects that traversal met decide, and never the names in the address, which a sender
can choose at will.
"""

from Acquisition import aq_base
from cites.cug.access.guard import group_of, may
from cites.cug.access.policy import Permission
from cites.cug.core.plone_internals.publishing import service_verb
from plone.resource.interfaces import IResourceDirectory
from plone.rest.interfaces import IService
from Products.CMFCore.interfaces import IContentish, ISiteRoot
from Products.PluginIndexes.interfaces import IPluggableIndex
from Products.ZCatalog.interfaces import IZCatalog
from typing import Any
from zope.browserresource.interfaces import IResource
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.publisher.interfaces.browser import IBrowserView


#: Services that change or lock what they are called on.
CHANGES = frozenset(
    {
        "DELETE_application_json_",
        "PATCH_application_json_",
        "DELETE_application_json_@lock",
        "PATCH_application_json_@lock",
        "POST_application_json_@lock",
    }
)


def _content(step: Any) -> Any | None:
    """The content that a step of traversal is, or that a view or REST service wraps."""
    if _is_content(step):
        return step
    wrapped = getattr(aq_base(step), "context", None)
    return wrapped if _is_content(wrapped) else None


def _is_content(obj: Any) -> bool:
    kind = type(aq_base(obj))
    # Its class tells sooner: content would be asked for the schema of its type.
    if IContentish.implementedBy(kind) or ISiteRoot.implementedBy(kind):
        return True
    return IContentish.providedBy(obj) or ISiteRoot.providedBy(obj)


def content_on_the_way(request) -> list[Any]:
    """Content that traversal met, the deepest first and the site last."""
    steps = (request.get("PUBLISHED"), *request.get("PARENTS", ()))
    found = [obj for obj in map(_content, steps) if obj is not None]
    return found or [getSite()]


def published_group() -> Any | None:
    """The group that the current request is about; None outside all groups."""
    request = getRequest()
    return None if request is None else group_of(content_on_the_way(request)[0])


def may_know(request) -> bool:
    """Whether the caller may know of the place that the request is about.

    Each content object on the way must contain the next: an address that acquires content
    from further up would tell whether its other parts exist.
    """
    deepest, *others = content_on_the_way(request)
    path = deepest.getPhysicalPath()
    homes = (obj.getPhysicalPath() for obj in others)
    straight = all(path[: len(home)] == home for home in homes)
    return straight and may(Permission.VIEW, deepest)


def published_view(request) -> Any | None:
    """The published page or service; None if a method or an object of Zope's is.

    A service is published by its verb alone. By its registered name, such as
    ``@@DELETE_application_json_@tokens``, a link on another site could call it with GET.
    """
    published = request.get("PUBLISHED")
    view = getattr(aq_base(published), "__self__", published)
    if IService.providedBy(view):
        verb, name = service_verb(request), getattr(aq_base(view), "__name__", "")
        return view if verb and name.startswith(verb) else None
    return view if IBrowserView.providedBy(view) else None


def is_change_of_site(view) -> bool:
    """Whether a service changes, deletes or locks the portal, which no member does."""
    at_site = ISiteRoot.providedBy(getattr(view, "context", None))
    name = getattr(aq_base(view), "__name__", "")
    return at_site and IService.providedBy(view) and name in CHANGES


def is_catalog(request) -> bool:
    """Whether the request is for a catalog, or for something of it.

    A catalog's screens and methods, and those of its indexes, tell values that nobody may
    query.
    """
    return any(map(_is_catalog, (request.get("PUBLISHED"), *request.get("PARENTS", ()))))


def _is_catalog(step: Any) -> bool:
    return IZCatalog.providedBy(step) or IPluggableIndex.providedBy(step)


def is_static_file(request) -> bool:
    """Whether the request asks the site itself for a file of the software."""
    steps = [*reversed(request["PARENTS"]), request["PUBLISHED"]]
    sites = [number for number, step in enumerate(steps) if ISiteRoot.providedBy(step)]
    first_below = steps[sites[-1] + 1 :][:1]
    at_site = all(map(ISiteRoot.providedBy, content_on_the_way(request)))
    return at_site and any(map(_is_static, first_below))


def _is_static(step: Any) -> bool:
    return IResource.providedBy(step) or IResourceDirectory.providedBy(step)
