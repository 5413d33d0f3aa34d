"""Clients that send messages over HTTP, and what the records must hold afterwards."""

import requests
from cites.cug.demo.accounts import PASSWORD
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from sqlalchemy import create_engine, text
from threading import Event, Lock, Thread
from time import sleep


JSON = {"Accept": "application/json"}
TIMEOUT = 120
BUSY = 503


@dataclass
class Client:
    """A member who asks the portal; keeps the status of each answer."""

    user: str
    #: Addresses of the portal's processes, asked in turn.
    portals: list[str]
    statuses: Counter = field(default_factory=Counter)
    asked: int = 0

    def ask(self, method: str, path: str = "", headers=(), **kw) -> requests.Response:
        portal = self.portals[self.asked % len(self.portals)]
        self.asked += 1
        answer = requests.request(
            method,
            f"{portal}/cheetahs/@messages{path}",
            auth=(self.user, PASSWORD),
            headers={**JSON, **dict(headers)},
            timeout=TIMEOUT,
            **kw,
        )
        self.statuses[answer.status_code] += 1
        return answer

    def send(self, key: str, **letter) -> str:
        """The id of the message that was acknowledged."""
        letter = {"subject": "EXERCISE", "body": "<p>A crate.</p>", **letter}
        headers = {"Idempotency-Key": key}
        answer = self.ask("POST", headers=headers, json=letter)
        while answer.status_code == BUSY:
            # Nothing was changed, and it says when to ask again.
            sleep(int(answer.headers["Retry-After"]))
            answer = self.ask("POST", headers=headers, json=letter)
        assert answer.status_code == 201, (answer.status_code, answer.text[:300])
        return answer.json()["id"]


@dataclass
class Sent:
    """By idempotency key, what was asked for, and what was acknowledged."""

    asked: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    #: What was answered otherwise.
    refused: list[AssertionError] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def send(self, client: Client, key: str, **letter) -> None:
        with self.lock:
            self.asked[key] = client.user
        message_id = client.send(key, **letter)
        with self.lock:
            assert self.acknowledged.setdefault(key, message_id) == message_id


def keep_asking(client: Client, sent: Sent, stop: Event, name: str, **letter) -> Thread:
    """Sends one message after the other, until told or until nobody answers."""

    def run():
        number = 0
        while not stop.is_set():
            number += 1
            try:
                sent.send(client, f"{name}-{number}", **letter)
            except requests.RequestException:
                return
            except AssertionError as error:
                sent.refused.append(error)
                return

    thread = Thread(target=run)
    thread.start()
    return thread


def at_once(works: Iterable[Callable[[], None]]) -> list[BaseException]:
    """Do all of it at the same time; what went wrong."""
    failed: list[BaseException] = []

    def run(work):
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


#: Each gives no rows where all is well.
WRONG = {
    "a message without one copy of its sender's": """
        SELECT id FROM message m WHERE sent IS NOT NULL AND 1 <> (SELECT count(*)
        FROM message_delivery d WHERE d.message_id = m.id AND d.kind = 'sent')""",
    "a message that has not reached all": """
        SELECT id FROM message m WHERE recipients_total <> (SELECT count(*)
        FROM message_delivery d WHERE d.message_id = m.id AND d.kind = 'received')""",
    "a message of which not all are told": """
        SELECT id FROM message m WHERE recipients_total <> (SELECT count(*)
        FROM notice n WHERE n.reference = m.id)""",
    "a message without all its files": """
        SELECT id FROM message m WHERE attachments_total <> (SELECT count(*)
        FROM message_attachment a WHERE a.message_id = m.id)""",
    "a count that is wrong": """
        SELECT c.mailbox_id, c.folder, c.total, c.unread FROM mailbox_count c LEFT JOIN (
            SELECT mailbox_id, folder, count(*) AS total,
            sum(CASE WHEN unread THEN 1 ELSE 0 END) AS unread
            FROM message_delivery GROUP BY mailbox_id, folder) d
        ON c.mailbox_id = d.mailbox_id AND c.folder = d.folder
        WHERE c.total <> coalesce(d.total, 0) OR c.unread <> coalesce(d.unread, 0)""",
    "a folder that is not counted": """
        SELECT d.mailbox_id, d.folder FROM message_delivery d LEFT JOIN mailbox_count c
        ON c.mailbox_id = d.mailbox_id AND c.folder = d.folder
        WHERE c.total IS NULL AND d.folder NOT IN ('gone', 'recalled')""",
    "a message that nobody shows": """
        SELECT id FROM message m WHERE NOT EXISTS (SELECT 1 FROM message_delivery d
        WHERE d.message_id = m.id AND d.folder NOT IN ('gone', 'recalled'))""",
}


def stored(address: str) -> set[str]:
    """Ids of all messages, in records where nothing is half done."""
    engine = create_engine(address)
    with engine.connect() as connection:
        for what, query in WRONG.items():
            found = connection.execute(text(query)).all()
            assert not found, f"{what}: {found[:5]} of {len(found)}"
        ids = set(connection.scalars(text("SELECT id FROM message")))
    engine.dispose()
    return ids
