"""What a link to a message leads to, for whoever has the message."""

import re
from cites.cug.access.guard import caller
from cites.cug.encryption.sealing import Untrusted
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from typing import Any


PATH = re.compile(r"@?messages/([0-9a-f]{32})")


def subject_behind(group: Any, path: str) -> str | None:
    """The subject of a message in the caller's own mailbox; None for all else."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    try:
        return own_message(group, caller(), found[1]).line().subject
    except (UnknownMessage, Untrusted):
        return None
