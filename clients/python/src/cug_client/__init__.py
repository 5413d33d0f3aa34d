"""Client of cites.cug, the portal of closed user groups.

``Portal`` is where everything begins::

    portal = Portal("https://cug.example.org/portal", token)
    group = portal.group("cheetahs")
    for message in group.messages(unread=True):
        print(message["subject"])

Whatever the portal refuses is a ``CugError``.
"""

from cug_client.changes import Change, ChangeFollower
from cug_client.connection import Connection
from cug_client.errors import CugError, FieldMistake
from cug_client.portal import Group, Portal
from cug_client.texts import plain_text


__all__ = [
    "Change",
    "ChangeFollower",
    "Connection",
    "CugError",
    "FieldMistake",
    "Group",
    "Portal",
    "plain_text",
]
