"""Records as lines of JSON, and as messages of syslog (RFC 5424, framed by RFC 5425)."""

import json
import re
from cites.cug.core.settings.deployment import public_url
from cites.cug.core.settings.streaming import SyslogMarks
from cites.cug.trail_desk.actions import SETTINGS
from cites.cug.trail_desk.streaming.records import CHECKPOINT, MISSING, StreamRecord
from typing import Any
from urllib.parse import urlsplit


#: Severities.
ALERT, WARNING, NOTICE, INFORMATIONAL = 1, 4, 5, 6
WARNINGS = frozenset({"hook.fail", "login.failure", "login.lock", "message.untrusted"})
#: Of all kinds of refusals.
REFUSALS = "refusal."
#: Kinds of events that change who may do what, or how the portal works.
NOTICES = frozenset(
    {
        *("account", "codelist", "factor", "member", "operations", "password"),
        *("request", "service", "token"),
    }
)
NOTICED = frozenset({"audit.export", "audit.remove"})
APP_NAME = "cites.cug"
NIL = "-"
LONGEST_NAME = 32
#: What receivers of syslog should take (RFC 5425, 4.3.1).
LONGEST_MESSAGE = 8192
LONGEST_CUT = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
TO_ESCAPE = re.compile(r'([\\"\]])')
#: Parts of a record that are structured data.
STRUCTURED = (
    *("portal", "stream", "position", "event", "leaf", "actor", "action", "target"),
    *("uid", "ip", "credential", "size", "root"),
)


def json_line(record: StreamRecord) -> bytes:
    """The record in ASCII, so that nothing in it ends the line."""
    return json.dumps(record.content).encode() + b"\n"


def syslog_frame(record: StreamRecord, marks: SyslogMarks) -> bytes:
    """The message with its length before it; a message that is too long is cut."""
    message = _message(record, record.content, marks)
    if len(message) > LONGEST_MESSAGE:
        message = _message(record, _cut(record.content), marks)
    return b"%d %b" % (len(message), message)


def _cut(content: dict[str, Any]) -> dict[str, Any]:
    """Without what may be long; the trail has it."""
    short = {
        name: value[:LONGEST_CUT] if isinstance(value, str) else value
        for name, value in content.items()
        if name != "detail"
    }
    return {**short, "cut": True}


def _message(record: StreamRecord, content: dict[str, Any], marks: SyslogMarks) -> bytes:
    head = [
        f"<{marks.facility * 8 + severity_of(record.action)}>1",
        content.get("time", NIL),
        urlsplit(public_url()).hostname or NIL,
        APP_NAME,
        NIL,
        CONTROL.sub("", record.action).replace(" ", "")[:LONGEST_NAME] or NIL,
        _structured(content, marks.enterprise),
        json.dumps(content),
    ]
    return " ".join(head).encode()


def _structured(content: dict[str, Any], enterprise: str) -> str:
    if not enterprise:
        return NIL
    words = [f"cug@{enterprise}"]
    for name in STRUCTURED:
        if (value := content.get(name)) is not None:
            escaped = TO_ESCAPE.sub(r"\\\1", CONTROL.sub(" ", str(value)))
            words.append(f'{name}="{escaped}"')
    return f"[{' '.join(words)}]"


def severity_of(action: str) -> int:
    """How much an event matters to who watches; of RFC 5424."""
    if action == MISSING:
        return ALERT
    if action in WARNINGS or action.startswith(REFUSALS):
        return WARNING
    is_notice = action.partition(".")[0] in NOTICES or action.endswith(SETTINGS)
    if is_notice or action in NOTICED or action == CHECKPOINT:
        return NOTICE
    return INFORMATIONAL
