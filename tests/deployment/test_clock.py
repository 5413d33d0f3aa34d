"""The clock of a real process: it sends by itself, whatever becomes of the process."""

import json
import pytest
import requests
import signal
import sqlite3
import sys
from contextlib import contextmanager
from tests.deployment.processes import (
    answers,
    buildout,
    free_port,
    kill,
    listens,
    PATIENCE,
    running,
    SMTP_SERVER,
    wait_until,
)


JSON = {"Accept": "application/json"}
MESSAGE = {
    "to": ["police-xb"],
    "subject": "EXERCISE: zqsubject",
    "body": "<p>zqbody</p>",
    "handling": "amber",
}


class Deployment:
    """The demonstration's groups and a mail server that is not there yet."""

    def __init__(self, directory, seeds):
        self.directory, self.log = directory, directory / "instance.log"
        self.port, self.mail_port = free_port(), free_port()
        self.portal = f"http://127.0.0.1:{self.port}/portal"
        self.mails = directory / "mails"
        seeds.plant(directory / "var")
        buildout("development.cfg", directory, http_address=f"127.0.0.1:{self.port}")

    @contextmanager
    def serving(self):
        program = self.directory / "bin" / "instance"
        with running(program, "console", log=self.log) as process:
            self.wait(lambda: answers(f"{self.portal}/@@ok"), process)
            yield process

    @contextmanager
    def taking_mail(self):
        command = (sys.executable, SMTP_SERVER, self.mail_port, self.mails, "takes", 0)
        with running(*command, log=self.directory / "smtp.log") as process:
            self.wait(lambda: listens(self.mail_port), process)
            yield

    def wait(self, condition, process):
        wait_until(condition, process, self.log)

    def set_mail_server(self):
        password = (self.directory / "var" / "admin-password").read_text().strip()
        settings = {
            "smtp_host": "127.0.0.1",
            "smtp_port": self.mail_port,
            "email_from_address": "portal@example.org",
            "email_from_name": "Portal (exercise)",
            "email_charset": "utf-8",
        }
        answer = requests.patch(
            f"{self.portal}/@controlpanels/mail",
            json=settings,
            headers=JSON,
            auth=("admin", password),
        )
        assert answer.status_code == 204, answer.text

    def send_message(self):
        answer = requests.post(
            f"{self.portal}/cheetahs/@messages",
            json=MESSAGE,
            headers=JSON,
            auth=("customs-xa", "cheetah-demo-2026"),
        )
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def notices(self):
        with sqlite3.connect(self.directory / "var/records/records.sqlite") as records:
            rows = records.execute("SELECT state, last_error, mail_id FROM notice")
            return list(rows)

    def put_off(self):
        """Nothing is due today, so that the clock sends nothing by itself."""
        with sqlite3.connect(self.directory / "var/records/records.sqlite") as records:
            records.execute("UPDATE notice SET due = datetime(due, '+1 day')")

    def try_again(self):
        answer = requests.post(
            f"{self.portal}/cheetahs/@notices",
            json={},
            headers=JSON,
            auth=("secretariat", "cheetah-demo-2026"),
        )
        assert answer.json() == {"notices": 1}, answer.text


@pytest.fixture(scope="module")
def deployment(tmp_path_factory, seeds):
    return Deployment(tmp_path_factory.mktemp("clock"), seeds)


def test_a_notice_outlives_its_process_and_a_mail_server_that_is_down(deployment):
    with deployment.serving() as process:
        deployment.set_mail_server()
        message = deployment.send_message()
        deployment.wait(lambda: deployment.notices()[0][1] == "unreachable", process)
        ((_state, _error, mail_id),) = deployment.notices()
        kill(process)
    deployment.put_off()
    with deployment.taking_mail(), deployment.serving() as process:
        deployment.try_again()
        deployment.wait(deployment.mails.exists, process)
        deployment.wait(lambda: deployment.notices()[0][0] == "sent", process)
    (mail,) = map(json.loads, deployment.mails.read_text().splitlines())
    assert mail["to"] == ["police-xb@example.org"]
    content = mail["content"].replace("=\r\n", "")
    assert f"Message-ID: <{mail_id}>" in content
    assert "TLP:AMBER" in content
    assert f"{deployment.portal}/cheetahs/messages/{message}" in content
    for secret in ("zq", "customs-xa", "Customs officer"):
        assert secret not in content


def test_the_clock_ends_with_the_process(deployment):
    with deployment.serving() as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    said = deployment.log.read_text(encoding="utf-8")
    assert "Traceback" not in said
    # Nothing of it was waited for in vain, until the patience of the stop was over.
    assert "cut off" not in said
