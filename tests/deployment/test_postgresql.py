"""Two processes on PostgreSQL, built from its profile and used as one portal."""

import pytest
import requests
from contextlib import ExitStack
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import buildout
from tests.deployment.processes import free_port
from tests.deployment.processes import ROOT
from tests.deployment.processes import run
from tests.deployment.processes import serving


ADD_GROUPS = ROOT / "tests" / "deployment" / "add_groups.py"
JSON = {"Accept": "application/json"}
ALERT = {"@type": "Alert", "title": "Five cubs in a crate", "alert_type": "seizure"}


class Deployment:
    """The portal's two addresses and its database."""

    def __init__(self, addresses, server):
        self.addresses = addresses
        self.server = server

    def log_in(self, login):
        """The headers of a member, whom every process knows."""
        body = {"login": login, "password": "cheetah-demo-2026"}
        answer = requests.post(f"{self.addresses[0]}/@login", json=body, headers=JSON)
        assert answer.status_code == 200, answer.text
        return {**JSON, "Authorization": f"Bearer {answer.json()['token']}"}


def build(directory, server, first="127.0.0.1:0", second="127.0.0.1:0"):
    buildout(
        "postgresql.cfg",
        directory,
        hosts="127.0.0.1",
        http_address=first,
        http_address2=second,
        database_host=server.socket,
        database_port=server.port,
    )


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    directory = tmp_path_factory.mktemp("postgresql")
    ports = {"instance": free_port(), "instance2": free_port()}
    with ExitStack() as stack:
        server = stack.enter_context(postgresql())
        build(directory, server, *(f"127.0.0.1:{port}" for port in ports.values()))
        for command in (
            [directory / "bin" / "create-site"],
            [directory / "bin" / "instance", "run", ADD_GROUPS],
        ):
            done = run(*command)
            assert done.returncode == 0, done.stderr
        addresses = [
            stack.enter_context(serving(directory, name, port))
            for name, port in ports.items()
        ]
        yield Deployment(addresses, server)


def test_each_process_answers_and_shows_the_login_page(deployment):
    for portal in deployment.addresses:
        assert requests.get(f"{portal}/@@ok").text == "OK"
        page = requests.get(f"{portal}/login")
        assert page.status_code == 200
        assert 'name="__ac_password"' in page.text


def test_what_one_process_writes_the_other_reads(deployment):
    """Publishing writes to content and records; both are there, in both processes."""
    first, second = (f"{portal}/cheetahs" for portal in deployment.addresses)
    secretariat, officer = map(deployment.log_in, ("secretariat", "customs-xa"))
    made = requests.post(f"{first}/library", json=ALERT, headers=secretariat)
    assert made.status_code == 201, made.text
    alert = made.json()["@id"]
    published = requests.post(f"{alert}/@workflow/publish", headers=secretariat)
    assert published.status_code == 200, published.text
    events = "select actor from audit_event where action = 'library.state'"
    assert deployment.server.query(events) == ["secretariat"]
    read = requests.get(alert.replace(first, second), headers=officer)
    assert read.json()["title"] == ALERT["title"]
    listing = requests.get(f"{second}/@library", headers=officer).json()
    assert [item["title"] for item in listing["items"]] == [ALERT["title"]]


def test_content_and_records_share_the_database(deployment):
    assert {"object_state", "blob_chunk", "audit_event"} <= deployment.server.tables()


def test_nothing_is_left_half_committed(deployment):
    assert deployment.server.query("select gid from pg_prepared_xacts") == []


def test_a_server_that_cannot_commit_in_two_phases_is_refused(tmp_path):
    with postgresql(max_prepared_transactions=0) as server:
        build(tmp_path, server)
        created = run(tmp_path / "bin" / "create-site")
        assert created.returncode != 0
        assert created.stderr.startswith("Set max_prepared_transactions")
