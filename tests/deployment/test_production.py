"""One process behind a reverse proxy, built from its profile."""

import json
import pytest
import requests
import socket
import stat
from contextlib import ExitStack
from tests.deployment.processes import buildout, free_port, run, serving


DEMO = {"login": "secretariat", "password": "cheetah-demo-2026"}
HOSTS = "cug.example.org 127.0.0.1"
#: What nginx adds to a request, as docs/deployment.md sets it up.
FROM_PROXY = {
    "Host": "cug.example.org",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def port(directory):
    port = free_port()
    address = f"127.0.0.1:{port}"
    settings = {"http_address": address, "hosts": HOSTS, "connections": 60}
    buildout("production.cfg", directory, anew=True, waiting_time=5, **settings)
    return port


@pytest.fixture(scope="module")
def refused(directory, port):
    """An attempt to create the portal with the demonstration."""
    return run(directory / "bin" / "create-site", "--demo", anew=True)


@pytest.fixture(scope="module")
def portal(directory, port, refused):
    created = run(directory / "bin" / "create-site", anew=True)
    assert created.returncode == 0, created.stderr
    with serving(directory, "instance", port, anew=True) as portal:
        yield portal


def test_the_demonstration_is_refused(refused):
    assert refused.returncode != 0
    assert refused.stderr.startswith("This is a production deployment")
    assert "created" not in refused.stderr


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


def test_zopes_own_screens_answer_nobody(directory, portal):
    admin = ("admin", (directory / "var" / "admin-password").read_text().strip())
    root = portal.removesuffix("/portal")
    for url in (f"{root}/manage_main", f"{portal}/manage_main", f"{root}/@@manage"):
        assert requests.get(url, auth=admin).status_code == 404


def test_pages_behind_the_proxy_have_its_address(portal):
    page = requests.get(f"{proxied(portal)}/login", headers=FROM_PROXY)
    assert page.status_code == 200
    assert "https://cug.example.org/" in page.text
    assert portal.removesuffix("/portal") not in page.text


def test_the_proxy_is_believed_about_tls_and_the_visitor(directory, portal):
    secure = requests.get(f"{proxied(portal)}/login", headers=FROM_PROXY)
    assert "Strict-Transport-Security" in secure.headers
    plain = requests.get(f"{portal}/login")
    assert "Strict-Transport-Security" not in plain.headers
    log = (directory / "var" / "log" / "instance-access.log").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert "203.0.113.7" in {line["address"] for line in lines}


def test_other_names_are_not_served(portal):
    answer = requests.get(f"{portal}/@@ok", headers={"Host": "evil.example"})
    assert answer.status_code == 421


def test_half_sent_requests_do_not_silence_it(port, portal):
    head = b"POST /portal/@login HTTP/1.1\r\nHost: cug.example.org\r\n"
    with ExitStack() as stack:
        for start in (head[:-9], head + b"Content-Length: 999\r\n\r\n{"):
            for _turn in range(150):
                line = socket.create_connection(("127.0.0.1", port), timeout=60)
                stack.enter_context(line).sendall(start)
            assert requests.get(f"{portal}/@@ok").status_code == 200


def test_a_large_body_is_refused_in_the_readers_language(portal):
    size = 30 * 2**20
    for language, said in (("en", "at most 16 kB"), ("es", "como máximo 16 kB")):
        headers = {**JSON, "Cookie": f"I18N_LANGUAGE={language}"}
        answer = requests.post(f"{portal}/@login", data=b"x" * size, headers=headers)
        assert answer.status_code == 413
        assert said in answer.json()["message"].replace("\xa0", " ")


def test_data_and_logs_are_for_its_account_alone(directory, portal):
    var = directory / "var"
    files = [file for file in var.rglob("*") if file.is_file()]
    open_to_others = [file for file in files if file.stat().st_mode & 0o077]
    assert files
    assert not open_to_others


def test_create_site_beside_a_process_says_what_to_do(directory, portal):
    again = run(directory / "bin" / "create-site")
    assert again.returncode != 0
    assert "Stop it" in again.stderr
    assert "Traceback" not in again.stderr


def proxied(portal):
    root = portal.removesuffix("/portal")
    return f"{root}/VirtualHostBase/https/cug.example.org:443/portal/VirtualHostRoot"
