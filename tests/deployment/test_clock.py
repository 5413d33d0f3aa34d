"""The clock of a real process: it sends by itself, and ends with the process."""

import pytest
import requests
import signal
import sqlite3
import time
from tests.deployment.processes import answers
from tests.deployment.processes import buildout
from tests.deployment.processes import free_port
from tests.deployment.processes import run
from tests.deployment.processes import running
from tests.deployment.processes import wait_until


JSON = {"Accept": "application/json"}
#: For a group that is not there: the clock drops it without asking a mail server.
NOTICE = """
INSERT INTO notice (kind, reference, user_id, group_uid, created, due)
VALUES ('nothing', 'x', 'nobody', 'nowhere', '2026-01-01 00:00:00', '2026-01-01 00:00:00')
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("clock")


@pytest.fixture(scope="module")
def port(directory):
    port = free_port()
    buildout("development.cfg", directory, http_address=f"127.0.0.1:{port}")
    created = run(directory / "bin" / "create-site")
    assert created.returncode == 0, created.stderr
    return port


def states(directory):
    with sqlite3.connect(directory / "var" / "records" / "records.sqlite") as records:
        return [state for (state,) in records.execute("SELECT state FROM notice")]


def set_mail_server(directory, portal, port):
    password = (directory / "var" / "admin-password").read_text().strip()
    settings = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "email_from_address": "portal@example.org",
        "email_from_name": "Portal",
        "email_charset": "utf-8",
    }
    answer = requests.patch(
        f"{portal}/@controlpanels/mail",
        json=settings,
        headers=JSON,
        auth=("admin", password),
    )
    assert answer.status_code == 204, answer.text


def test_a_process_works_through_the_outbox_and_stops_at_once(directory, port):
    portal, log = f"http://127.0.0.1:{port}/portal", directory / "instance.log"
    with running(directory / "bin" / "instance", "console", log=log) as process:
        wait_until(lambda: answers(f"{portal}/@@ok"), process, log)
        with sqlite3.connect(directory / "var" / "records" / "records.sqlite") as records:
            records.execute(NOTICE)
        set_mail_server(directory, portal, free_port())
        wait_until(lambda: states(directory) == ["dropped"], process, log)
        since = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert time.monotonic() - since < 10
    assert "Traceback" not in log.read_text(encoding="utf-8")
