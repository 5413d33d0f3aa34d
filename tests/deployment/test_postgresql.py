"""Two processes on PostgreSQL, built from its profile and used as one portal."""

import pytest
import requests
from contextlib import ExitStack
from tests.deployment.postgresql import postgresql
from tests.deployment.processes import buildout
from tests.deployment.processes import free_port
from tests.deployment.processes import run
from tests.deployment.processes import serving


class Deployment:
    """The portal's two addresses, its database and its administrator."""

    def __init__(self, directory, server, addresses):
        self.directory = directory
        self.server = server
        self.addresses = addresses
        password = (directory / "var" / "admin-password").read_text().strip()
        self.admin = ("admin", password)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    directory = tmp_path_factory.mktemp("postgresql")
    ports = {"instance": free_port(), "instance2": free_port()}
    with ExitStack() as stack:
        server = stack.enter_context(postgresql())
        buildout(
            "postgresql.cfg",
            directory,
            http_address=f"127.0.0.1:{ports['instance']}",
            http_address2=f"127.0.0.1:{ports['instance2']}",
            database_host=server.socket,
            database_port=server.port,
        )
        created = run(directory / "bin" / "create-site")
        assert created.returncode == 0, created.stderr
        addresses = [
            stack.enter_context(serving(directory, name, port))
            for name, port in ports.items()
        ]
        yield Deployment(directory, server, addresses)


def test_each_process_answers_and_shows_the_login_page(deployment):
    for portal in deployment.addresses:
        assert requests.get(f"{portal}/@@ok").text == "OK"
        page = requests.get(f"{portal}/login")
        assert page.status_code == 200
        assert 'name="__ac_password"' in page.text


def test_what_one_process_writes_the_other_reads(deployment):
    first, second = deployment.addresses
    json = {"Accept": "application/json"}
    group = {"@type": "ClosedUserGroup", "id": "ivory", "title": "Ivory"}
    made = requests.post(first, json=group, headers=json, auth=deployment.admin)
    assert made.status_code == 201, made.text
    read = requests.get(f"{second}/ivory", headers=json, auth=deployment.admin)
    assert read.json()["title"] == "Ivory"


def test_content_and_records_share_the_database(deployment):
    tables = deployment.server.query(
        "select tablename from pg_tables where schemaname = 'public'"
    )
    assert {"object_state", "blob_chunk", "audit_event"} <= set(tables)


def test_nothing_is_left_half_committed(deployment):
    assert deployment.server.query("select gid from pg_prepared_xacts") == []
