"""How records on PostgreSQL are committed: in two phases only where others vote too."""

import pytest
import transaction
from App.config import getConfiguration
from cites.cug.sql import session
from cites.cug.sql.schema import upgrade
from sqlalchemy import text
from tests.deployment.postgresql import postgresql
from threading import Thread


class Voter:
    """Votes last and sees what is prepared by then."""

    def __init__(self, server, refuse=False):
        self.server, self.refuse = server, refuse
        self.prepared = None

    def sortKey(self):
        return "~"

    def tpc_vote(self, _transaction):
        self.prepared = len(self.server.query("select gid from pg_prepared_xacts"))
        if self.refuse:
            raise ValueError("refused")

    def nothing(self, _transaction):
        pass

    abort = commit = tpc_begin = tpc_finish = tpc_abort = nothing


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


def write(key):
    session.writing().execute(text(f"INSERT INTO message_key VALUES ('{key}', now())"))


def written(server):
    return server.query("select id from message_key order by id")


def test_alone_nothing_is_prepared(server):
    write("alone")
    (own,) = transaction.get()._resources
    prepared = []
    own.tx.prepare = lambda: prepared.append(True)
    transaction.commit()
    assert "alone" in written(server) and not prepared


def test_beside_others_it_is_prepared_until_all_have_voted(server):
    write("beside")
    other = Voter(server)
    transaction.get().join(other)
    transaction.commit()
    assert other.prepared == 1
    assert "beside" in written(server)


def test_what_another_refuses_is_dropped(server):
    write("refused")
    transaction.get().join(Voter(server, refuse=True))
    with pytest.raises(ValueError, match="refused"):
        transaction.commit()
    transaction.abort()
    assert "refused" not in written(server)
    assert server.query("select gid from pg_prepared_xacts") == []


def test_what_reads_only_has_nothing_to_vote_on(server):
    session.session().execute(text("SELECT 1"))
    other = Voter(server)
    transaction.get().join(other)
    transaction.commit()
    assert other.prepared == 0


def test_who_waits_too_long_is_asked_to_retry(server, monkeypatch):
    write("held")
    change = text("UPDATE message_key SET since = now() WHERE id = 'alone'")
    session.session().execute(change)
    refused = []

    def wait():
        session.writing().execute(text("SET LOCAL lock_timeout = 100"))
        try:
            session.session().execute(change)
        except session.RecordsBusy as busy:
            refused.append(busy)
        transaction.abort()

    thread = Thread(target=wait)
    thread.start()
    thread.join()
    transaction.abort()
    assert refused


def test_nobody_waits_for_ever(server):
    assert session.session().scalar(text("SHOW lock_timeout")) == "10s"
    transaction.abort()
