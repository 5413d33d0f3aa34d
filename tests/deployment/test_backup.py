"""The drill: writes go on, a backup is made, the portal is lost, and put back elsewhere.

On both deployments, with the words of docs/deployment.md.
"""

import json
import os
import pytest
import requests
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from pyrage import x25519
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import (
    buildout,
    free_port,
    run,
    running,
    serving,
    wait_until,
)
from tests.library.http import as_json
from tests.library.marked import pdf


PASSWORD = "cheetah-demo-2026"
JSON = {"Accept": "application/json"}
ALERT = {
    "@type": "Alert",
    "alert_type": "seizure",
    "handling": "amber",
    "incident_country": "XA",
    "specimens": [{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 5}],
}


class Deployment:
    def __init__(self, directory, profile, **settings):
        self.directory, self.profile, self.settings = directory, profile, settings
        self.port = free_port()

    def build(self):
        before = os.umask(0o077)
        try:
            self.directory.mkdir(exist_ok=True)
            buildout(
                self.profile,
                self.directory,
                hosts="127.0.0.1",
                http_address=f"127.0.0.1:{self.port}",
                **self.settings,
            )
        finally:
            os.umask(before)

    def cug(self, *words):
        return run(self.directory / "bin" / "cug", "--json", "--quiet", *words)

    def done(self, *words):
        ran = self.cug(*words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout)

    def serve(self):
        return serving(self.directory, "instance", self.port)


@contextmanager
def on_sqlite(folder, seeds):
    """Gives a deployment with a portal, and an empty one."""
    seeds.plant(folder / "first" / "var")
    yield [Deployment(folder / name, "production.cfg") for name in ("first", "second")]


@contextmanager
def on_postgresql(folder, seeds):
    with seeds.planted(folder / "first" / "var") as first, postgresql() as second:
        yield [
            Deployment(
                folder / name,
                "postgresql.cfg",
                database_host=server.socket,
                database_port=server.port,
            )
            for name, server in (("first", first), ("second", second))
        ]


KINDS = {"sqlite": on_sqlite, "postgresql": on_postgresql}


