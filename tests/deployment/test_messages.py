"""Messages in real deployments: many senders at once, and keys that are missing.

`make test-all` sends twice as many. ``test_kills.py`` kills while messages are delivered.
"""

import itertools
import pytest
import stat
from collections import Counter
from functools import partial
from tests.deployment.messaging_portal import on_postgresql, on_sqlite, with_zeo
from tests.deployment.processes import run
from tests.deployment.senders import at_once, Client, Sent, stored
from tests.sampling import EVERYTHING


SENDERS = ("customs-xa", "customs-xb", "police-xa", "police-xb")
#: Reads, and takes part in every delivery.
READERS = ("wildlife-xa", "wildlife-xc", "igo-unodc", "secretariat")
#: Of three messages, each sends one to everybody.
EACH_SENDS = 12 if EVERYTHING else 6


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory, seeds):
    with on_sqlite(tmp_path_factory.mktemp("sqlite"), seeds) as deployment:
        yield deployment


@pytest.fixture(scope="module")
def server(tmp_path_factory, seeds):
    with on_postgresql(tmp_path_factory.mktemp("postgresql"), seeds) as deployment:
        yield deployment


@pytest.fixture(params=["sqlite", "server"])
def double(request, tmp_path):
    """Two processes of one portal."""
    deployment = request.getfixturevalue(request.param)
    if request.param == "server":
        yield deployment
        return
    with with_zeo(deployment, tmp_path) as deployment:
        yield deployment


def test_many_senders_and_readers_at_once(double):
    """Nothing is lost, nothing fails, and all counts are right."""
    sent = Sent()
    before = stored(double.records)
    with double.both() as portals:
        turns = itertools.cycle((portals, portals[::-1]))
        senders = [Client(user, next(turns)) for user in (*SENDERS, *READERS)]
        readers = [Client(user, next(turns)) for user in READERS]
        failed = at_once(
            [partial(send_some, client, sent) for client in senders]
            + [partial(read_and_file, client) for client in readers]
        )
    answered = sum((client.statuses for client in senders + readers), start=Counter())
    print(dict(answered))
    assert not failed, failed
    assert set(answered) <= {200, 201, 204}, answered
    assert len(sent.acknowledged) == len(senders) * EACH_SENDS
    kept = stored(double.records)
    assert kept == before | set(sent.acknowledged.values())


def test_without_its_keys_it_does_not_start(sqlite):
    """It says what is missing and where, and makes no new keys in their place."""
    keys = sqlite.directory / "var" / "keys" / "message-keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    away = keys.rename(keys.with_name("away"))
    start = (sqlite.directory / "bin" / "instance", "console")
    try:
        lost = run(*start)
        keys.write_text("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
        keys.chmod(0o600)
        others = run(*start)
    finally:
        away.replace(keys)
    assert lost.returncode != 0
    assert f"There is no file of message keys at {keys}" in lost.stderr
    assert others.returncode != 0
    assert f"missing from {keys}" in others.stderr
    assert "Put the right keys there and start again" in others.stderr


def send_some(client, sent):
    """To everybody and to each other, in turn."""
    others = [user for user in (*SENDERS, *READERS) if user != client.user]
    for number in range(EACH_SENDS):
        everyone = number % 3 == 0
        letter = {"everyone": True} if everyone else {"to": others}
        sent.send(client, f"{client.user}-{number}", **letter)


def read_and_file(client):
    """What members do with what has come meanwhile."""
    for _ in range(EACH_SENDS):
        items = client.ask("GET").json()["items"]
        for item in items[:3]:
            path = f"/{item['id']}"
            client.ask("GET", path)
            client.ask("PATCH", path, json={"starred": True, "folder": "archive"})
            client.ask("PATCH", path, json={"read": False, "folder": "inbox"})
        if items:
            client.ask("DELETE", f"/{items[-1]['id']}")
