"""Records with a trail and keys, without a portal."""

import importlib.util
import random
import tempfile
import unittest
from App.config import getConfiguration
from cites.cug.core.encryption.keys import make_keys, make_trail_key
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.schema import upgrade
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree_check import check_trail
from datetime import datetime, timedelta, UTC
from pathlib import Path
from sqlalchemy import insert
from types import SimpleNamespace


PROGRAM = Path(__file__).parents[3] / "docs" / "verify.py"


def load_program():
    """``docs/verify.py``, which knows nothing of the portal."""
    spec = importlib.util.spec_from_file_location("trail_verify", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verify = load_program()
#: A target of events, where there is no portal.
PORTAL = SimpleNamespace(getPhysicalPath=lambda: ("", "portal"))
RECORDS = "records.sqlite"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def some_events(number, seed=1):
    """Events as the portal writes them."""
    chance = random.Random(seed)
    return [
        {
            "time": NOON + timedelta(seconds=count, microseconds=chance.randrange(10**6)),
            "actor": chance.choice(["customs-xa", "police-xb", ""]),
            "action": chance.choice(["permit.consult", "login", "library.state"]),
            "target": f"/portal/cheetahs/library/{chance.randrange(50)}",
            "target_uid": f"{chance.randrange(50):032x}",
            "ip": chance.choice(["192.0.2.7", "2001:db8::1", None]),
            "detail": {"number": f"é {count}", "found": bool(count % 2), "nested": [1]},
            "credential": chance.choice(["session", "basic", None]),
        }
        for count in range(number)
    ]


class TreeCase(unittest.TestCase):
    """Each test has records of its own, in SQLite."""

    MADE = b""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-trail-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        config = getConfiguration()
        self.addCleanup(
            setattr, config, "product_config", getattr(config, "product_config", None)
        )
        config.product_config = {
            "cites.cug": {
                "message-keys": str(self.folder / "keys"),
                "records-url": self.url(),
                "public-url": "https://portal.example.org/portal",
            }
        }
        make_keys()
        make_trail_key()
        self.make_records()
        self.addCleanup(engine(records_url()).dispose)

    def make_records(self):
        """With all tables; they are made once, and copied."""
        if not self.MADE:
            upgrade()
            engine(records_url()).dispose()
            TreeCase.MADE = (self.folder / RECORDS).read_bytes()
        (self.folder / RECORDS).write_bytes(self.MADE)

    def url(self):
        return f"sqlite:///{self.folder / RECORDS}"

    def write(self, number, seed=1):
        with engine(records_url()).begin() as connection:
            connection.execute(insert(AuditEvent.__table__), some_events(number, seed))

    def seal(self, now=NOON):
        while seal_waiting(now):
            pass

    def check(self, **limits):
        with engine(records_url()).connect() as connection:
            return check_trail(connection, **limits)

    def do(self, statement, *values):
        with engine(records_url()).begin() as connection:
            return connection.exec_driver_sql(statement, values).rowcount

    def rows(self, query):
        with engine(records_url()).connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def verify(self, *texts, key=True):
        """What the program says of files: place and words."""
        verifier = verify.Verifier(verifier_keys() if key else ())
        for number, text in enumerate(texts):
            verifier.file(str(number), text)
        return verifier.wrong

    def told(self, **limits):
        return [f"{one.place} {one.words}" for one in self.check(**limits).findings]
