"""The outbox on PostgreSQL, with several workers: each mail is one worker's."""

import pytest
import transaction
from App.config import getConfiguration
from cites.cug.core.encryption.keys import make_keys
from cites.cug.core.settings.deployment import records_url, SECTION
from cites.cug.core.sql.schema import upgrade
from cites.cug.core.sql.session import engine
from cites.cug.mailing import claims
from cites.cug.mailing.models import Choice, Notice
from cites.cug.mailing.outbox import queue_notices, troubles
from cites.cug.mailing.preferences import set_preference
from cites.cug.mailing.smtp import DeliveryOutcome, SENT
from datetime import datetime, timedelta, UTC
from sqlalchemy import select
from tests.deployment.postgresql import postgresql
from threading import Barrier, Thread


NOON = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
GROUP = "0" * 32
MAILS = 60
WORKERS = 4


@pytest.fixture(scope="module", autouse=True)
def records(tmp_path_factory):
    """The records of this process lie in PostgreSQL until the module ends."""
    with postgresql() as server:
        url = f"postgresql+psycopg2://cug@/cug?host={server.socket}&port={server.port}"
        config = getConfiguration()
        before = getattr(config, "product_config", None)
        keys = tmp_path_factory.mktemp("keys") / "message-keys"
        settings = {"records-url": url, "message-keys": str(keys)}
        config.product_config = {SECTION: settings}
        try:
            upgrade()
            make_keys()
            yield
        finally:
            transaction.abort()
            engine(records_url()).dispose()
            config.product_config = before


@pytest.fixture(autouse=True)
def empty():
    with engine(records_url()).begin() as connection:
        connection.execute(Notice.__table__.delete())


def run(work):
    return transaction.manager.run(work, 20)


def queue(*readers):
    run(lambda: queue_notices("tests.parcel", "x", GROUP, readers, at=NOON))


def rows():
    with engine(records_url()).connect() as connection:
        return list(connection.execute(select(Notice.__table__).order_by(Notice.user_id)))


def test_choices_decide_when():
    for name, choice in (("b", Choice.HOURLY), ("c", Choice.DAILY), ("d", Choice.OFF)):
        run(lambda name=name, choice=choice: set_preference(name, choice, at=NOON))
    queue("a", "b", "c", "d")
    due = {row.user_id: row.due for row in rows()}
    assert due == {
        "a": NOON,
        "b": NOON.replace(hour=13, minute=0),
        "c": NOON.replace(day=26, hour=6, minute=0),
    }


def test_what_was_rolled_back_is_not_there():
    queue_notices("tests.parcel", "x", GROUP, ["a"], at=NOON)
    transaction.abort()
    assert rows() == []


def test_each_mail_is_one_worker_s():
    queue(*(f"reader-{number}" for number in range(MAILS)))
    claimed, start = [], Barrier(WORKERS)

    def work():
        start.wait()
        run(lambda: claims.make_mails("example.org", NOON))
        for mail_id in run(lambda: claims.due_mails(NOON, MAILS)):
            mine = run(lambda mail_id=mail_id: claims.claim(mail_id, NOON))
            if mine is not None:
                claimed.append(mail_id)
                run(lambda mine=mine: claims.record_outcome(mine, SENT, NOON))

    threads = [Thread(target=work) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == MAILS
    assert {row.state for row in rows()} == {"sent"}


def test_a_claim_holds_until_its_time_is_over():
    queue("a")
    run(lambda: claims.make_mails("example.org", NOON))
    (mail_id,) = run(lambda: claims.due_mails(NOON, 10))
    slow = run(lambda: claims.claim(mail_id, NOON))
    later = slow.until + timedelta(seconds=1)
    assert run(lambda: claims.due_mails(NOON, 10)) == []
    assert run(lambda: claims.claim(mail_id, NOON)) is None
    again = run(lambda: claims.claim(mail_id, later))
    run(lambda: claims.record_outcome(slow, DeliveryOutcome("silent"), later))
    assert rows()[0].claimed_until == again.until
    run(
        lambda: claims.record_outcome(
            again, DeliveryOutcome("451 4.3.0", final=False), later
        )
    )
    assert (rows()[0].claimed_until, rows()[0].last_error) == (None, "451 4.3.0")


def test_what_the_secretariat_sees():
    queue("e", "f")
    total, lines = run(lambda: troubles(GROUP, NOON, letters=True))
    assert (total, [line.user_id for line in lines]) == (2, ["e", "f"])
    assert lines[0].since == NOON