class Writer(threading.Thread):
    """Publishes alerts and sends messages until told to stop; notes what was answered."""

    def __init__(self, portal):
        super().__init__()
        self.group = f"{portal}/cheetahs"
        self.client = requests.Session()
        self.client.headers.update(JSON)
        body = {"login": "secretariat", "password": PASSWORD}
        token = self.client.post(f"{portal}/@login", json=body).json()["token"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        self.stopping = threading.Event()
        self.published, self.sent = [], []

    def run(self):
        number = 0
        while not self.stopping.is_set():
            number += 1
            self.write(f"EXERCISE {number}")

    def write(self, title):
        alert = {**ALERT, "title": title}
        made = self.client.post(f"{self.group}/library", json=alert)
        if made.status_code != 201:
            return
        path = made.json()["@id"]
        if self.client.post(f"{path}/@workflow/publish").ok:
            self.published.append((path.rpartition("/")[2], title))
        letter = {"to": ["police-xb"], "subject": title, "body": "<p>At dawn.</p>"}
        if self.client.post(f"{self.group}/@messages", json=letter).status_code == 201:
            self.sent.append(title)


def listed(portal):
    """Titles of what a recipient finds: published alerts, messages."""
    client = requests.Session()
    client.headers.update(JSON)
    body = {"login": "police-xb", "password": PASSWORD}
    token = client.post(f"{portal}/@login", json=body).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    group = f"{portal}/cheetahs"
    alerts = everything(client, f"{group}/@library")
    inbox = everything(client, f"{group}/@messages?folder=inbox")
    return {one["title"] for one in alerts}, {one["subject"] for one in inbox}


def everything(client, url):
    """The items of all batches: the writer is quick, and the backups may be slow."""
    found = []
    while url:
        answer = client.get(url).json()
        found += answer["items"]
        url = answer.get("batching", {}).get("next")
    return found


def wait_for_sent(writer, number):
    """Until it has sent so many messages."""
    while len(writer.sent) < number:
        assert writer.is_alive()
        time.sleep(0.05)


def assert_closed(folder, words):
    """No file of the folder, unpacked or as it is, holds one of the words."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert not [word for word in words if word in data], path
        assert not data.startswith(b"x\x01"), path  # how zlib would begin


@pytest.mark.parametrize("kind", KINDS)
def test_a_portal_that_was_lost_is_there_again(kind, tmp_path, seeds):
    backups, keys = tmp_path / "backups", tmp_path / "keys"
    identity = x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"{identity}\n", encoding="ascii")
    recipient, secret = str(identity.to_public()), ("--identity", tmp_path / "identity")
    with KINDS[kind](tmp_path, seeds) as (first, second):
        first.build()
        with first.serve() as portal:
            writer = Writer(portal)
            writer.start()
            wait_for_sent(writer, 2)
            refused = first.cug("backup", backups)
            assert refused.returncode == 2
            assert "backup-recipient" in json.loads(refused.stdout)["error"]
            first.done("backup", backups, "--encrypt-for", recipient)
            published = [title for _name, title in writer.published]
            sent = list(writer.sent)
            words = ("--keys", keys, "--encrypt-for", recipient)
            made = first.done("backup", backups, *words)
            wait_for_sent(writer, len(sent) + 2)  # the portal served all the time
            writer.stopping.set()
            writer.join()
        assert first.done("verify", backups, "--files-only")["faults"] == []
        assert first.done("verify", backups, *secret)["faults"] == []
        assert_closed(backups, [title.encode() for title in sent])
        assert_closed(keys, [b"bound-only"])
        assert first.done("verify")["faults"] == []
        refused = first.cug("restore", backups, *secret)
        assert refused.returncode == 2
        assert "empty place" in json.loads(refused.stdout)["error"]
        shutil.rmtree(first.directory)

        second.build()
        assert second.cug("rebuild").returncode == 2  # and it is empty all the same
        unread = second.cug("restore", backups)
        assert unread.returncode == 2
        assert "--identity" in json.loads(unread.stdout)["error"]
        without = second.cug("restore", backups, *secret)
        assert without.returncode == 2
        assert "--keys" in json.loads(without.stdout)["error"]
        (saved,) = keys.iterdir()
        restored = second.done("restore", backups, "--keys", saved, *secret)
        assert restored["backup"] == made["backup"]
        assert restored["faults"] == []
        second.done("rebuild")
        assert "there already" in second.done("upgrade", "--without-backup")["outcome"]
        assert second.done("verify")["faults"] == []
        examined = json.loads(second.cug("doctor").stdout)
        # Nobody has named a sender of e-mail, and no certificate is here.
        told = {fault["place"] for fault in examined["faults"]}
        told_of_places = {"/portal: mail", "mail", "public-url", "https://127.0.0.1"}
        # One disk holds everything here.
        lost = second.directory / "var" / "keys" / "message-keys"
        assert {"backup-recipient", str(lost)} <= told
        assert (
            told <= {"backup-recipient", "operations.backup", str(lost)} | told_of_places
        )
        with second.serve() as portal:
            alerts, letters = listed(portal)
        assert set(published) <= alerts
        assert set(sent) <= letters
        lost.rename(lost.with_name("elsewhere"))
        started = run(second.directory / "bin" / "instance", "console")
        assert started.returncode != 0
        assert "keys" in started.stdout + started.stderr


REPORT = {
    "@type": "LibraryDocument",
    "document_type": "report",
    "handling": "green",
}


def add_reports(portal, number):
    """Documents with a file each."""
    client = requests.Session()
    client.headers.update(JSON)
    client.auth = ("secretariat", PASSWORD)
    for count in range(number):
        file = as_json(pdf(word=f"report{count}"), f"report{count}.pdf")
        body = {**REPORT, "title": f"EXERCISE {count}", "file": file}
        made = client.post(f"{portal}/cheetahs/library", json=body)
        assert made.status_code == 201, made.text


def test_lost_files_are_named_and_all_else_is_saved_and_checked(
    tmp_path, small_disk, seeds
):
    backups = tmp_path / "backups"
    with on_sqlite(tmp_path, seeds) as (portal, _second):
        portal.build()
        with portal.serve() as address:
            add_reports(address, 3)
        full = portal.cug("backup", small_disk, "--in-the-clear")
        assert full.returncode == 2, full.stdout
        assert "A disk is full" in json.loads(full.stdout)["error"]
        portal.done("backup", backups, "--in-the-clear")
        assert portal.done("verify")["faults"] == []
        assert not kill_verify(portal, backups)

        blobs = sorted((portal.directory / "var" / "blobstorage").rglob("*.blob"))
        lost, changed = blobs[:2], blobs[2]
        for file in lost:
            file.unlink()
        changed.chmod(0o600)
        changed.write_bytes(b"%PDF-1.4 another")
        found = portal.cug("verify")
        assert found.returncode == 1, found.stdout + found.stderr
        words = [fault["words"] for fault in json.loads(found.stdout)["faults"]]
        assert len([one for one in words if "is missing" in one]) == 2, words
        assert len([one for one in words if "is not what was stored" in one]) == 1, words
        made = portal.cug("backup", backups, "--in-the-clear")
        assert made.returncode == 1, made.stdout + made.stderr
        told = json.loads(made.stdout)
        assert [fault["words"].rpartition("/")[2] for fault in told["faults"]] == [
            file.name for file in lost
        ]
        assert portal.done("verify", backups, "--files-only")["faults"] == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 kB; only root can make one."""
    disk = tmp_path / "small"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", disk]
    mounted = subprocess.run(words, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def kill_verify(portal, backups):
    """The copies of the data that a killed verification leaves behind."""
    var = portal.directory / "var"
    program = portal.directory / "bin" / "cug"
    log = portal.directory / "verify.log"
    with running(program, "verify", backups, log=log, anew=True) as process:
        wait_until(lambda: any(var.glob("verify-*/*")), process, log)
        process.kill()
    ends = time.monotonic() + 60
    while (left := list(var.glob("verify-*"))) and time.monotonic() < ends:
        time.sleep(0.1)
    return left
