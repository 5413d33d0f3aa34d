"""Two processes that share a ZEO server, built from its profile."""

import pytest
import requests
from contextlib import ExitStack
from tests.deployment.processes import buildout
from tests.deployment.processes import free_port
from tests.deployment.processes import listens
from tests.deployment.processes import run
from tests.deployment.processes import running
from tests.deployment.processes import serving
from tests.deployment.processes import wait_until


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("zeo")


@pytest.fixture(scope="module")
def portals(directory):
    zeo, first, second = (free_port() for _ in range(3))
    buildout(
        "zeo.cfg",
        directory,
        hosts="127.0.0.1",
        zeo_address=f"127.0.0.1:{zeo}",
        http_address=f"127.0.0.1:{first}",
        http_address2=f"127.0.0.1:{second}",
    )
    with ExitStack() as stack:
        log = directory / "zeoserver.log"
        server = running(directory / "bin" / "zeoserver", "fg", log=log)
        process = stack.enter_context(server)
        wait_until(lambda: listens(zeo), process, log)
        created = run(directory / "bin" / "create-site")
        assert created.returncode == 0, created.stderr
        yield [
            stack.enter_context(serving(directory, name, port))
            for name, port in (("instance", first), ("instance2", second))
        ]


def test_what_one_process_writes_the_other_reads(directory, portals):
    admin = ("admin", (directory / "var" / "admin-password").read_text().strip())
    json = {"Accept": "application/json"}
    group = {"@type": "ClosedUserGroup", "id": "ivory", "title": "Ivory"}
    made = requests.post(portals[0], json=group, headers=json, auth=admin)
    assert made.status_code == 201, made.text
    read = requests.get(f"{portals[1]}/ivory", headers=json, auth=admin)
    assert read.json()["title"] == "Ivory"


def test_creating_it_again_changes_nothing(directory, portals):
    again = run(directory / "bin" / "create-site")
    assert again.returncode == 0, again.stderr
    assert "there already" in again.stderr
