"""`make start` as a new user meets it, on a fresh data directory."""

import json
import os
import pytest
import re
import requests
import signal
import socket
import subprocess
from tests.deployment.processes import (
    answers,
    free_port,
    kill,
    PATIENCE,
    ROOT,
    running,
    wait_until,
)


PASSWORD = "cheetah-demo-2026"
JSON = {"Accept": "application/json"}


class Start:
    """One `make start`: its process and what it has printed."""

    def __init__(self, process, log, port):
        self.process = process
        self.log = log
        self.portal = f"http://127.0.0.1:{port}/portal"

    @property
    def output(self):
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, condition):
        wait_until(condition, self.process, self.log)

    def log_in(self, login, password=PASSWORD):
        body = {"login": login, "password": password}
        return requests.post(f"{self.portal}/@login", json=body, headers=JSON)

    def library_total(self):
        token = self.log_in("secretariat").json()["token"]
        headers = {**JSON, "Authorization": f"Bearer {token}"}
        listing = requests.get(f"{self.portal}/cheetahs/@library", headers=headers)
        assert listing.status_code == 200, listing.text
        return listing.json()["items_total"]


#: A company's proxy, which knows nothing of this machine, and here does not even answer.
PROXY = {"http_proxy": "http://127.0.0.1:9", "no_proxy": ""}


def make_start(folder, port, name, **options):
    return running(
        *("make", "-C", ROOT, "start"),
        log=folder / name,
        PORT=str(port),
        **{"VAR": str(folder / "var"), **PROXY, **options},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("start")


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture(scope="module")
def interrupted(folder, port):
    """A first start, killed while it creates the portal."""
    with make_start(folder, port, "interrupted") as process:
        start = Start(process, folder / "interrupted", port)
        start.wait_for(lambda: "cheetahs: 10 of" in start.output)
        kill(process)
        yield start


@pytest.fixture(scope="module")
def start(folder, port, interrupted):
    """The same again, until it says that the portal is there."""
    with make_start(folder, port, "start") as process:
        start = Start(process, folder / "start", port)
        start.wait_for(lambda: "Ready after" in start.output)
        yield start


def test_an_interrupted_start_left_no_portal(interrupted):
    assert "Creating the portal" in interrupted.output
    assert "The portal: " not in interrupted.output


def test_it_prints_the_address_and_how_to_log_in(start):
    assert f"The portal: {start.portal}\n" in start.output
    assert PASSWORD in start.output
    for account in ("secretariat", "customs-xa", "contact-xa", "igo-unodc", "outsider"):
        assert re.search(rf"^ +{account}\b", start.output, re.MULTILINE), account


def test_it_serves_this_machine_only(start):
    port = int(start.portal.split(":")[2].removesuffix("/portal"))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port))


def test_the_secretariat_logs_in_and_reads_the_library(start):
    assert start.library_total() > 0


def test_the_readme_tells_the_truth(start):
    """Its commands publish an alert that customs can read and an IGO cannot.

    They look up a permit too, of which an IGO gets no names.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"```sh\n(portal=.*?)```", readme, re.DOTALL)
    commands = commands.replace("http://127.0.0.1:8080/portal", start.portal)
    done = subprocess.run(["bash", "-e"], input=commands, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    published, listing, audience, refusal, *permits = answers_in(done.stdout)
    assert published["review_state"] == "enforcement"
    assert [i["title"] for i in listing["items"]] == ["EXERCISE: five cubs in a crate"]
    assert audience["members"] > 1
    assert refusal["type"] == "NotFound"
    (for_customs,), (for_igo,) = (answer["items"] for answer in permits)
    assert for_customs["verdict"] == for_igo["verdict"] == "valid"
    assert for_customs["exporter"]["name"]
    assert for_igo["exporter"] == {"country": "XA"}


def answers_in(text):
    """JSON documents that follow each other."""
    decoder = json.JSONDecoder()
    while text := text.strip():
        document, end = decoder.raw_decode(text)
        yield document
        text = text[end:]


def test_a_wrong_password_is_refused(start):
    assert start.log_in("secretariat", "cheetah").status_code == 401


#: What a start says of its steps, in their order.
STEPS = ("Installing", "Writing the deployment", "Creating", "Ready after")


def assert_nothing_begun(output):
    """It was said at once: before any step that takes time."""
    assert not [step for step in STEPS if step in output], output


def test_a_taken_port_is_said_at_once(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with make_start(folder, port, "taken") as process:
            assert process.wait(PATIENCE) != 0
    output = (folder / "taken").read_text()
    assert f"Port {port}" in output
    assert "PORT=" in output
    assert_nothing_begun(output)


def test_data_that_cannot_be_written_are_said_at_once(folder):
    with make_start(folder, free_port(), "read-only", VAR="/proc/data") as process:
        assert process.wait(PATIENCE) != 0
    output = (folder / "read-only").read_text()
    assert_nothing_begun(output)
    assert "/proc/data cannot be written" in output
    assert "VAR=" in output
    assert "Traceback" not in output


def test_a_data_directory_serves_one_start(folder, start):
    with make_start(folder, free_port(), "second") as process:
        assert process.wait(PATIENCE) != 0
    output = (folder / "second").read_text()
    assert "in use" in output
    assert_nothing_begun(output)
    assert answers(f"{start.portal}/@@ok")


def test_ctrl_c_stops_it_and_the_next_start_has_everything(folder, start):
    total = start.library_total()
    # A terminal sends it to the whole group.
    os.killpg(start.process.pid, signal.SIGINT)
    start.process.wait(PATIENCE)
    assert not answers(f"{start.portal}/@@ok")
    port = free_port()
    with make_start(folder, port, "next") as process:
        following = Start(process, folder / "next", port)
        following.wait_for(lambda: "Ready after" in following.output)
        assert "Creating" not in following.output
        assert following.library_total() == total
