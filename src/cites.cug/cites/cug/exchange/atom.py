"""The changes of a library as an Atom feed that says nothing of what is in it.

An entry has the kind of an item, its handling code and its address: a feed goes to
programs and servers that are not the portal's, and stays there. Pages follow RFC 5005,
what was withdrawn RFC 6721.
"""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.exchange.changes import Change, WITHDRAWN
from cites.cug.exchange.facts import moment
from cites.cug.library.lists.labels import TYPES
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from lxml import etree
from lxml.builder import ElementMaker
from typing import Any
from uuid import UUID
from zope.i18n import translate


MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
#: Of the categories that are handling codes.
TLP = "https://www.first.org/tlp/"
FEED = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "at": TOMBSTONES})
DELETED = ElementMaker(namespace=TOMBSTONES)


def write_feed(
    group: Any,
    changes: Iterable[Change],
    links: Mapping[str, str],
    address_of: Callable[[Change], str],
    language: str,
) -> str:
    """The feed as text. ``links``: addresses by their relation."""
    told = list(changes)
    latest = max((one.modified for one in told), default=moment(group.created()))
    name = translate(_("Library"), target_language=language)
    feed = FEED.feed(
        FEED.id(urn(group.UID())),
        FEED.title(f"{name} · {group.getId()}"),
        FEED.updated(written(latest)),
        FEED.author(FEED.name(group.getId())),
        *(FEED.link(rel=rel, href=address) for rel, address in links.items()),
        *(element_of(one, address_of, language) for one in told),
    )
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return etree.tostring(feed, encoding="unicode")


def element_of(
    change: Change, address_of: Callable[[Change], str], language: str
) -> etree._Element:
    if change.kind == WITHDRAWN:
        entry = DELETED("deleted-entry", ref=urn(change.uid))
        entry.set("when", written(change.modified))
        return entry
    kind = translate(TYPES[change.portal_type], target_language=language)
    code = title("handling", change.handling, language)
    return FEED.entry(
        FEED.id(urn(change.uid)),
        FEED.title(f"{kind} · {code}"),
        FEED.updated(written(change.modified)),
        FEED.published(written(change.created)),
        FEED.category(term=change.portal_type),
        FEED.category(term=change.handling, scheme=TLP, label=code),
        FEED.link(rel="alternate", href=address_of(change)),
    )


def urn(uid: str) -> str:
    return UUID(uid).urn


def written(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
