"""Fills the records with messages by plain SQL, as no request could."""

import csv
import json
import os
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Seal, WRAPPED_BYTES
from cites.cug.messaging.content import details_of, keys_for, seal_content
from cites.cug.messaging.models import Delivery, FolderCount, Mailbox, Message
from cites.cug.messaging.schema import Letter
from collections.abc import Iterator
from datetime import datetime, timedelta, UTC
from io import StringIO
from mailbox_exercise import member, text
from sqlalchemy import Connection, func, insert, literal, select, Table
from typing import Any


BATCH = 5000
START = datetime(2020, 1, 1, tzinfo=UTC)


def fill(
    connection: Connection, group_uid: str, messages: int, members: int, readers: dict
) -> None:
    """``messages`` between members; each reader has as many as the number says."""
    names = [member(number) for number in range(members)] + list(readers)
    rows = [
        {"id": number, "group_uid": group_uid, "user_id": name}
        for number, name in enumerate(names, 1)
    ]
    connection.execute(insert(Mailbox), rows)
    # Quicker than to keep them up to date meanwhile.
    for index in Delivery.__table__.indexes:
        index.drop(connection)
    pairs = _pairs(messages, members, readers)
    message_rows: list[dict] = []
    delivery_rows: list[dict] = []
    filler = _sizes(group_uid)
    for number, (sender, recipient, opened) in enumerate(pairs):
        row, seal = _message(group_uid, number, opened, filler, names[sender - 1])
        message_rows.append(row)
        copies = _deliveries(row, sender, recipient, number)
        for copy in copies:
            owner = names[copy["mailbox_id"] - 1]
            copy["sealed_key"] = _key(row, copy, owner, seal)
        delivery_rows += copies
        if len(message_rows) == BATCH:
            _store(connection, message_rows, delivery_rows)
    _store(connection, message_rows, delivery_rows)
    for index in Delivery.__table__.indexes:
        index.create(connection)
    _count(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT setval('mailbox_id_seq', (SELECT max(id) FROM mailbox))"
        )


def _pairs(messages: int, members: int, readers: dict) -> Iterator[tuple]:
    """Mailbox ids of sender and recipient; whether the message is ever opened."""
    for position, number in enumerate(readers.values()):
        for one in range(number):
            yield 1 + one % members, members + 1 + position, True
    for one in range(messages - sum(readers.values())):
        yield 1 + one * 7919 % members, 1 + (one * 104729 + 1) % members, False


def _sizes(group_uid: str) -> dict[str, Any]:
    """Sealed columns of the right size, for what nobody opens."""
    row = _sealed(Seal.new(f"{0:032x}"), 1)
    return {
        name: os.urandom(len(value)) if isinstance(value, bytes) else value
        for name, value in row.items()
    }


def _sealed(seal: Seal, number: int) -> dict[str, Any]:
    said = text(number)
    letter = Letter(f"EXERCISE {number}", f"<p>{said}</p>")
    return seal_content(seal, letter, "Customs officer", [])


def _key(row: dict, copy: dict, owner: str, seal: Seal | None) -> bytes:
    """One of the right size, in what nobody opens."""
    if seal is None:
        return os.urandom(WRAPPED_BYTES)
    (key,) = keys_for([owner], seal.data_key, row, copy["kind"], copy["time"])
    return key


def _message(
    group_uid: str, number: int, opened: bool, filler: dict, sender: str
) -> tuple[dict[str, Any], Seal | None]:
    # Ids are random in life: spread them over the index.
    message_id = f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}{number:016x}"
    seal = Seal.new(message_id) if opened else None
    addressed = {"to": [], "categories": [], "countries": [], "everyone": True}
    row = {
        "id": message_id,
        "group_uid": group_uid,
        "thread": message_id,
        "sender": sender,
        "sender_country": "XA",
        "sender_category": "customs",
        "sent": START + timedelta(minutes=number),
        "handling": "amber",
        "answer_by": None,
        "receipt": True,
        "addressed": addressed,
        "details": details_of(None, True, addressed, None),
        "key_id": keyring().newest_id,
        "recipients_total": 1,
        "attachments_total": 0,
        **(_sealed(seal, number) if seal is not None else filler),
    }
    return row, seal


def _deliveries(row: dict, sender: int, recipient: int, number: int) -> list[dict]:
    shared = {
        "message_id": row["id"],
        "thread": row["thread"],
        "time": row["sent"],
        "starred": False,
    }
    received = {"mailbox_id": recipient, "folder": "inbox", "kind": "received"}
    sent = {"mailbox_id": sender, "folder": "sent", "kind": "sent"}
    sent |= {"unread": False, "first_read": None}
    unread = number % 10 == 0
    opened = {"unread": unread, "first_read": None if unread else row["sent"]}
    copies = [{**shared, **received, **opened}]
    return copies + ([{**shared, **sent}] if sender != recipient else [])


def _store(connection: Connection, messages: list, deliveries: list) -> None:
    for table, rows in ((Message.__table__, messages), (Delivery.__table__, deliveries)):
        if rows and connection.dialect.name == "postgresql":
            _copy(connection, table, rows)
        elif rows:
            connection.execute(insert(table), rows)
    connection.commit()
    messages.clear()
    deliveries.clear()


def _copy(connection: Connection, table: Table, rows: list[dict]) -> None:
    """As PostgreSQL's own tools fill a table."""
    lines = StringIO()
    csv.writer(lines).writerows(map(_copied, row.values()) for row in rows)
    lines.seek(0)
    into = f"COPY {table.name} ({', '.join(rows[0])}) FROM STDIN WITH (FORMAT csv)"
    connection.connection.cursor().copy_expert(into, lines)


def _copied(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return json.dumps(value) if isinstance(value, dict) else value


def _count(connection: Connection) -> None:
    unread = func.sum(Delivery.unread.cast(FolderCount.unread.type))
    counted = select(
        Delivery.mailbox_id, Delivery.folder, func.count(literal(1)), unread
    ).group_by(Delivery.mailbox_id, Delivery.folder)
    names = ["mailbox_id", "folder", "total", "unread"]
    connection.execute(insert(FolderCount.__table__).from_select(names, counted))
    connection.commit()
