"""One process behind a reverse proxy, built from its profile."""

import pytest
import requests
import stat
from tests.deployment.processes import buildout
from tests.deployment.processes import free_port
from tests.deployment.processes import run
from tests.deployment.processes import serving


DEMO = {"login": "secretariat", "password": "cheetah-demo-2026"}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def port(directory):
    port = free_port()
    buildout("production.cfg", directory, http_address=f"127.0.0.1:{port}")
    return port


@pytest.fixture(scope="module")
def refused(directory, port):
    """An attempt to create the portal with the demonstration."""
    return run(directory / "bin" / "create-site", "--demo")


@pytest.fixture(scope="module")
def portal(directory, port, refused):
    created = run(directory / "bin" / "create-site")
    assert created.returncode == 0, created.stderr
    with serving(directory, "instance", port) as portal:
        yield portal


def test_the_demonstration_is_refused(refused):
    assert refused.returncode != 0
    reason = refused.stderr.splitlines()[-1]
    assert "production" in reason, reason
    assert "created" not in refused.stdout


def test_the_portal_is_made_without_it(directory, portal):
    answer = requests.post(f"{portal}/@login", json=DEMO, headers=JSON)
    assert answer.status_code == 401
    admin = ("admin", (directory / "var" / "admin-password").read_text().strip())
    listed = requests.get(f"{portal}/@search", headers=JSON, auth=admin)
    assert listed.status_code == 200
    assert not [i for i in listed.json()["items"] if i["@type"] == "ClosedUserGroup"]


def test_the_administrator_has_a_password_of_its_own(directory, portal):
    file = directory / "var" / "admin-password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text().strip()) >= 20
    root = portal.removesuffix("/portal")
    for password in ("admin", "", "secret"):
        answer = requests.get(f"{root}/manage_main", auth=("admin", password))
        assert answer.status_code == 401


def test_addresses_are_those_of_the_proxy(portal):
    """The path that docs/deployment.md gives nginx."""
    root = portal.removesuffix("/portal")
    outside = f"{root}/VirtualHostBase/https/cug.example.org:443/portal/VirtualHostRoot"
    page = requests.get(f"{outside}/login")
    assert page.status_code == 200
    assert "https://cug.example.org/" in page.text
    assert root not in page.text
