"""Messages of both groups, each marked with words of its own."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import Base, engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.sending import recall_message, save_draft, send_message
from cites.cug.messaging.assistance.actions import ask
from cites.cug.messaging.schema import Addressees, Letter, TEXT_FIELDS
from cites.cug.web.uploads.files import Upload
from functools import partial
from io import BytesIO
from sqlalchemy import func, select
from tests.access.canaries import Canaried, canary
from typing import Any, NamedTuple


EVENT = AuditEvent.__table__


class Written(NamedTuple):
    """A message that is made, and what becomes of it."""

    group: str
    name: str
    sender: str
    to: tuple[str, ...] = ()
    everyone: bool = False
    draft: bool = False
    recalled: bool = False
    #: Whether it is a request for assistance.
    asks: bool = False
    #: Whoever has received it and deleted it for good.
    gone: str | None = None


WRITTEN = (
    Written("cheetahs", "sent", "customs-xa", ("police-xa",), asks=True),
    Written("cheetahs", "draft", "customs-xa", ("police-xa",), draft=True),
    Written("cheetahs", "other", "wildlife-xc", ("igo-interpol",)),
    Written("cheetahs", "everyone", "secretariat", everyone=True),
    Written("cheetahs", "recalled", "customs-xa", ("customs-xb",), recalled=True),
    Written("cheetahs", "gone", "police-xa", ("customs-xb",), gone="customs-xb"),
    Written("ivory", "sent", "customs-ivory", ("secretariat-ivory",), asks=True),
)


def write_messages(portal: Any) -> list[Canaried]:
    """All of them, each with a file."""
    return [made for written in WRITTEN for made in _write(portal, written)]


def _write(portal: Any, written: Written) -> list[Canaried]:
    group = portal[written.group]
    words = {
        part: canary(written.group, "message", written.name, part)
        for part in (*TEXT_FIELDS, "filename", "text")
    }
    letter = Letter(**{name: words[name] for name in TEXT_FIELDS})
    file = Upload(f"{words['filename']}.txt", BytesIO(f"found: {words['text']}".encode()))
    make = save_draft if written.draft else send_message
    if written.asks:
        make = partial(ask, kind="other")
    message_id = make(
        group,
        letter=letter,
        addressees=Addressees(to=written.to, everyone=written.everyone),
        acting_user=written.sender,
        uploads=[file],
    )
    if written.recalled:
        recall_message(group, message_id, acting_user=written.sender)
    for _time in ("to the trash", "for good") if written.gone else ():
        delete_messages(group, [message_id], acting_user=written.gone)
    path = f"{written.group}/@messages/{message_id}"
    told = frozenset({*words.values(), message_id})
    subject, text = words["subject"], frozenset({words["text"]})
    place = (written.group, path, message_id, subject)
    file_place = (written.group, f"{path}/attachments/0", message_id, subject)
    return [
        Canaried(f"message {written.name}", *place, told),
        Canaried(f"enclosure {written.name}", *file_place, text),
    ]


#: What every request leaves behind, whether it does something or not.
TRACES = frozenset({"audit_event", "audit_unsealed", "login_attempt", "rate_use"})


def records() -> dict[Any, list[dict[str, Any]]]:
    """All rows, to be stored again after a test has emptied the tables."""
    with engine(records_url()).connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }


def lasting(traces: frozenset[str] = TRACES) -> dict[str, list[dict[str, Any]]]:
    """All rows by table, but those that say nothing of whether something was done."""
    return {
        table.name: rows for table, rows in records().items() if table.name not in traces
    }


#: Begin the names of actions that a request is recorded with whatever it does.
BY_THE_WAY = ("login", "red.read", "refusal.", "token.use")


def newest_event() -> int:
    """The number of the newest event of the trail."""
    with engine(records_url()).connect() as connection:
        return connection.scalar(select(func.max(EVENT.c.id))) or 0


def told_since(event_id: int) -> list[str]:
    """What the trail was told since then of what was done."""
    query = select(EVENT.c.action).where(EVENT.c.id > event_id).order_by(EVENT.c.id)
    with engine(records_url()).connect() as connection:
        found = connection.scalars(query).all()
    return [action for action in found if not action.startswith(BY_THE_WAY)]


def restore(kept: dict[Any, list[dict[str, Any]]]) -> None:
    """The tables as they were, and nothing else in them."""
    with engine(records_url()).begin() as connection:
        for table in reversed(list(kept)):
            connection.execute(table.delete())
        for table, rows in kept.items():
            # A trigger has noted events that were stored again.
            connection.execute(table.delete())
            if rows:
                connection.execute(table.insert(), rows)
