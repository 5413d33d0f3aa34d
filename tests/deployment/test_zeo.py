"""Two processes that share a ZEO server, built from its profile."""

import pytest
import requests
from contextlib import ExitStack
from tests.deployment.processes import (
    buildout,
    free_port,
    listens,
    run,
    running,
    serving,
    wait_until,
)
from tests.deployment.slow_line import slow_line


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("zeo")


def build(directory, zeo, **settings):
    """The ports of two processes of the profile."""
    first, second = free_port(), free_port()
    buildout(
        "zeo.cfg",
        directory,
        hosts="127.0.0.1",
        zeo_address=f"127.0.0.1:{zeo}",
        http_address=f"127.0.0.1:{first}",
        http_address2=f"127.0.0.1:{second}",
        **settings,
    )
    return first, second


@pytest.fixture(scope="module")
def portals(directory):
    """Two processes' portals, and the line on which the second hears the server."""
    zeo = free_port()
    first, _ = build(directory, zeo)
    log = directory / "zeoserver.log"
    with ExitStack() as stack:
        server = running(directory / "bin" / "zeoserver", "fg", log=log)
        process = stack.enter_context(server)
        wait_until(lambda: listens(zeo), process, log)
        created = run(directory / "bin" / "create-site")
        assert created.returncode == 0, created.stderr
        line = stack.enter_context(slow_line(zeo))
        elsewhere = directory / "elsewhere"
        elsewhere.mkdir()
        _, second = build(elsewhere, line.port, var=directory / "var")
        yield (
            stack.enter_context(serving(directory, "instance", first)),
            stack.enter_context(serving(elsewhere, "instance2", second)),
            line,
        )


def test_what_one_process_writes_the_other_reads_at_once(directory, portals):
    writing, reading, line = portals
    admin = ("admin", (directory / "var" / "admin-password").read_text().strip())
    json = {"Accept": "application/json"}
    group = {"@type": "ClosedUserGroup", "id": "ivory", "title": "Ivory"}
    # Whoever wrote goes on without waiting until the other process has heard of it.
    line.delay = 0.2
    made = requests.post(writing, json=group, headers=json, auth=admin)
    line.delay = 0
    assert made.status_code == 201, made.text
    read = requests.get(f"{reading}/ivory", headers=json, auth=admin)
    assert read.json()["title"] == "Ivory"


def test_creating_it_again_changes_nothing(directory, portals):
    again = run(directory / "bin" / "create-site")
    assert again.returncode == 0, again.stderr
    assert "there already" in again.stderr
