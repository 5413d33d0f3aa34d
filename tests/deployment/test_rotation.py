"""Keys are rotated by a program of its own, which is killed and started again."""

import fcntl
import os
import pytest
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.settings.deployment import message_keys_file, records_url
from cites.cug.core.sql.session import engine
from cites.cug.messaging.models import Delivery, KeyInUse, Mailbox, Message
from cites.cug.messaging.start import check_keys
from sqlalchemy import func, insert, select
from tempfile import TemporaryFile
from tests.deployment import warm
from tests.deployment.filled_records import add_messages, found_about, settings, texts
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import kill, PATIENCE, ROOT


MESSAGES = 1500
#: As buildout has written it for the deployment beside the tests.
PROGRAM = ROOT / "bin" / "rotate-message-keys"


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


class Rotation:
    """The program, and what it says while it runs."""

    def __init__(self, conf, *options, **environment):
        program = conf.parent / PROGRAM.name
        text = PROGRAM.read_text(encoding="utf-8")
        program.write_text(
            text.replace(str(warm.INSTANCE / "etc" / "zope.conf"), str(conf))
        )
        self.errors = TemporaryFile("w+")  # noqa: SIM115 - read when it has ended
        said, output = os.pipe()
        self.process = warm.start(
            [str(program), *options],
            {**os.environ, **environment},
            output,
            self.errors.fileno(),
        )
        os.close(output)
        self.stdout = os.fdopen(said)

    def communicate(self):
        """Wait for its end; its exit status, and what it has said and complained of."""
        with self.stdout, self.errors:
            said, status = self.stdout.read(), self.process.wait(PATIENCE)
            self.errors.seek(0)
            return status, said, self.errors.read()

    def kill(self):
        kill(self.process)
        return self.communicate()


def rotate(conf, *options, **environment):
    return Rotation(conf, *options, **environment).communicate()


def by_key():
    """How many messages each key is needed for, and that all of them open."""
    for message_id, said in texts().items():
        assert set(said) == {f"<p>{int(message_id, 16)}</p>"}
    with engine(records_url()).connect() as connection:
        query = select(Message.key_id, func.count()).group_by(Message.key_id)
        return dict(connection.execute(query).all())


def noted():
    with engine(records_url()).connect() as connection:
        return set(connection.scalars(select(KeyInUse.id)))


def test_killed_in_the_middle_it_goes_on(conf):
    add_messages(MESSAGES)
    (old,) = keyring().ids
    process = Rotation(conf)
    assert process.stdout.readline().strip() == f"500 of {MESSAGES} messages"
    process.kill()
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
    assert len(found_about()) == MESSAGES


def test_messages_come_and_go_meanwhile(conf):
    add_messages(MESSAGES)
    process = Rotation(conf)
    process.stdout.readline()
    with engine(records_url()).begin() as connection:
        connection.execute(Message.__table__.delete().where(Message.id == f"{1:032x}"))
    add_messages(MESSAGES + 10, first=MESSAGES)
    status, _said, complaint = process.communicate()
    assert status == 0, complaint
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


def test_a_message_that_was_changed_is_told_and_left(conf):
    add_messages(10, lines=3)
    changed, moved = f"{3:032x}", f"{4:032x}"
    with engine(records_url()).begin() as connection:
        table = Message.__table__
        here = table.c.id == changed
        connection.execute(table.update().where(here).values(sender="police-xb"))
        line = Delivery.__table__
        mailbox = _mailbox_of(connection, "reader-1")
        here = (line.c.message_id == moved, line.c.mailbox_id == mailbox)
        other = {"mailbox_id": _another_mailbox(connection)}
        connection.execute(line.update().where(*here).values(other))
    code, said, complaint = rotate(conf)
    assert code == 0, complaint
    assert "2 cannot be trusted, and open nothing:" in said
    assert f"message {changed}\nmessage {moved}\n" in said
    found = texts()
    assert found[changed] == [None] * 3
    assert found[moved] == ["<p>4</p>", "<p>4</p>", None]
    assert "Forgotten" in rotate(conf, "--forget")[1]
    with engine(records_url()).begin() as connection:
        table = Message.__table__
        here = table.c.id == changed
        connection.execute(table.update().where(here).values(sender="customs-xa"))
    assert texts()[changed] == ["<p>3</p>"] * 3, "put right, it opens again"


def _mailbox_of(connection, user_id):
    return connection.scalar(select(Mailbox.id).where(Mailbox.user_id == user_id))


def _another_mailbox(connection):
    values = {"group_uid": "group", "user_id": "thief"}
    return connection.execute(insert(Mailbox).values(values)).inserted_primary_key[0]


def test_forged_rows_on_postgresql(server, tmp_path):
    """A row for another mailbox, and one that is pointed to another member."""
    server.query("drop owned by cug cascade")
    place = f"host={server.socket}&port={server.port}"
    with settings(tmp_path, f"postgresql+psycopg2://cug@/cug?{place}"):
        add_messages(2, lines=2)
        first, second = f"{0:032x}", f"{1:032x}"
        with engine(records_url()).begin() as connection:
            thief, line = _another_mailbox(connection), Delivery.__table__
            mailbox = _mailbox_of(connection, "reader-0")
            here = (line.c.message_id == first, line.c.mailbox_id == mailbox)
            row = connection.execute(line.select().where(*here)).one()._asdict()
            connection.execute(line.insert().values(row | {"mailbox_id": thief}))
            table = Mailbox.__table__
            here = table.c.user_id == "reader-1"
            connection.execute(table.update().where(here).values(user_id="thief-too"))
        said = "<p>0</p>"
        assert texts() == {first: [said, None, None], second: ["<p>1</p>", None]}
