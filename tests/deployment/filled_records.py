"""Records with messages and no portal, and the keys they are sealed with."""

from App.config import getConfiguration
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Owner, Seal, Untrusted
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.schema import upgrade
from cites.cug.core.sql.session import engine
from cites.cug.messaging.about import About
from cites.cug.messaging.content import (
    details_of,
    keys_for,
    open_body,
    seal_content,
    seal_of,
)
from cites.cug.messaging.mailbox import FILING_COLUMNS, MAKE_MAILBOX, new_mailbox
from cites.cug.messaging.models import Delivery, Mailbox, Message
from cites.cug.messaging.schema import Letter
from cites.cug.messaging.start import check_keys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, UTC
from pathlib import Path
from sqlalchemy import Connection, insert, select
from typing import Any


GROUP = "group"
CONF = """\
%define INSTANCE {home}
instancehome $INSTANCE
clienthome $INSTANCE
<product-config cites.cug>
    records-url {url}
    message-keys {keys}
</product-config>
"""


@contextmanager
def settings(home: Path, url: str) -> Iterator[Path]:
    """This process works on these records; gives a zope.conf for other programs."""
    config = getConfiguration()
    before = getattr(config, "product_config", None)
    keys = home / "keys" / "message-keys"
    config.product_config = {"cites.cug": {"records-url": url, "message-keys": str(keys)}}
    conf = home / "zope.conf"
    conf.write_text(CONF.format(home=home, url=url, keys=keys))
    upgrade()
    check_keys()
    yield conf
    engine(url).dispose()
    config.product_config = before


def add_messages(end: int, first: int = 0, lines: int = 1) -> None:
    """Each says its own number, and lies in the mailboxes of so many readers."""
    readers = [f"reader-{number}" for number in range(lines)]
    with engine(records_url()).begin() as connection:
        mailboxes = _mailboxes(connection, readers) if readers else {}
        made = [_message(f"{one:032x}", str(one), mailboxes) for one in range(first, end)]
        connection.execute(insert(Message), [row for row, _copies in made])
        if copies := [copy for _row, some in made for copy in some]:
            connection.execute(insert(Delivery), copies)


def _mailboxes(connection: Connection, readers: list[str]) -> dict[str, int]:
    rows = [new_mailbox(GROUP, reader) for reader in readers]
    connection.execute(MAKE_MAILBOX, rows)
    query = select(Mailbox.user_id, Mailbox.id).where(Mailbox.user_id.in_(readers))
    return dict(connection.execute(query).all())


def _message(
    message_id: str, says: str, mailboxes: dict[str, int]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Its row, and those of its lines in mailboxes."""
    seal, time = Seal.new(message_id), datetime.now(UTC)
    addressed: dict[str, Any] = {"to": list(mailboxes)}
    about = About(uid=says).columns(seal, GROUP)
    row = {
        **about,
        "id": message_id,
        "group_uid": GROUP,
        "thread": message_id,
        "sender": "customs-xa",
        "sender_country": "XA",
        "sender_category": "customs",
        "sent": time,
        "handling": "amber",
        "answer_by": None,
        "receipt": True,
        "addressed": addressed,
        "details": details_of(None, True, addressed, about["about"]),
        "recipients_total": len(mailboxes),
        "attachments_total": 0,
        "key_id": keyring().newest_id,
        **seal_content(seal, Letter(says, f"<p>{says}</p>"), "Somebody", []),
    }
    keys = keys_for(mailboxes, seal.data_key, row, "received", time)
    copies = [
        {
            "message_id": message_id,
            "mailbox_id": mailbox_id,
            "thread": message_id,
            "time": time,
            "folder": "inbox",
            "kind": "received",
            "unread": True,
            "starred": False,
            "sealed_key": key,
        }
        for mailbox_id, key in zip(mailboxes.values(), keys, strict=True)
    ]
    return row, copies


def found_about() -> set[str]:
    """The messages that are found by what they are about, with the newest key."""
    with engine(records_url()).connect() as connection:
        rows = connection.execute(select(Message.id, Message.about_digest)).all()
    return {
        one.id
        for one in rows
        if one.about_digest == About(uid=str(int(one.id, 16))).digest(GROUP)
    }


def texts() -> dict[str, list[str | None]]:
    """What each message says to each user, in their order; None where it stays closed."""
    query = (
        select(Message.__table__, *FILING_COLUMNS, Mailbox.user_id)
        .join(Delivery, Delivery.message_id == Message.id)
        .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
        .order_by(Message.id, Mailbox.user_id)
    )
    found: dict[str, list[str | None]] = {}
    with engine(records_url()).connect() as connection:
        for row in connection.execute(query):
            try:
                said = open_body(seal_of(row, Owner(GROUP, row.user_id)), row)
            except Untrusted:
                said = None
            found.setdefault(row.id, []).append(said)
    return found
