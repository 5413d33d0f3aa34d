"""Two who throw away a message's last copies at the same moment, on PostgreSQL."""

import time
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, write_session
from cites.cug.messaging.actions.filing import empty_trash
from cites.cug.messaging.mailbox import need_mailboxes
from cites.cug.messaging.models import Delivery, Message
from datetime import datetime, UTC
from sqlalchemy import func, insert, select
from tests.deployment.filled_records import add_messages, settings
from tests.deployment.postgresql import postgresql
from threading import Event, Thread
from types import SimpleNamespace


GROUP = SimpleNamespace(UID=lambda: "group")
MEMBERS = ("customs-xa", "police-xb")


def put_into_trash():
    """A message that only the two mailboxes show, in the trash of both."""
    add_messages(1, lines=0)
    mailboxes = need_mailboxes(write_session(), "group", MEMBERS)
    shared = {
        "message_id": f"{0:032x}",
        "thread": f"{0:032x}",
        "time": datetime.now(UTC),
        "folder": "trash",
        "kind": "received",
        "unread": False,
        "starred": False,
    }
    rows = [{**shared, "mailbox_id": one} for one in mailboxes.values()]
    write_session().execute(insert(Delivery.__table__), rows)
    transaction.commit()


def test_the_second_takes_the_message_away(tmp_path):
    emptied = Event()

    def first():
        empty_trash(GROUP, acting_user=MEMBERS[0])
        emptied.set()
        time.sleep(0.5)  # the second comes to the same message meanwhile
        transaction.commit()

    def second():
        emptied.wait()
        empty_trash(GROUP, acting_user=MEMBERS[1])
        transaction.commit()

    with postgresql() as server:
        place = f"host={server.socket}&port={server.port}"
        with settings(tmp_path, f"postgresql+psycopg2://cug@/cug?{place}"):
            put_into_trash()
            threads = [Thread(target=work) for work in (first, second)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            with engine(records_url()).connect() as connection:
                query = select(func.count()).select_from(Message)
                assert connection.scalar(query) == 0
