"""Turns of writers in several processes on PostgreSQL, which lock a number there."""

import math
import pytest
import time
from cites.cug.core.sql.session import engine
from cites.cug.core.sql.turns import AdvisoryLock, Turns
from tests.deployment.postgresql import postgresql
from threading import Thread


#: Ends the connections that hold a turn, and waits (ms) until they are gone.
END = """select pg_terminate_backend(pid, 60000)
    from (select distinct pid from pg_locks where locktype = 'advisory') as holder"""
COUNT = "select count(*) from pg_locks where locktype = 'advisory'"


@pytest.fixture(scope="module")
def server():
    with postgresql() as server:
        yield server


@pytest.fixture
def url(server):
    address = f"postgresql+psycopg2://cug@/cug?host={server.socket}&port={server.port}"
    yield address
    server.query(END)
    engine(address).dispose()


@pytest.fixture
def processes(url):
    """Each has a connection of its own, as two processes have."""
    return [Turns(AdvisoryLock(url)) for _process in "ab"]


def test_another_process_waits_too(processes):
    here, there = processes
    mine = here.take(length=60)
    seen = []

    def write():
        turn = there.take(length=60)
        seen.append("there")
        there.end(turn)

    thread = Thread(target=write)
    thread.start()
    thread.join(0.3)
    assert seen == []
    here.end(mine)
    thread.join()
    assert seen == ["there"]
    assert here.take() is not None


def test_but_not_for_long(processes):
    here, there = processes
    here.take(length=60)
    assert there.take(length=0.05) is not None


def test_who_waits_tells_since_when(url, server):
    turn, next_one = AdvisoryLock(url), AdvisoryLock(url)
    assert turn.try_lock()
    assert turn.next_came() == math.inf
    for ago in (7, 3):  # the later one is told anew, in place of the first
        came = time.monotonic() - ago
        for _attempt in range(2):
            assert not next_one.try_lock(came)
        assert turn.next_came() == pytest.approx(came, abs=0.5)
        assert server.query(COUNT) == ["3"]
    turn.unlock()
    assert next_one.try_lock()
    assert next_one.next_came() == math.inf
    assert server.query(COUNT) == ["1"]


def test_since_when_is_not_known_without_the_database(url, server):
    lock = AdvisoryLock(url)
    assert lock.try_lock()
    server.restart()
    assert lock.next_came() is None


def test_who_came_first_is_first_in_whichever_process(processes):
    here, there = processes
    came, order = time.monotonic(), []
    mine = here.take(length=60)

    def write(turns, name, came):
        turn = turns.take(length=60, came=came)
        order.append(name)
        turns.end(turn)

    waiting = []
    for turns, name, ago in (
        (here, "here before", 3),
        (there, "there", 2),
        (here, "here after", 1),
    ):
        waiting.append(Thread(target=write, args=(turns, name, came - ago)))
        waiting[-1].start()
        while len(here._waiting) + bool(there._current) < len(waiting):
            time.sleep(0.001)
    while here._neighbours.next_came() == math.inf:
        time.sleep(0.001)
    here.end(mine)
    for thread in waiting:
        thread.join()
    assert order == ["here before", "there", "here after"]


def test_a_process_that_is_gone_holds_nobody_up(url, server):
    lock, other = AdvisoryLock(url), AdvisoryLock(url)
    assert lock.try_lock()
    assert not other.try_lock()
    server.query(END)
    assert other.try_lock()
    other.unlock()


def test_without_the_database_a_turn_holds_nobody_up(url, server):
    lock = AdvisoryLock(url)
    assert lock.try_lock()
    lock.unlock()
    server.restart()
    # It takes no lock any more, and asks on a new connection the next time.
    assert lock.try_lock()
    lock.unlock()
    assert lock.try_lock()
    assert server.query(COUNT) == ["1"]


def test_what_was_locked_on_a_lost_connection_is_forgotten(url, server):
    lock, other = AdvisoryLock(url), AdvisoryLock(url)
    assert lock.try_lock()
    server.query(END)
    assert other.try_lock()
    # It learns so with the first statement.
    assert lock.next_came() is None
    assert not lock.try_lock()
    other.unlock()
    assert lock.try_lock()
    lock.unlock()
