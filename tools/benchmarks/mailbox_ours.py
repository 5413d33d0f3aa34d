"""The portal's side.

``mailbox_ours.py FOLDER MESSAGES MEMBERS MAILBOX SECONDS [RECORDS]``

Fills a portal whose data is not there yet, then prints as JSON, for each case, median and
95th percentile of the portal and of plain SQL for the same rows, in milliseconds.
"""

import json
import sys
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, write_session
from cites.cug.membership.roster import roster_groups
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.mailbox import need_mailboxes, unread_of
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import list_messages
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.messaging.start import check_keys
from cites.cug.web.limits.interfaces import MOST
from cites.cug.web.limits.use import Limit, PREFIX
from collections.abc import Callable
from collective.workspace.interfaces import IWorkspace
from functools import partial
from inside import request
from instance import configure
from mailbox_exercise import (
    GROUP,
    in_turn,
    member,
    PAGE_SIZE,
    PASSWORD,
    RARE_WORD,
    READER,
    SEND_TO,
    SENDER,
    summary,
    text,
)
from mailbox_fill import fill
from mailbox_floor import Floor
from one_group import make_group
from opened import opened
from pathlib import Path
from plone import api
from typing import Any
from zope.component.hooks import setSite


#: More recipients are named as a group.
MOST_NAMED = 500
#: Has a hundredth of the reader's messages.
SMALL_READER = "reader-1"
JSON, HTML = "application/json", "text/html"
#: In no message: a search opens all that it may.
NO_WORD = "zyzzyva"


