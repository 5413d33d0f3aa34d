"""Records on PostgreSQL: committed alone, or after the content and from its journal."""

import pytest
import subprocess
import transaction
import ZODB
from App.config import getConfiguration
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql import session
from cites.cug.core.sql.journal import find_journal
from cites.cug.core.sql.replay import apply_left, left_entries
from cites.cug.core.sql.schema import upgrade
from cites.cug.login.models import CodeGenerator
from cites.cug.workspaces.change_log import note_new
from cites.cug.wsgi.store_troubles import BUSY, store_trouble
from datetime import datetime, UTC
from sqlalchemy import text
from sqlalchemy.orm import Session
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import environment, ROOT
from threading import Thread
from unittest.mock import patch


@pytest.fixture(scope="module")
def server():
    config = getConfiguration()
    before = getattr(config, "product_config", None)
    with postgresql() as server:
        address = (
            f"postgresql+psycopg2://cug@/cug?host={server.socket}&port={server.port}"
        )
        config.product_config = {"cites.cug": {"records-url": address}}
        upgrade()
        yield server
        session.engine(address).dispose()
    config.product_config = before


@pytest.fixture
def root():
    """The root of a database of content."""
    database = ZODB.DB(None)
    connection = database.open()
    connection.root()[session.CONTENT] = {}
    transaction.commit()
    yield connection.root()
    transaction.abort()
    connection.close()
    database.close()


def test_each_deed_is_kept_in_both_stores_or_in_neither():
    """The tests of SQLite, on PostgreSQL."""
    with postgresql() as server:
        address = (
            f"postgresql+psycopg2://cug@/cug?host={server.socket}&port={server.port}"
        )
        ran = subprocess.run(
            [ROOT / "bin" / "test", "-m", "tests.operations.test_journal_deeds"],
            env={**environment(), "RECORDS_URL": address},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "Ran 1 tests with 0 failures" in ran.stdout
        assert server.query("select count(*) from journal_applied") != ["0"]


def write(key):
    session.write_session().execute(
        text(f"INSERT INTO message_key VALUES ('{key}', now())")
    )


def written(server):
    return server.query("select id from message_key order by id")


def die(voter, _transaction):
    if voter.tx is not None:
        voter._finish("died")


def lose(root, *keys):
    """A transaction that writes to both stores; the process dies before records are."""
    with patch.object(session.RecordsVote, "tpc_finish", die):
        root["changed"] = keys
        for key in keys:
            write(key)
        transaction.commit()
    transaction.begin()


def test_alone_it_has_no_entry(server, root):
    write("alone")
    transaction.commit()
    assert "alone" in written(server)
    assert find_journal(root) is None


def test_beside_content_it_comes_after_it(server, root):
    root["changed"] = True
    write("beside")
    transaction.commit()
    assert "beside" in written(server)
    assert len(list(find_journal(root).entries())) == 1
    assert left_entries(root) == []


def test_what_was_lost_comes_from_the_journal_once(server, root):
    lose(root, "lost", "found")
    assert "lost" not in written(server)
    assert apply_left(root) == 1
    assert {"lost", "found"} <= set(written(server))
    server.query("delete from message_key where id = 'lost'")
    assert apply_left(root) == 0
    assert "lost" not in written(server)


def test_an_entry_that_fails_stops_nothing(server, root):
    lose(root, "first")
    write("first")
    transaction.commit()
    lose(root, "second")
    assert apply_left(root) == 1
    assert "second" in written(server)
    (left,) = left_entries(root)
    assert "duplicate key value" in left.failed.reason


def test_savepoints_and_values_of_the_driver(server, root):
    """Bytes are wrapped by the driver, and lists stay lists."""
    row = {"user_id": "u", "key_id": "k", "sealed": b"\0seal", "last_step": 1}
    step = text(
        "UPDATE login_code_generator SET last_step = 2 WHERE user_id = ANY(:some)"
    )
    with patch.object(session.RecordsVote, "tpc_finish", die):
        root["changed"] = "savepoint"
        records = session.write_session()
        records.add(CodeGenerator(**row, since=datetime.now(UTC)))
        records.flush()
        records.execute(step, {"some": ["u", "v"]})
        point = transaction.savepoint()
        write("taken-back")
        point.rollback()
        transaction.commit()
    transaction.begin()
    assert apply_left(root) == 1
    assert "taken-back" not in written(server)
    sealed = "select encode(sealed, 'hex') from login_code_generator where last_step = 2"
    assert server.query(sealed) == [b"\0seal".hex()]


def test_who_is_under_way_is_waited_for(server, root):
    """The key of an entry is taken until its own transaction ends."""
    applied = []

    def finish(voter, _transaction):
        if voter.tx is None:
            return
        thread = Thread(target=lambda: applied.append(apply_left(root)))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        voter.tx.commit()
        voter._finish("committed")
        thread.join()

    with patch.object(session.RecordsVote, "tpc_finish", finish):
        root["changed"] = "under way"
        write("under-way")
        transaction.commit()
    assert applied == [0]


def test_changes_of_topics_are_numbered_in_the_order_of_their_commits(server, root):
    """Also those that come from the journal: who follows the changes misses none."""
    with patch.object(session.RecordsVote, "tpc_finish", die):
        root["changed"] = "topic"
        note_new(session.write_session(), "left", "/left")
        transaction.commit()
    transaction.begin()
    with Session(session.engine(records_url())) as other:
        note_new(other, "other", "/other")
        thread = Thread(target=apply_left, args=(root,))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        other.commit()
        thread.join()
    order = "select topic_uid from workspace_change order by number"
    assert server.query(order) == ["other", "left"]


def test_who_waits_too_long_is_asked_to_retry(server, monkeypatch):
    write("held")
    change = text("UPDATE message_key SET since = now() WHERE id = 'alone'")
    session.session().execute(change)
    refused = []

    def wait():
        session.write_session().execute(text("SET LOCAL lock_timeout = 100"))
        try:
            session.session().execute(change)
        except session.RecordsBusy as busy:
            refused.append(busy)
        transaction.abort()

    thread = Thread(target=wait)
    thread.start()
    thread.join()
    transaction.abort()
    assert store_trouble(refused[0]) is BUSY


def test_nobody_waits_for_ever(server):
    assert session.session().scalar(text("SHOW lock_timeout")) == "10s"
    transaction.abort()
