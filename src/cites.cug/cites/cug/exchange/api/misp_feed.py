"""REST: the library as a feed of MISP, for tokens that read the library."""

from cites.cug.core.validation.errors import Missing
from cites.cug.exchange.misp import event_hashes, manifest_line, misp_event
from cites.cug.exchange.taken_alerts import MISP, note_taken, read_all_alerts
from cites.cug.login.scopes import require_token, Scope
from cites.cug.web.restapi.services import RestService
from collections.abc import Callable
from typing import Any
from uuid import UUID


class MispFeedService(RestService):
    """Base of the files of a feed: a log-in opens none of them, a token does."""

    def events(self, wanted: Callable[[Any], bool] | None = None) -> list[dict[str, Any]]:
        """The events of all alerts, or of those that are wanted; it is recorded."""
        require_token(self.request, Scope.READ_LIBRARY)
        group = self.context
        found = (
            read_all_alerts(group) if wanted is None else read_all_alerts(group, wanted)
        )
        told = [misp_event(item, group, item.absolute_url()) for item in found]
        note_taken(group, MISP, len(told), acting_user=self.user_id)
        return told


class ManifestGet(MispFeedService):
    """``GET {cug}/@misp/manifest.json``: the events of the feed."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return dict(map(manifest_line, self.events()))


class HashesGet(MispFeedService):
    """``GET {cug}/@misp/hashes.csv``: the MD5 of each value, and its event."""

    media_types = ("text/csv", "text/plain")
    tagged = True

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8"

    def reply(self) -> str:
        return "".join(
            f"{digest},{event['Event']['uuid']}\n"
            for event in self.events()
            for digest in event_hashes(event)
        )

    def serialize(self, content: Any) -> str:
        return content


class EventGet(MispFeedService):
    """``GET {cug}/@misp/{event}``: one event of the feed, ``UUID.json``."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        uid = UUID(self.named["event"].removesuffix(".json")).hex
        found = self.events(lambda change: change.uid == uid)
        if not found:
            raise Missing(self.named["event"])
        return found[0]
