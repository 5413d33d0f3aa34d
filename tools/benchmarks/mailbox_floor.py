"""The floor: the same rows by plain SQL through the driver, without any portal."""

import secrets
import sqlite3
from cites.cug.core.encryption.sealing import WRAPPED_BYTES
from collections.abc import Callable, Iterable
from datetime import datetime, UTC
from sqlalchemy import make_url
from typing import Any


INBOX = """
    SELECT m.*, d.* FROM message_delivery d JOIN message m ON m.id = d.message_id
    WHERE d.mailbox_id = ? AND d.folder = 'inbox'
    ORDER BY d.time DESC, d.message_id DESC LIMIT 25"""
COUNTS = "SELECT * FROM mailbox_count WHERE mailbox_id = ?"
OPEN = """
    SELECT m.*, d.* FROM message_delivery d JOIN message m ON m.id = d.message_id
    WHERE d.mailbox_id = ? AND d.message_id = ?"""
WORDS = """
    SELECT m.id, d.sealed_key, m.words FROM message_delivery d
    JOIN message m ON m.id = d.message_id
    WHERE d.mailbox_id = ? AND d.folder = 'inbox' ORDER BY d.time DESC"""
MESSAGE = """
    INSERT INTO message (id, group_uid, thread, sender, sender_country, sender_category,
    sent, handling, receipt, addressed, recipients_total, attachments_total, key_id,
    details, head, words, body) VALUES
    (?, ?, ?, ?, 'XA', 'customs', ?, 'amber', ?, '{}', ?, 0, ?, ?, ?, ?, ?)"""
DELIVERY = """
    INSERT INTO message_delivery (mailbox_id, message_id, thread, time, folder, kind,
    unread, starred, sealed_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
COUNT = """
    INSERT INTO mailbox_count (mailbox_id, folder, total, unread) VALUES (?, ?, 1, ?)
    ON CONFLICT (mailbox_id, folder) DO UPDATE SET
    total = mailbox_count.total + 1, unread = mailbox_count.unread + excluded.unread"""
NOTICE = """
    INSERT INTO notice (kind, reference, user_id, group_uid, created, due)
    VALUES ('message', ?, ?, ?, ?, ?)"""
AUDIT = """
    INSERT INTO audit_event (time, actor, action, target, target_uid, detail)
    VALUES (?, ?, 'message.send', '/portal/cheetahs', ?, '{}')"""


class Floor:
    """A connection of its own, set as the portal's."""

    def __init__(self, address: str, key_id: str):
        self.key_id = key_id
        url = make_url(address)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.connection: Any = sqlite3.connect(url.database, isolation_level=None)
            for setting in ("journal_mode = WAL", "synchronous = FULL"):
                self.connection.execute(f"PRAGMA {setting}")
            self.connection.execute("PRAGMA foreign_keys = ON")
        else:
            import psycopg2

            place = {"host": url.query["host"], "port": url.query["port"]}
            self.connection = psycopg2.connect(
                dbname=url.database, user=url.username, **place
            )

    def rows(self, query: str, *values: object) -> list:
        cursor = self.connection.cursor()
        cursor.execute(self.dialect(query), values)
        found = cursor.fetchall()
        cursor.close()
        if not self.is_sqlite:
            self.connection.commit()
        return found

    def dialect(self, query: str) -> str:
        return query if self.is_sqlite else query.replace("?", "%s")

    def many(self, cursor: Any, query: str, rows: Iterable[tuple]) -> None:
        if self.is_sqlite:
            cursor.executemany(query, rows)
        else:
            from psycopg2.extras import execute_batch

            execute_batch(cursor, self.dialect(query), list(rows), page_size=1000)

    def send(self, group_uid: str, sender: int, recipients: dict[str, int]) -> None:
        """One transaction for all."""
        message_id, now = secrets.token_hex(16), datetime.now(UTC).replace(tzinfo=None)
        moment = str(now)
        sealed = [b"", *(secrets.token_bytes(size) for size in (250, 750, 750))]
        key = secrets.token_bytes(WRAPPED_BYTES)
        cursor = self.connection.cursor()
        if self.is_sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        head = (message_id, group_uid, message_id, "sender-0", moment, True)
        message = (*head, len(recipients), self.key_id, *sealed)
        cursor.execute(self.dialect(MESSAGE), message)
        shared = (message_id, message_id, moment)
        own = (sender, *shared, "sent", "sent", False, False, key)
        received = ("inbox", "received", True, False, key)
        others = ((one, *shared, *received) for one in recipients.values())
        self.many(cursor, DELIVERY, [own, *others])
        folders = [(one, "inbox", 1) for one in recipients.values()]
        self.many(cursor, COUNT, [(sender, "sent", 0), *folders])
        notices = [(message_id, one, group_uid, moment, moment) for one in recipients]
        self.many(cursor, NOTICE, notices)
        cursor.execute(self.dialect(AUDIT), (moment, "sender-0", group_uid))
        if self.is_sqlite:
            cursor.execute("COMMIT")
        else:
            self.connection.commit()
        cursor.close()

    def works(
        self, group_uid: str, reader: int, opened: str, sender: int, everybody: dict
    ) -> dict[str, Callable[[], object]]:
        """By the name of the case."""

        def send_to(number: int) -> Callable[[], object]:
            some = dict(list(everybody.items())[:number])
            return lambda: self.send(group_uid, sender, some)

        return {
            "inbox": lambda: (self.rows(INBOX, reader), self.rows(COUNTS, reader)),
            "open": lambda: self.rows(OPEN, reader, opened),
            "search": lambda: self.rows(WORDS, reader),
            "unread": lambda: self.rows(COUNTS, reader),
            "send": send_to,
        }