def build(app, messages: int, members: int, mailbox: int) -> None:
    group = make_group(app, READER, SMALL_READER, SENDER)
    for limit in Limit:  # it does in a minute what officers do in a month
        api.portal.set_registry_record(f"{PREFIX}.{limit.value}", MOST)
    # One by one, each would be indexed with all the others.
    entry = dict(IWorkspace(group).members[SENDER])
    for number in range(members):
        name = member(number)
        data = {**entry, "user": name, "groups": roster_groups(Category.CUSTOMS, False)}
        IWorkspace(group).members[name] = data
    transaction.commit()
    check_keys()
    readers = {READER: mailbox, SMALL_READER: max(mailbox // 100, PAGE_SIZE)}
    with engine(records_url()).connect() as connection:
        fill(connection, group.UID(), messages, members, readers)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    if engine(records_url()).dialect.name == "postgresql":
        connection = engine(records_url()).connect()
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.close()


def committed(work: Callable[[], object]) -> None:
    work()
    transaction.commit()


def dropped(work: Callable[[], object]) -> None:
    """As a request that only reads ends."""
    work()
    transaction.abort()


def log_in(name: str) -> str:
    answer = request("/portal/@login", JSON, body={"login": name, "password": PASSWORD})
    return json.loads(answer)["token"]


class Mailboxes:
    """What is measured, by name: the portal's work, and that of plain SQL."""

    def __init__(self, group: Any):
        self.group = group
        self.floor = Floor(records_url(), keyring().newest()[0])
        records = write_session()
        names = [name for name in IWorkspace(group).members if name != SENDER]
        uid = group.UID()
        own = (READER, SMALL_READER, SENDER)
        boxes = need_mailboxes(records, uid, [*own, *names[: max(SEND_TO)]])
        self.reader, self.small, self.sender = (boxes[name] for name in own)
        self.everybody = {name: boxes[name] for name in names[: max(SEND_TO)]}
        transaction.commit()
        page = list_messages(group, READER, MailboxFilter(folder=Folder.INBOX), size=100)
        self.some = [line.id for line in page.lines]
        self.turn = 0
        transaction.abort()

    def inbox(self, user: str) -> None:
        page = list_messages(self.group, user, MailboxFilter(folder=Folder.INBOX))
        assert len(page.lines) == PAGE_SIZE

    def open(self) -> None:
        """What was read before, as most are."""
        message_id = self.some[self.turn % len(self.some)]
        self.turn += 1
        open_message(self.group, message_id, acting_user=READER)

    def search(self) -> None:
        wanted = MailboxFilter(folder=Folder.INBOX, words=(RARE_WORD,))
        assert list_messages(self.group, READER, wanted).lines

    def unread(self) -> None:
        assert unread_of(self.group.UID(), READER)

    def send(self, recipients: tuple[str, ...]) -> None:
        letter = Letter("EXERCISE", f"<p>{text(1)}</p>")
        to = Addressees(to=recipients)
        send_message(self.group, letter, to, acting_user=SENDER)

    def cases(self) -> dict[str, dict[str, Callable[[], object]]]:
        floor = self.floor.works(
            self.group.UID(), self.reader, self.some[0], self.sender, self.everybody
        )
        small = self.floor.works(
            self.group.UID(), self.small, "", self.sender, self.everybody
        )
        cases = {
            "inbox, first page": ("inbox", partial(self.inbox, READER), floor),
            "inbox of a hundredth": ("inbox", partial(self.inbox, SMALL_READER), small),
            "open a message": ("open", self.open, floor),
            "search": ("search", self.search, floor),
            "unread count": ("unread", self.unread, floor),
        }
        found = {
            name: {"ours": partial(dropped, work), "floor": plain[key]}
            for name, (key, work, plain) in cases.items()
        }
        for number in SEND_TO:
            if number <= len(self.everybody):
                recipients = tuple(list(self.everybody)[:number])
                work = partial(committed, partial(self.send, recipients))
                plain = floor["send"](number)
                found[f"send to {number}"] = {"ours": work, "floor": plain}
        return found


def requests(some: list[str], everybody: list[str]) -> dict[str, Callable[[], object]]:
    """Whole requests, but for the socket."""
    tokens = {name: log_in(name) for name in (READER, SMALL_READER, SENDER)}
    url = f"/portal/{GROUP}"
    search = f"{url}/@messages?q={RARE_WORD}"
    typed = f"{url}/first-results?q="
    opened = iter(some * 10000)
    ask = partial(request, token=tokens[READER])
    letter = {"subject": "EXERCISE", "body": f"<p>{text(1)}</p>"}

    def send(number: int) -> None:
        to = everybody[:number]
        request(f"{url}/@messages", JSON, tokens[SENDER], {**letter, "to": to})

    sent = {
        f"send to {number}, JSON": partial(send, number)
        for number in SEND_TO
        if number <= min(MOST_NAMED, len(everybody))
    }
    return {
        "health view": lambda: ask("/portal/@@ok", HTML),
        "inbox, JSON": lambda: ask(f"{url}/@messages", JSON),
        "inbox of a hundredth, JSON": lambda: request(
            f"{url}/@messages", JSON, tokens[SMALL_READER]
        ),
        "inbox, page": lambda: ask(f"{url}/messages", HTML),
        "open a message, JSON": lambda: ask(f"{url}/@messages/{next(opened)}", JSON),
        "search, JSON": lambda: ask(search, JSON),
        "search, first results, JSON": lambda: ask(f"{search}&total=0", JSON),
        "search, nothing there, JSON": lambda: ask(
            search.replace(RARE_WORD, NO_WORD), JSON
        ),
        "while one types": lambda: ask(f"{typed}{RARE_WORD}", HTML),
        "while one types, nothing there": lambda: ask(f"{typed}{NO_WORD}", HTML),
        **sent,
    }


def main() -> None:
    home = Path(sys.argv[1])
    messages, members, mailbox = map(int, sys.argv[2:5])
    seconds = float(sys.argv[5])
    records = sys.argv[6] if len(sys.argv) > 6 else None
    sys.argv[1:] = []
    configure(home, 0, records)
    with opened(home) as app:
        if "portal" not in app.objectIds():
            build(app, messages, members, mailbox)
        setSite(app.portal)
        mailboxes = Mailboxes(app.portal[GROUP])
        result = {
            name: {
                side: summary(times) for side, times in in_turn(works, seconds).items()
            }
            for name, works in mailboxes.cases().items()
        }
        asked = requests(mailboxes.some, list(mailboxes.everybody))
        for name, times in in_turn(asked, seconds).items():
            result[name] = {"ours": summary(times)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
