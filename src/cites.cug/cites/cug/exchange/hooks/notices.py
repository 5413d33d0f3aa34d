"""What a web hook is told: as an entry of the feed, it says nothing of any content.

It is found out when it is about to be sent, with the rights that the account has then.
"""

import json
from cites.cug.exchange.changes import Change, library_since, list_changes, WITHDRAWN
from cites.cug.exchange.cursors import Place, read_place, write_place
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from plone import api
from typing import Any, NamedTuple
from zope.globalrequest import getRequest


#: Changes in one notice.
SIZE = 100
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


def changes_notice(row: Any, group: Any) -> HookNotice | str | None:
    """What has changed for the account since the hook was last told.

    The cursor alone where nothing is to be told but the hook has come further; None if it
    has not. The id of a notice is that of what it says: sent again it has the same, and
    whoever has got it already can tell.
    """
    owner = f"{row.user_id}:{group.UID()}"
    place = None if row.cursor is None else read_place(row.cursor, owner)
    with api.env.adopt_user(user=api.user.get(userid=row.user_id)):
        cursor = place.library if place else library_since(group, row.created)
        page = list_changes(group, cursor, SIZE)
    comes_to = write_place(Place(page.cursor), owner)
    if not page.changes:
        return None if comes_to == row.cursor else comes_to
    told = {
        "type": "changes",
        "group": group.absolute_url(),
        "items": [_shown(change) for change in page.changes],
        "more": page.more,
    }
    return _notice((row.id, row.cursor or ""), told, comes_to, page.more)


def _shown(change: Change) -> dict[str, Any]:
    shown = {
        "@id": getRequest().physicalPathToURL(change.path),
        "UID": change.uid,
        "@type": change.portal_type,
        "change": change.kind,
        "handling": change.handling,
    }
    return {**shown, "handling": None} if change.kind == WITHDRAWN else shown


def _notice(
    begins: tuple[str, ...], told: Mapping[str, Any], cursor: str | None, more: bool
) -> HookNotice:
    said = json.dumps([begins, told], separators=(",", ":"))
    notice_id = f"msg_{sha256(said.encode()).hexdigest()[:ID_DIGITS]}"
    body = json.dumps({"id": notice_id, **told}, separators=(",", ":"))
    return HookNotice(notice_id, body.encode(), cursor, more)
