"""REST: a library's changes as an Atom feed, and the key of its address."""

from cites.cug import _
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.sql.session import Ask
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.core.validation.query_parameters import MAX_PAGE_SIZE, number
from cites.cug.exchange.atom import MEDIA_TYPE, write_feed
from cites.cug.exchange.changes import Change, latest_changes
from cites.cug.exchange.feeds import count_reading, end_feed, make_feed
from cites.cug.exchange.query_parameters import read_before, written_page
from cites.cug.library.lists.queries import list_state
from cites.cug.login import authentication
from cites.cug.web.limits.use import tell_left
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode


PAGE_SIZE = 50
LOG_IN_ANEW = _("Log in again to create the address of a feed, or create it on the page.")


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
