"""What a web hook is told: as an entry of the feed, it says nothing of any content.

It is found out when it is about to be sent, with the rights that the account has then.
"""

import json
from cites.cug.exchange.changes import Change
from cites.cug.exchange.cursors import Place, read_place, write_place
from cites.cug.exchange.following import follow_group
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from plone import api
from typing import Any, NamedTuple
from zope.globalrequest import getRequest


#: Changes in one notice.
SIZE = 100
#: Seconds after which a hook that nothing was to be told notes that it is up to date.
OFTEN = 24 * 60 * 60
ID_DIGITS = 32


class HookNotice(NamedTuple):
    """A notice, the cursor that the hook comes to by it, and whether more is waiting."""

    id: str
    body: bytes
    cursor: str | None
    more: bool


def test_notice(hook_id: str, group: Any, asked: datetime, cursor: str | None):
    """The notice that the Secretariat asked for; the hook stays where it is."""
    told = {"type": "test", "group": group.absolute_url()}
    return _notice((hook_id, asked.isoformat()), told, cursor, True)


def changes_notice(
    row: Any, group: Any, scopes: Collection[str]
) -> HookNotice | str | None:
    """What has changed for the account since the hook was last told.

    The cursor alone where nothing is to be told but the hook has come further; None if it
    has not. The id of a notice is that of what it says: sent again it has the same, and
    whoever has got it already can tell.
    """
    owner = f"{row.user_id}:{group.UID()}"
    place = None if row.cursor is None else read_place(row.cursor, owner)
    with api.env.adopt_user(user=api.user.get(userid=row.user_id)):
        begun = place or row.created
        page = follow_group(group, begun, SIZE, scopes.__contains__)
    comes_to = write_place(page.place, owner)
    if not page.changes:
        return None if _is_where(place, page.place) else comes_to
    told = {
        "type": "changes",
        "group": group.absolute_url(),
        "items": [_shown(change) for change in page.changes],
        "more": page.more,
    }
    return _notice((row.id, row.cursor or ""), told, comes_to, page.more)


def _is_where(before: Place | None, after: Place) -> bool:
    """Whether nothing but the time is another, and not by much."""
    if before is None:
        return False
    pairs = list(zip(before[:2], after[:2], strict=True))
    later = [new.at - old.at for old, new in pairs if old is not None and new is not None]
    was, now = (_without_time(one) for one in (before, after))
    return was == now and max(later, default=0) < OFTEN


def _without_time(place: Place) -> Place:
    library, topics = (one and one._replace(at=0) for one in place[:2])
    return place._replace(library=library, topics=topics)


def _shown(change: Change) -> dict[str, Any]:
    """What a notice tells of a change; topics and permits have no handling code."""
    return {
        "@id": getRequest().physicalPathToURL(change.path),
        "UID": change.uid,
        "@type": change.portal_type,
        "change": change.kind,
        "handling": change.handling or None,
    }


def _notice(
    begins: tuple[str, ...], told: Mapping[str, Any], cursor: str | None, more: bool
) -> HookNotice:
    said = json.dumps([begins, told], separators=(",", ":"))
    notice_id = f"msg_{sha256(said.encode()).hexdigest()[:ID_DIGITS]}"
    body = json.dumps({"id": notice_id, **told}, separators=(",", ":"))
    return HookNotice(notice_id, body.encode(), cursor, more)
