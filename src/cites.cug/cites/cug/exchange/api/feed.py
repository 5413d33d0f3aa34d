"""REST: a library's changes as an Atom feed, and the key of its address.

An entry has the kind of an item, its handling code and its address: a feed goes to
programs and servers that are not the portal's, and stays there. Pages follow RFC 5005,
what was withdrawn RFC 6721.
"""

from cites.cug import _
from cites.cug.access.features import Feature, require_feature
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.sql.session import Ask
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.core.validation.query_parameters import MAX_PAGE_SIZE, number
from cites.cug.exchange.changes import Change, latest_changes, WITHDRAWN
from cites.cug.exchange.facts import moment
from cites.cug.exchange.feeds import count_reading, end_feed, make_feed
from cites.cug.exchange.query_parameters import read_before, written_page
from cites.cug.library.lists.labels import TYPES
from cites.cug.library.lists.queries import list_state
from cites.cug.login import authentication
from cites.cug.web.limits.use import tell_left
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from lxml import etree
from lxml.builder import ElementMaker
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zope.i18n import translate


MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
#: Of the categories that are handling codes.
TLP = "https://www.first.org/tlp/"
FEED = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "at": TOMBSTONES})
DELETED = ElementMaker(namespace=TOMBSTONES)
PAGE_SIZE = 50
LOG_IN_ANEW = _("exchange_feed_log_again_create_address_text")


class FeedGet(RestService):
    """``GET {cug}/@feed?token=``: the latest changes, newest first, without content.

    ``before`` and ``b_size`` are a page's place and size; a page links to the next.
    """

    parameters = (authentication.FEED_KEY, "before", "b_size")
    media_types = (MEDIA_TYPE,)
    tagged = True

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8"

    def render(self) -> Any:
        self.check_permission()
        require_feature(self.context, Feature.FEEDS)
        tell_left(count_reading(self.context, self.user_id))
        return super().render()

    def cache_source(self, _ask: Ask) -> list[Any]:
        form = sorted((name, str(value)) for name, value in self.request.form.items())
        return [self.url, form, reader_language(), *list_state(self.context)]

    def reply(self) -> str:
        form = self.request.form
        size = number(form, "b_size", PAGE_SIZE, 1, MAX_PAGE_SIZE)
        before = read_before(form, self.context)
        changes, older = latest_changes(self.context, before, size)
        links = {"self": self.url, "first": self.address(None)}
        if older is not None:
            links["next"] = self.address(written_page(older, self.context))
        return write_feed(
            self.context, changes, links, self.address_of, reader_language()
        )

    def serialize(self, content: Any) -> str:
        return content

    def address(self, before: str | None) -> str:
        """Of another page, which is read with the same key."""
        kept = {
            name: value for name, value in self.request.form.items() if name != "before"
        }
        query = urlencode(kept if before is None else {**kept, "before": before})
        return f"{self.url}?{query}" if query else self.url

    def address_of(self, change: Change) -> str:
        return self.request.physicalPathToURL(change.path)


class FeedKeyPost(RestService):
    """``POST {cug}/@feed-key``: the feed's address, with a key that is shown once.

    The caller's earlier key of this feed ends.
    """

    keys = ()

    def check_caller(self) -> None:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)

    def reply(self) -> dict[str, Any]:
        folder = authentication.folder_of_caller()
        address = make_feed(self.context, folder, acting_user=self.user_id)
        self.request.response.setStatus(HTTPStatus.CREATED)
        return {"@id": self.url, "feed": address}

    def replay_response(self, done: Done) -> dict[str, Any]:
        """Without the key, which is kept nowhere."""
        return {"@id": self.url}


class FeedKeyDelete(RestService):
    """``DELETE {cug}/@feed-key``: the caller's key of this feed ends."""

    def reply(self) -> None:
        end_feed(self.context, acting_user=self.user_id)


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
    name = translate(_("common_library_link"), target_language=language)
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
