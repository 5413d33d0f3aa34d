"""A portal from which something is taken away: its process, its database, its disk.

What members do meanwhile is answered in words, and nothing of it is lost or half there.
"""

import os
import pytest
import requests
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tests.deployment.processes import (
    answers,
    buildout,
    free_port,
    PATIENCE,
    running,
    serving,
    wait_until,
)


PASSWORD = "cheetah-demo-2026"
JSON = {"Accept": "application/json"}
ALERT = {"@type": "Alert", "title": "Five cubs in a crate", "alert_type": "seizure"}
WRITERS = 6


def log_in(portal, login="secretariat"):
    body = {"login": login, "password": PASSWORD}
    answer = requests.post(f"{portal}/@login", json=body, headers=JSON, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    return {**JSON, "Authorization": f"Bearer {answer.json()['token']}"}


def build(directory, profile, **settings):
    """A deployment for a portal that is there; where its process listens."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    buildout(profile, directory, hosts="127.0.0.1", http_address=address, **settings)
    return port


def add(portal, member, number):
    """What comes of adding an alert: a status, or that no answer came."""
    try:
        return requests.post(
            f"{portal}/cheetahs/library",
            json={**ALERT, "title": f"Crate {number}"},
            headers=member,
            timeout=PATIENCE,
        ).status_code
    except requests.ConnectionError as error:
        return "refused" if "refused" in str(error) else "cut off"


def titles(portal, member):
    url = f"{portal}/cheetahs/@library?b_size=100"
    listed = requests.get(url, headers=member, timeout=PATIENCE).json()
    return [item["title"] for item in listed["items"]]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_cuts_nobody_off(tmp_path, seeds, number):
    seeds.plant(tmp_path / "var")
    port = build(tmp_path, "production.cfg")
    portal, log = f"http://127.0.0.1:{port}/portal", tmp_path / "instance.log"
    command = (tmp_path / "bin" / "instance", "console")
    with running(*command, log=log) as process, ThreadPoolExecutor(WRITERS) as writers:
        wait_until(lambda: answers(f"{portal}/@@ok"), process, log)
        member = log_in(portal)
        asked = [writers.submit(add, portal, member, number) for number in range(60)]

        def written():
            return sum(one.done() and one.result() == 201 for one in asked)

        # One of each writer's is answered, and the others are being written or wait.
        wait_until(lambda: written() >= WRITERS, process, log)
        process.send_signal(number)
        came = [one.result() for one in asked]
        assert process.wait(PATIENCE) == 0, log.read_text()
    assert "cut off" not in came
    assert set(came) <= {201, 503, "refused"}, came
    assert came.count(201) >= WRITERS
    with serving(tmp_path, "instance", port) as portal:
        assert len(titles(portal, log_in(portal))) == came.count(201)


def test_without_postgresql_it_says_so_and_is_back_by_itself(tmp_path, seeds):
    with seeds.planted(tmp_path / "var") as server:
        place = {"database_host": server.socket, "database_port": server.port}
        port = build(tmp_path, "postgresql.cfg", **place)
        with serving(tmp_path, "instance", port) as portal:
            member = log_in(portal)
            assert add(portal, member, 1) == 201
            server.stop()
            for path, headers in (
                ("cheetahs/@library", member),
                ("@@ok", {}),
                ("cheetahs", {"Accept-Language": "es"}),
                ("login", {}),
            ):
                url = f"{portal}/{path}"
                answer = requests.get(url, headers=headers, timeout=PATIENCE)
                assert answer.status_code == 503, (path, answer.text)
                assert answer.headers["Retry-After"] == "10"
                assert answer.headers["X-Request-ID"] in answer.text
                if headers is member:
                    assert answer.json()["type"] == "ServiceUnavailable"
                    assert answer.json()["errors"] == []
            assert add(portal, member, 2) == 503
            server.start()
            # A connection of the pool may be found to be lost once more.
            came = [add(portal, member, 3)]
            while came[-1] == 503 and len(came) < 10:
                came.append(add(portal, member, 3))
            assert came[-1] == 201, came
            assert sorted(titles(portal, member)) == ["Crate 1", "Crate 3"]


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 320 MB; only root can make one."""
    disk = tmp_path / "var"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=320m,mode=700", "tmpfs", disk],
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> Path:
    """All that is free, as a log of another program might."""
    file = disk / "filler"
    with file.open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 2**16)
        except OSError:
            return file


def test_a_full_disk_is_read_and_logged_in_to(tmp_path, small_disk, seeds):
    seeds.plant(small_disk)
    port = build(tmp_path, "production.cfg", var=small_disk, least_free=64)
    with serving(tmp_path, "instance", port) as portal:
        member = log_in(portal)
        assert add(portal, member, 1) == 201
        filler = fill(small_disk)
        time.sleep(2)
        assert add(portal, member, 2) == 507
        for login in ("customs-xa", "police-xb", "secretariat"):
            again = log_in(portal, login)
            assert requests.get(f"{portal}/cheetahs", headers=again).status_code == 200
        assert titles(portal, member) == ["Crate 1"]
        letter = {"to": ["police-xb"], "subject": "x", "body": "x", "handling": "amber"}
        url = f"{portal}/cheetahs/@messages"
        sent = requests.post(url, json=letter, headers=member, timeout=PATIENCE)
        assert (sent.status_code, sent.json()["type"]) == (507, "InsufficientStorage")
        os.unlink(filler)
        time.sleep(2)
        assert add(portal, member, 3) == 201
        assert sorted(titles(portal, member)) == ["Crate 1", "Crate 3"]
