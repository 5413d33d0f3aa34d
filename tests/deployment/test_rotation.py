"""Keys are rotated by a program of its own, which is killed and started again."""

import fcntl
import os
import pytest
from cites.cug.encryption.keys import add_key, BOUND_ONLY, keyring, refuse_unbound
from cites.cug.login import api_tokens
from cites.cug.login.models import ApiToken
from cites.cug.login.secrets import digest, new_id
from cites.cug.messaging.models import Delivery, KeyInUse, Mailbox, Message
from cites.cug.messaging.start import check_keys
from cites.cug.settings.deployment import message_keys_file, records_url
from cites.cug.sql.session import engine
from datetime import datetime, timedelta, UTC
from sqlalchemy import func, insert, select
from tempfile import TemporaryFile
from tests.deployment import warm
from tests.deployment.filled_records import add_messages, settings, texts
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


# What an earlier version of the portal has made


def make_unbound():
    """As a portal is whose keys were made by an earlier version."""
    path = message_keys_file()
    words = [word for word in path.read_text().split() if word != BOUND_ONLY]
    path.write_text("".join(f"{word}\n" for word in words))


def make_token(secret, **more):
    """A token for programs, without proof unless it is given."""
    now = datetime.now(UTC)
    row = {
        "digest": digest(secret),
        "id": new_id(),
        "user_id": "customs-xa",
        "folder": "/acl_users",
        "epoch": 0,
        "name": "own",
        "scopes": ["read:library"],
        "created": now,
        "ends": now + timedelta(days=1),
        **more,
    }
    with engine(records_url()).begin() as connection:
        connection.execute(insert(ApiToken), row)


def test_what_is_bound_to_nobody_is_bound_once_and_refused_from_then_on(conf):
    make_unbound()
    add_messages(MESSAGES, bound=False, lines=2)
    make_token("cug_api_own")
    assert set(by_key()) == {keyring().newest_id}, "it opens until it is bound"
    assert api_tokens.find_token("cug_api_own")
    process = Rotation(conf)
    assert process.stdout.readline().strip() == f"500 of {MESSAGES} messages"
    process.kill()
    assert not keyring().bound_only
    by_key()
    add_messages(MESSAGES + 5, first=MESSAGES, lines=2)
    code, said, complaint = rotate(conf)
    assert code == 0, complaint
    assert "of 1000 messages" in said
    assert "what is bound to nobody is refused" in said
    assert keyring().bound_only
    assert by_key() == {keyring().newest_id: MESSAGES + 5}
    assert api_tokens.find_token("cug_api_own"), "its row has a proof now"
    # From now on nobody adds such rows, nor does another rotation make them good.
    add_messages(MESSAGES + 6, first=MESSAGES + 5, bound=False)
    make_token("cug_api_forged")
    forged = f"{MESSAGES + 5:032x}"
    assert texts()[forged] == [None]
    assert api_tokens.find_token("cug_api_forged") is None
    code, said, complaint = rotate(conf)
    assert code == 0, complaint
    assert f"1 cannot be trusted, and open nothing:\nmessage {forged}\n" in said
    assert api_tokens.find_token("cug_api_forged") is None
    assert rotate(conf, "--forget")[0] == 0
    assert api_tokens.find_token("cug_api_own")
    found = texts()
    assert found.pop(forged) == [None]
    assert all(None not in said for said in found.values())


def test_killed_after_the_last_message_it_needs_no_other_key(sqlite):
    make_unbound()
    add_messages(10)
    add_key()
    assert rotate(sqlite)[0] == 0
    make_unbound()
    keys = keyring().ids
    code, _said, complaint = rotate(sqlite)
    assert (code, keyring().ids, keyring().bound_only) == (0, keys, True), complaint


def test_with_keys_of_the_environment_the_word_is_put_there_by_hand(sqlite):
    make_unbound()
    add_messages(10, bound=False)
    keys = message_keys_file().read_text()
    code, said, complaint = rotate(sqlite, CUG_MESSAGE_KEYS=keys)
    assert code == 0, complaint
    assert "10 of 10 messages" in said
    assert "Put the word bound-only before the keys in CUG_MESSAGE_KEYS" in said
    refuse_unbound()
    by_key()


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
