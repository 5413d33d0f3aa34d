"""The database's machine is lost: its standby goes on with all that was acknowledged."""

import pytest
import time
from tests.deployment.messaging_portal import Deployment
from tests.deployment.processes import PATIENCE
from tests.deployment.replicas import replicated
from tests.deployment.senders import Client, keep_asking, Sent, stored
from threading import Event


SENDERS = ("customs-xa", "police-xb", "wildlife-xa")
SOME = 20


def wait_for_more(sent):
    """Until so many more messages are acknowledged."""
    wanted, deadline = len(sent.acknowledged) + SOME, time.monotonic() + PATIENCE
    while len(sent.acknowledged) < wanted and time.monotonic() < deadline:
        time.sleep(0.1)


@pytest.fixture
def pair(tmp_path, seeds):
    with replicated(seeds.plant_beside_database(tmp_path / "var")) as pair:
        yield pair


def test_nothing_acknowledged_is_lost_when_the_standby_takes_over(pair, tmp_path):
    deployment = Deployment(tmp_path, "")
    deployment.build("postgresql.cfg", database_host=pair.hosts, database_port=pair.ports)
    deployment.add_members(5)
    sent, stop = Sent(), Event()
    with deployment.serve() as portal:
        clients = [Client(name, [portal]) for name in SENDERS]
        threads = [
            keep_asking(client, sent, stop, client.user, to=["police-xa"])
            for client in clients
        ]
        wait_for_more(sent)
        pair.lose_primary()
        before = len(sent.acknowledged)
        pair.promote()
        wait_for_more(sent)
        stop.set()
        for thread in threads:
            thread.join()
    assert sent.refused == []
    assert before and len(sent.acknowledged) >= before + SOME
    standby = f"host={pair.standby.socket}&port={pair.standby.port}"
    kept = stored(f"postgresql+psycopg2://cug@/cug?{standby}")
    assert set(sent.acknowledged.values()) <= kept
    assert len(kept) <= len(sent.asked)
