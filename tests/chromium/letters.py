"""Letters that the portal sends, taken by a mail server of the tests' own."""

import json
import re
import requests
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.policy import default
from pathlib import Path
from tests.chromium.portal import Portal
from tests.deployment.processes import (
    free_port,
    listens,
    PATIENCE,
    running,
    SMTP_SERVER,
    wait_until,
)


JSON = {"Accept": "application/json"}


class Letters:
    """What the mail server has taken, by reader."""

    def __init__(self, file: Path):
        self.file = file

    def wait_for(self, reader: str, words: str) -> str:
        """The text of the letter that says so."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for text in self.texts(reader):
                if words in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"No letter to {reader} says {words!r}.")

    def texts(self, reader: str) -> Iterator[str]:
        if not self.file.exists():
            return
        for line in self.file.read_text(encoding="ascii").splitlines():
            kept = json.loads(line)
            if kept["to"] == [reader]:
                mail = message_from_string(kept["content"], policy=default)
                yield f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"


def link_in(text: str, page: str = "") -> str:
    """The first link of a letter, or the first that leads to that page."""
    return re.search(rf"http://\S*{page}\S*", text)[0]


@contextmanager
def letters_of(portal: Portal, directory: Path) -> Iterator[Letters]:
    """Let the portal send, as its site manager would."""
    port, file, log = free_port(), directory / "mails", directory / "log"
    settings = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "email_from_address": "portal@example.org",
        "email_from_name": "Portal (exercise)",
        "email_charset": "utf-8",
    }
    answer = requests.patch(
        f"{portal.address}/@controlpanels/mail",
        json=settings,
        headers=JSON,
        auth=("admin", portal.admin_password),
        timeout=60,
    )
    assert answer.status_code == 204, answer.text
    with running(sys.executable, SMTP_SERVER, port, file, "takes", 0, log=log) as process:
        wait_until(lambda: listens(port), process, log)
        yield Letters(file)
