"""Every address of an installed site that somebody might try, made from what it holds."""

import re
from Acquisition import aq_base
from cites.cug.interfaces import ICugLayer
from collections.abc import Iterable, Iterator
from inspect import getdoc
from Products.CMFCore.DirectoryView import DirectoryViewSurrogate
from typing import Any
from zope.component import getGlobalSiteManager
from zope.publisher.interfaces import IRequest
from zope.traversing.interfaces import ITraversable


#: How plone.rest names a service: verb, type of its answer, name. One that answers files
#: too is a service of each of their types.
SERVICE = re.compile(r"([A-Z]+)_(?:application_json|[a-z]+_[^@]+)_(?=@|$)(.*)")
GUESSES = (
    "nothing",
    "nothing/nothing",
    "index_html",
    "index.php",
    ".git/config",
    ".env",
    "robots.txt",
    "sitemap.xml",
    "favicon.ico",
    "apple-touch-icon.png",
    "wp-login.php",
    "@nothing",
    "@@nothing",
    "++nothing++x",
    "cheetahs2",
    "Cheetahs",
    "resolveuid/0123456789abcdef0123456789abcdef",
)
ZOPE = (
    "",
    "nothing",
    "manage",
    "manage_main",
    "@@manage_main",
    "Control_Panel",
    "Control_Panel/Database",
    "acl_users/manage_users",
    "standard_error_message",
    "getPhysicalRoot",
    "objectIds",
    "title",
    "++etc++site",
    "++etc++process",
    "++skin++x",
    "++api++",
    "++api++/@search",
    "@site",
    "misc_",
    "p_/davlocked",
    "Products",
    "plone-overview",
    "@@plone-addsite",
    "@@plone-upgrade",
    "@distributions",
    "@@login",
    "VirtualHostBase/http/localhost:80/plone/VirtualHostRoot",
    "VirtualHostBase/http/localhost:80/VirtualHostRoot/plone/cheetahs",
    "VirtualHostBase/http/localhost:80/plone/VirtualHostRoot/_vh_x/cheetahs",
)


def registries() -> Iterator[Any]:
    """The global registry and, in tests, those that it is stacked upon."""
    waiting = [getGlobalSiteManager()]
    while waiting:
        registry = waiting.pop()
        waiting += registry.__bases__
        yield registry


def registrations() -> Iterator[Any]:
    """All that is registered by name for a request."""
    adapters = (one for all_of in registries() for one in all_of.registeredAdapters())
    for adapter in adapters:
        required = adapter.required
        for_request = len(required) == 2 and required[1].isOrExtends(IRequest)
        if for_request and adapter.name and isinstance(adapter.name, str):
            yield adapter


def is_ours(adapter: Any) -> bool:
    """Whether the package itself registers it, be it with a class of others."""
    return adapter.required[1].isOrExtends(ICugLayer)


def verb_and_name(adapter: Any) -> tuple[str, str]:
    """Of a service, with its verb; of a page, which has none."""
    service = SERVICE.fullmatch(adapter.name)
    return (service[1], service[2]) if service else ("", adapter.name)


def namespaces() -> set[str]:
    return {one.name for one in registrations() if one.provided is ITraversable}


def services() -> set[tuple[str, str]]:
    """Verb and name of all that plone.rest answers."""
    return {found for one in registrations() if (found := verb_and_name(one))[0]}


def pages() -> set[str]:
    """Names of browser views and of what traversal takes for them."""
    return {
        one.name for one in registrations() if not verb_and_name(one)[0]
    } - namespaces()


def skins(portal) -> set[str]:
    found = set()
    for layer in portal.portal_skins.objectValues():
        found.update(layer.objectIds())
        for folder in layer.objectValues():
            if isinstance(folder, DirectoryViewSurrogate):
                found.update(folder.objectIds())
    return found


def methods(obj) -> set[str]:
    """What Zope publishes of an object: it has a docstring and no underscore."""
    names = (name for name in dir(type(aq_base(obj))) if not name.startswith("_"))
    return {name for name in names if getdoc(getattr(type(aq_base(obj)), name, None))}


def below(place: str, names: Iterable[str]) -> Iterator[str]:
    yield from (
        f"{place}/{name}".rstrip("/") for name in sorted(names) if " " not in name
    )
