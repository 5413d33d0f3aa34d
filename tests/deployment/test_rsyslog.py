"""A real rsyslogd takes the trail as docs/trail.md tells to configure it."""

import json
import os
import pytest
import re
import shutil
from pathlib import Path
from tests.deployment.processes import free_port, listens, ROOT, running, wait_until
from tests.permits.outside import Authority
from tests.trail_desk.streaming.case import StreamCase


PROGRAM = shutil.which("rsyslogd", path=f"{os.environ['PATH']}:/usr/sbin")
TLS = "lmnsd_gtls.so"
EXAMPLE = re.compile(r"^```text\n(global\(.*?)^```", re.M | re.S)
IS_THERE = PROGRAM and any(Path("/usr/lib").glob(f"*/rsyslog/{TLS}"))
#: Of whom the certificates are.
NAME = "portal"


def documented(folder: Path, port: int, peer: str) -> str:
    """The configuration of docs/trail.md, with the files of a folder."""
    (text,) = EXAMPLE.findall((ROOT / "docs" / "trail.md").read_text(encoding="utf-8"))
    for old, new in (
        ("/etc/rsyslog.d/portal/", f"{folder}/"),
        ("/var/log/", f"{folder}/"),
        ('port="6514"', f'port="{port}"'),
        ('PermittedPeer=["cug.example.org"]', f'PermittedPeer=["{peer}"]'),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.skipif(not IS_THERE, reason="rsyslog with rsyslog-gnutls is not installed")
class RsyslogTest(StreamCase):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder, "authority")
        made = self.authority.certificate("receiver")
        (self.folder / "receiver.key").write_bytes(made.read_bytes())
        self.taken = self.folder / "portal-trail.jsonl"

    def serving(self, peer=NAME):
        port = free_port()
        file, log = self.folder / "rsyslog.conf", self.folder / "rsyslog.log"
        file.write_text(documented(self.folder, port, peer))
        self.configure(
            stream=f"syslog://127.0.0.1:{port}",
            stream_authorities=self.authority.file,
            stream_certificate=self.authority.certificate("portal"),
            stream_enterprise="32473",
        )
        command = (PROGRAM, "-n", "-f", file, "-i", self.folder / "rsyslog.pid")
        started = running(*command, log=log)
        process = self.enterContext(started)
        wait_until(lambda: listens(port), process, log)
        return process, log

    def records(self):
        if not self.taken.exists():
            return []
        return [json.loads(line) for line in self.taken.read_text().splitlines()]

    def test_the_documented_configuration_takes_all_of_it(self):
        process, log = self.serving()
        self.sealed(1200)
        self.run_job()
        self.assertEqual((1200, None, False), self.stream())
        wait_until(lambda: len(self.records()) >= 1201, process, log)
        records = self.records()
        self.assertWhole(records, 1200)
        (checkpoint,) = (one for one in records if "checkpoint" in one)
        self.assertEqual([], self.verify(checkpoint["checkpoint"]))
        self.assertEqual("\u00e9 7", records[7]["detail"]["number"])

    def test_a_portal_of_another_name_is_refused(self):
        """After the handshake, by an end of the connection that looks like any other."""
        self.sealed(3)
        self.serving(peer="other.example.org")
        for _try in range(3):
            self.run_job()
            self.assertRefused()
            self.later(minutes=10)

    def test_whom_the_authority_has_not_signed_is_refused_and_refuses(self):
        self.sealed(3)
        self.serving()
        other = Authority(self.folder, "other")
        own = {"stream_certificate": self.authority.certificate("portal")}
        for settings in (
            {"stream_certificate": other.certificate("stranger")},
            {"stream_certificate": ""},
            {**own, "stream_authorities": other.file},
        ):
            self.configure(**settings)
            self.run_job()
            self.assertRefused()
            self.later(minutes=10)
        self.configure(**own, stream_authorities=self.authority.file)
        self.run_job()
        self.assertEqual((3, None, False), self.stream())

    def assertRefused(self):
        position, error, _claimed = self.stream()
        self.assertEqual(0, position)
        self.assertIn(error, ("certificate", "not_confirmed", "unreachable"))
        self.assertEqual([], self.records())
