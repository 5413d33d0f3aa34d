"""Records with messages and no portal, and the keys they are sealed with."""

from App.config import getConfiguration
from cites.cug.messaging.content import seal_content
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.model import Message
from cites.cug.messaging.start import check_keys
from cites.cug.records.schema import upgrade
from cites.cug.records.store import engine
from cites.cug.sealing.seals import Seal
from cites.cug.settings.deployment import records_url
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
from pathlib import Path
from sqlalchemy import insert
from typing import Any


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


def add_messages(end: int, first: int = 0) -> None:
    """In no mailbox; each says its own number."""
    rows = [_message(f"{one:032x}", str(one)) for one in range(first, end)]
    with engine(records_url()).begin() as connection:
        connection.execute(insert(Message), rows)


def _message(message_id: str, says: str) -> dict[str, Any]:
    seal = Seal.new(message_id)
    return {
        "id": message_id,
        "group_uid": "group",
        "thread": message_id,
        "sender": "customs-xa",
        "sender_country": "XA",
        "sender_category": "customs",
        "sent": datetime.now(UTC),
        "handling": "amber",
        "receipt": True,
        "addressed": {},
        "recipients_total": 0,
        "attachments_total": 0,
        "key_id": seal.wrapped.key_id,
        "wrapped_key": seal.wrapped.key,
        **seal_content(seal, Letter(says, f"<p>{says}</p>"), "Somebody", []),
    }
