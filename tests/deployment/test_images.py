"""The images' steps in a bare Debian, and their services beside each other.

`make test-images` runs it where there is neither podman nor docker; test_containers.py
builds the same with podman.
"""

import json
import os
import pytest
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pyrage import x25519
from tests.deployment.image_stages import (
    COMPOSE,
    context_files,
    Images,
    read_stages,
    Services,
    TOLD,
)
from tests.deployment.throw_away_root import NoRoot, throw_away_root


NAME = "cug.example.org"
HOST = ("--header", f"Host: {NAME}")
JSON = ("--header", "Accept: application/json")
ACCOUNT = "10001"
#: Nobody has its secret.
RECIPIENT = str(x25519.Identity.generate().to_public())
PORTAL = "http://127.0.0.1:8080/portal"
SERVED = ("database", "scanner", "portal", "proxy")
#: A signature by which the scanner has something to start with.
SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n"


def test_the_stages_are_read():
    stages = read_stages()
    assert {told["build"]["target"] for told in COMPOSE["services"].values()} < set(
        stages
    )
    names = {step.name for stage in stages.values() for step in stage.steps}
    assert names == {"RUN", "COPY", "ENV", "WORKDIR", "ARG", "CMD", *TOLD}
    build = [step.text for step in stages["build"].steps if step.name == "RUN"]
    # Comments within a step are no part of it.
    assert not [text for text in build if "\n" in text or "#" in text]
    assert stages["portal"].told("ENTRYPOINT") == '["portal"]'


def test_what_is_given_to_a_build():
    files = set(context_files())
    assert {
        "constraints.txt",
        "deploy/containers/portal",
        "scripts/environment.py",
    } <= files
    assert not [name for name in files if name.endswith((".mo", ".pyc"))]
    assert not [name for name in files if name.startswith(("tests/", "docs/", "var/"))]


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Iterator[Services]:
    if "CUG_BARE_ROOT" not in os.environ:
        pytest.skip("only make test-images and make test-deployment build images")
    folder = tmp_path_factory.mktemp("images")
    bundle = os.environ.get("SSL_CERT_FILE")
    with ExitStack() as stack:
        place = folder / "bare"
        place.mkdir()
        try:
            bare = stack.enter_context(throw_away_root(place, bare=True))
        except NoRoot as reason:
            pytest.skip(f"No root of its own can be made here: {reason}")
        images = Images(bare, folder, {"ca": bundle} if bundle else {})
        for told in COMPOSE["services"].values():
            images.build(told["build"]["target"], told["build"].get("args", {}))
        secrets = folder / "secrets"
        secrets.mkdir()
        make_secrets(secrets)
        (folder / "volumes" / "signatures").mkdir(parents=True)
        (folder / "volumes" / "signatures" / "test.hdb").write_text(SIGNATURE)
        images.run(f"chown -R {ACCOUNT}:{ACCOUNT} {secrets} {folder}/volumes/signatures")
        settings = {"CUG_HOST": NAME, "CUG_BACKUP_RECIPIENT": RECIPIENT}
        yield Services(images, settings, secrets)


def make_secrets(folder) -> None:
    # What a file of passwords must not take for its own signs.
    (folder / "database-password").write_text("a:b\\c'd e\n", encoding="utf-8")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", folder / "certificate.key", "-out", folder / "certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )
    for file in folder.iterdir():
        file.chmod(0o600)


@pytest.fixture(scope="module")
def served(services) -> Iterator[dict[str, subprocess.Popen]]:
    """All that serve, each healthy as its image says; who has made the site has ended."""
    with ExitStack() as stack:
        processes = {}
        for name in SERVED:
            if name == "portal":
                made = services.once("portal", "create-site")
                assert made.returncode == 0, made.stdout
            processes[name] = stack.enter_context(services.running(name))
        yield processes


def test_the_portal_is_there(services, served):
    assert services.visit(f"{PORTAL}/@@ok", *HOST) == (200, "OK")
    status, said = services.visit(f"{PORTAL}/@@ready", *HOST)
    assert status == 200, said


def test_a_log_in(services, served):
    password = services.beside("portal", "cat", "/srv/cug/portal/var/admin-password")
    told = {"login": "admin", "password": password.stdout.strip()}
    asked = ("--json", json.dumps(told), *HOST, *JSON)
    status, said = services.visit(f"{PORTAL}/@login", *asked)
    assert status == 200, said
    assert json.loads(said)["token"]
    wrong = ("--json", json.dumps({**told, "password": "wrong"}), *HOST, *JSON)
    assert services.visit(f"{PORTAL}/@login", *wrong)[0] == 401


def test_it_is_reached_through_the_proxy(services, served):
    told = ("--resolve", f"{NAME}:443:127.0.0.1")
    told += ("--cacert", str(services.secrets / "certificate.pem"))
    status, page = services.visit(f"https://{NAME}/login", *told)
    assert status == 200
    assert f"https://{NAME}/" in page


@pytest.mark.parametrize("name", SERVED)
def test_nothing_but_volumes_can_be_written(services, served, name):
    assert "Read-only" in services.beside(name, "touch", "/srv/cug/new").stdout
    told = services.beside(name, "cat", "/proc/self/status").stdout.split()
    for rights in ("CapEff:", "CapPrm:", "CapBnd:"):
        assert int(told[told.index(rights) + 1], 16) == 0
    assert told[told.index("Uid:") + 1] == ACCOUNT


def test_the_doctor_misses_only_what_is_not_there(services, served):
    """Mail settings, a name server and a second disk are missing, nothing else."""
    said = services.once("portal", "cug", "doctor").stdout
    mail = ("mail: has no server", "mail: has no sender")
    for missing in (*mail, "cannot be reached", "on the disk of the data"):
        assert missing in said
    assert "Faults: 4\n" in said


def test_the_portal_ends_when_it_is_told_to(services, served):
    """The last of the tests: it is not started again."""
    assert services.stop("portal", served["portal"]) == 0
