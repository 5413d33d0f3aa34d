"""Keys are rotated by a program of its own, which is killed and started again."""

import fcntl
import os
import pytest
import subprocess
import sys
from cites.cug.messaging.content import open_body
from cites.cug.messaging.model import KeyInUse
from cites.cug.messaging.model import Message
from cites.cug.messaging.start import check_keys
from cites.cug.records.store import engine
from cites.cug.sealing.keys import keyring
from cites.cug.settings.deployment import message_keys_file
from cites.cug.settings.deployment import records_url
from sqlalchemy import func
from sqlalchemy import select
from tests.deployment.filled_records import add_messages
from tests.deployment.filled_records import settings
from tests.deployment.postgresql import postgresql


MESSAGES = 1500
ROTATE = (
    "import sys; from cites.cug.messaging.rotation import main; main(sys.argv.pop(1))"
)


@pytest.fixture
def sqlite(tmp_path):
    with settings(tmp_path, f"sqlite:///{tmp_path}/records.sqlite") as conf:
        yield conf


@pytest.fixture(scope="module")
def server():
    with postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def conf(request, tmp_path):
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    server = request.getfixturevalue("server")
    server.query("drop owned by cug cascade")
    place = f"host={server.socket}&port={server.port}"
    with settings(tmp_path, f"postgresql+psycopg2://cug@/cug?{place}") as conf:
        yield conf


def start(conf, *options, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", ROTATE, str(conf), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def rotate(conf, *options, **environment):
    process = start(conf, *options, **environment)
    said, complaint = process.communicate(timeout=120)
    return process.returncode, said, complaint


def by_key():
    """How many messages each key is needed for, and that all of them open."""
    with engine(records_url()).connect() as connection:
        for row in connection.execute(select(Message.__table__)):
            assert open_body(row) == f"<p>{int(row.id, 16)}</p>"
        query = select(Message.key_id, func.count()).group_by(Message.key_id)
        return dict(connection.execute(query).tuples().all())


def noted():
    with engine(records_url()).connect() as connection:
        return set(connection.scalars(select(KeyInUse.id)))


def test_killed_in_the_middle_it_goes_on(conf):
    add_messages(MESSAGES)
    (old,) = keyring().ids
    process = start(conf)
    assert process.stdout.readline().strip() == f"500 of {MESSAGES} messages"
    process.kill()
    process.communicate()
    half = by_key()
    new = keyring().newest()[0]
    assert set(half) == {old, new} and sum(half.values()) == MESSAGES
    check_keys()  # a portal still starts
    assert rotate(conf, "--forget")[1] == "Forgotten: none\n"
    code, said, complaint = rotate(conf)
    assert code == 0, complaint
    assert f"{half[old]} of {half[old]} messages" in said
    assert keyring().ids == (old, new), "no third key; the old one may still be wanted"
    assert by_key() == {new: MESSAGES}
    assert noted() == {new}
    assert rotate(conf, "--forget")[1] == f"Forgotten: {old}\n"
    assert keyring().ids == (new,)
    assert by_key() == {new: MESSAGES}


def test_messages_come_and_go_meanwhile(conf):
    add_messages(MESSAGES)
    process = start(conf)
    process.stdout.readline()
    with engine(records_url()).begin() as connection:
        connection.execute(Message.__table__.delete().where(Message.id == f"{1:032x}"))
    add_messages(MESSAGES + 10, first=MESSAGES)
    _said, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    assert by_key() == {keyring().newest()[0]: MESSAGES + 9}


def test_one_at_a_time(sqlite):
    add_messages(10)
    folder = os.open(message_keys_file().parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    code, _said, complaint = rotate(sqlite)
    os.close(folder)
    assert code != 0 and "Another rotation is running" in complaint
    assert len(keyring().ids) == 1


def test_keys_of_the_environment_are_changed_there(sqlite):
    add_messages(10)
    keys = message_keys_file().read_text()
    code, _said, complaint = rotate(sqlite, CUG_MESSAGE_KEYS=keys)
    assert code != 0
    assert "Add another key to the end of CUG_MESSAGE_KEYS" in complaint
    more = f"{keys} AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    code, said, complaint = rotate(sqlite, CUG_MESSAGE_KEYS=more)
    assert code == 0, complaint
    assert "10 of 10 messages" in said
