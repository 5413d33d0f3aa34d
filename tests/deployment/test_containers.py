"""deploy/compose.yaml is closed as docs/containers.md says, and works.

`make test-deployment` builds the images with podman, on a Debian that debootstrap unpacks
in place of the one that a registry has, and goes the document's ways.
"""

import os
import pytest
import re
import resource
import shutil
import subprocess
import time
import yaml
from collections.abc import Iterator
from pathlib import Path
from pyrage import x25519
from tests.deployment.processes import free_port, ROOT
from tests.deployment.throw_away_root import unpack_debian


DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
STAGES = re.findall(r"^FROM (\S+) AS (\w+)$", DOCKERFILE, re.MULTILINE)
BASE = "docker.io/library/debian:trixie-slim"
ACCOUNT = "10001"
NAME = "cug.example.org"
#: What .env must say.
REQUIRED = ("CUG_HOST", "CUG_BACKUP_RECIPIENT", "CUG_MAIL_HOST")
#: Opens the backups.
IDENTITY = x25519.Identity.generate()
#: The file by which scanners are tried out, in two pieces, so that this is no virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n"


@pytest.fixture(params=COMPOSE["services"])
def service(request) -> dict:
    return COMPOSE["services"][request.param]


def test_each_service_is_closed(service):
    assert service["user"] == f"{ACCOUNT}:{ACCOUNT}"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "restart", "logging"} <= set(service)
    assert not {"privileged", "cap_add", "network_mode", "pid", "env_file"} & set(service)


def test_each_service_is_a_stage_of_our_dockerfile(service):
    stages = {name for _base, name in STAGES}
    assert service["build"]["target"] in stages
    assert service["image"] == f"cug/{service['build']['target']}"


def test_only_the_proxy_is_reached_from_outside():
    open_to = [name for name, told in COMPOSE["services"].items() if told.get("ports")]
    assert open_to == ["proxy"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert list(COMPOSE["services"]["database"]["networks"]) == ["back"]


def test_the_portals_reach_nothing_outside_but_by_the_egress():
    networks, services = COMPOSE["networks"], COMPOSE["services"]
    leading_out = {name for name, told in networks.items() if not told.get("internal")}
    reaching_out = {
        name for name, told in services.items() if leading_out & set(told["networks"])
    }
    assert reaching_out == {"proxy", "egress", "scanner"}
    place = services["egress"]["networks"]["services"]["ipv4_address"]
    for name in ("portal", "portal2"):
        assert set(services[name]["networks"]) == {"front", "back", "services"}
        (mail,) = services[name]["extra_hosts"]
        assert mail.endswith(f":{place}")
        assert "CUG_MAIL_HOST" in mail
    both = [name for name, told in services.items() if "services" in told["networks"]]
    assert both == ["egress", "portal", "portal2"]
    # Whoever publishes no port is asked by the containers of its networks alone.
    assert "ports" not in services["egress"]


def egress(tmp_path, outside):
    """What the container does with that word: exit status, and nginx's configuration."""
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "nginx").write_text('#!/bin/sh\nexec cat "$2"\n', encoding="utf-8")
    (programs / "nginx").chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    done = subprocess.run(
        [DEPLOY / "containers" / "egress"],
        env={"PATH": path, "CUG_OUTSIDE": outside},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout or done.stderr


def test_the_egress_passes_on_to_what_is_named(tmp_path):
    outside = "smtp.example.org:587 epix.example.org:443 hooks.example.org:443"
    status, text = egress(tmp_path, outside)
    assert status == 0, text
    places = re.findall(r"^(\S+) (\S+:\d+);$", text, re.MULTILINE)
    assert sorted(places) == [
        ("587", "smtp.example.org:587"),
        ("epix.example.org", "epix.example.org:443"),
        ("hooks.example.org", "hooks.example.org:443"),
    ]
    assert "server { listen 587; ssl_preread off; proxy_pass $to_587; }" in text
    assert "server { listen 443; ssl_preread on; proxy_pass $to_443; }" in text
    assert text.count("listen") == 2
    assert "default" not in text


@pytest.mark.parametrize("place", ("smtp.example.org", "x:25;}", "[::1]:25", "x:123456"))
def test_the_egress_takes_names_and_ports_alone(tmp_path, place):
    status, text = egress(tmp_path, place)
    assert status == 2
    assert "is not NAME:PORT" in text


def test_the_portals_believe_the_proxys_address_alone():
    services = COMPOSE["services"]
    proxy = services["proxy"]["networks"]["front"]["ipv4_address"]
    for name in ("portal", "portal2"):
        assert services[name]["build"]["args"] == {"PROXY": proxy}
        address = services[name]["networks"]["front"]["ipv4_address"]
        assert f"{name}:{address}" in services["proxy"]["extra_hosts"]


def test_keys_lie_apart_from_data_and_backups_only_read_them():
    services = COMPOSE["services"]
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql"]
    for name in ("portal", "portal2"):
        assert "${CUG_KEYS:-/keys}:/keys" in services[name]["volumes"]
        # Whichever answers finds what the other has begun to take in.
        assert "uploads:/uploads" in services[name]["volumes"]
    assert "${CUG_KEYS:-/keys}:/keys:ro" in services["backup"]["volumes"]


def test_no_secret_stands_in_a_file_of_ours():
    files = [told["file"] for told in COMPOSE["secrets"].values()]
    assert all(file.startswith("${CUG_SECRETS:-/etc/cug}/") for file in files)
    told = yaml.safe_dump(COMPOSE["services"])
    assert "PASSWORD" not in told.upper().replace("DATABASE-PASSWORD", "")


def test_each_stage_ends_as_an_account_without_rights_and_says_how_it_is():
    bases = {base for base, _name in STAGES}
    parts = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert bases - {name for _base, name in STAGES} == {BASE}
    for (_base, name), part in zip(STAGES, parts, strict=True):
        if name in {told["build"]["target"] for told in COMPOSE["services"].values()}:
            assert re.findall(r"^USER (.+)$", part, re.MULTILINE) == ["cug"]
            assert "HEALTHCHECK" in part, name


def test_compose_understands_it():
    if not shutil.which("docker-compose"):
        pytest.skip("docker-compose is not installed")
    done = subprocess.run(
        ["docker-compose", "--file", DEPLOY / "compose.yaml", "config", "--quiet"],
        env={**os.environ, **dict.fromkeys(REQUIRED, "x")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


class Machine:
    """Where the services run: podman's settings, and a folder of secrets and backups."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.ports = {"CUG_HTTP": free_port(), "CUG_HTTPS": free_port()}
        settings = {
            "CUG_HOST": NAME,
            "CUG_SECRETS": folder / "secrets",
            "CUG_BACKUPS": folder / "backup",
            "CUG_SAVED_KEYS": folder / "saved-keys",
            "CUG_KEYS": folder / "keys",
            "CUG_MAIL_HOST": "mail.example.org",
            "CUG_BACKUP_RECIPIENT": IDENTITY.to_public(),
            **self.ports,
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (folder / ".env").write_text(lines, encoding="utf-8")
        # No more than this machine allows; crun refuses cgroups of both versions at once.
        limits = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
        self.limits = [
            f"{name}={hard}:{hard}"
            for name, limit in limits.items()
            if (hard := resource.getrlimit(limit)[1]) != resource.RLIM_INFINITY
        ]
        runtime = 'runtime = "runc"\n' if shutil.which("runc") else ""
        (folder / "containers.conf").write_text(
            f"[containers]\ndefault_ulimits = {self.limits}\n[engine]\n{runtime}",
            encoding="utf-8",
        )
        self.environment = {
            **os.environ,
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "PODMAN_IGNORE_CGROUPSV1_WARNING": "1",
        }

    def run(self, *command: object, check: bool = True) -> subprocess.CompletedProcess:
        done = subprocess.run(
            list(map(str, command)),
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout[-4000:]}"
        return done

    def compose(self, *arguments: object, check: bool = True):
        files = ("--env-file", self.folder / ".env", "--file", DEPLOY / "compose.yaml")
        return self.run("podman-compose", *files, *arguments, check=check)

    def build(self) -> None:
        if self.run("podman", "image", "exists", BASE, check=False).returncode:
            place = self.folder / "debian"
            place.mkdir()
            unpack_debian(place)
            self.run("tar", "-C", place, "-cf", self.folder / "debian.tar", ".")
            self.run("podman", "import", self.folder / "debian.tar", BASE)
        certificates = os.environ.get("SSL_CERT_FILE")
        secret = ["--secret", f"id=ca,src={certificates}"] if certificates else []
        limits = [f"--ulimit={limit}" for limit in self.limits]
        for told in {s["image"]: s for s in COMPOSE["services"].values()}.values():
            arguments = told["build"].get("args", {})
            given = [f"--build-arg={key}={value}" for key, value in arguments.items()]
            target = told["build"]["target"]
            named = ("--target", target, "--tag", f"docker.io/cug/{target}")
            file = ("--file", DEPLOY / "Dockerfile", ROOT)
            options = [*limits, *secret, *given, "--format=docker", *named, *file]
            self.run("podman", "build", *options)

    def visit(self, path: str) -> tuple[int, str]:
        """Status and page that nginx answers under the public name; 0 for none."""
        port = self.ports["CUG_HTTPS"]
        told = self.run(
            *("curl", "--silent", "--max-time", "60", "--write-out", "\n%{http_code}"),
            *("--resolve", f"{NAME}:{port}:127.0.0.1"),
            *("--cacert", self.folder / "secrets" / "certificate.pem"),
            f"https://{NAME}:{port}{path}",
            check=False,
        ).stdout
        page, _end, status = told.rpartition("\n")
        return int(status), page

    def wait(self) -> None:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            if self.visit("/login")[0] == 200:
                return
            time.sleep(1)
        raise AssertionError(self.compose("logs", check=False).stdout[-4000:])


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Iterator[Machine]:
    missing = [name for name in ("podman", "podman-compose") if not shutil.which(name)]
    if "CUG_BARE_ROOT" not in os.environ or missing:
        pytest.skip("only make test-deployment builds images, where podman is installed")
    folder = tmp_path_factory.mktemp("containers")
    machine = Machine(folder)
    for name in ("secrets", "backup", "saved-keys", "keys"):
        (folder / name).mkdir(mode=0o700)
    secrets = folder / "secrets"
    # What a file of passwords must not take for its own signs.
    (secrets / "database-password").write_text("a:b\\c'd e\n", encoding="utf-8")
    machine.run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *(
            "-subj",
            f"/CN={NAME}",
            "-addext",
            f"subjectAltName=DNS:{NAME}",
            "-keyout",
            secrets / "certificate.key",
        ),
        *("-out", secrets / "certificate.pem"),
    )
    machine.run("chown", "-R", f"{ACCOUNT}:{ACCOUNT}", *folder.glob("[sbk]*"))
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o011)
    machine.build()
    try:
        machine.compose("run", "--rm", "portal", "create-site")
        machine.compose("up", "--detach", "--no-build")
        machine.wait()
        yield machine
    finally:
        machine.compose("down", "--volumes", check=False)


def inside(machine, service, *command, check=True):
    return machine.run("podman", "exec", f"cug_{service}_1", *command, check=check)


def test_the_portal_is_served_through_nginx(machine):
    status, page = machine.visit("/login")
    assert status == 200
    assert f"https://{NAME}/" in page
    for service in ("proxy", "portal", "portal2", "database"):
        machine.run("podman", "healthcheck", "run", f"cug_{service}_1")


def test_nothing_but_volumes_can_be_written(machine):
    for service in COMPOSE["services"]:
        tried = inside(machine, service, "touch", "/srv/cug/new", check=False)
        assert "Read-only file system" in tried.stdout
        told = inside(machine, service, "cat", "/proc/1/status").stdout
        assert re.search(r"^CapEff:\s0+$", told, re.MULTILINE)


def test_the_scanner_finds_what_its_signatures_know(machine):
    signature = f"printf '{SIGNATURE}' > /var/lib/clamav/test.hdb"
    inside(machine, "scanner", "bash", "-c", signature)
    machine.run("podman", "restart", "--time", "5", "cug_scanner_1")
    healthy = ("podman", "healthcheck", "run", "cug_scanner_1")
    deadline = time.monotonic() + 60
    while machine.run(*healthy, check=False).returncode:
        assert time.monotonic() < deadline
        time.sleep(1)
    # As the portal asks it: over the network, in pieces with their lengths.
    ask = (
        "import socket; s = socket.create_connection(('scanner', 3310));"
        f" s.sendall(b'zINSTREAM\\0' + (68).to_bytes(4, 'big') + {EICAR!r} + bytes(4));"
        " print(s.recv(100))"
    )
    assert "FOUND" in inside(machine, "portal", "python3", "-c", ask).stdout


def test_the_portals_reach_no_server_outside(machine):
    ask = "exec 3<>/dev/tcp/1.1.1.1/443"
    for service in ("portal", "portal2", "backup", "database"):
        tried = inside(machine, service, "timeout", "5", "bash", "-c", ask, check=False)
        assert tried.returncode, service


def test_one_process_serves_while_the_other_is_ended(machine):
    machine.run("podman", "kill", "cug_portal_1")
    assert {machine.visit("/login")[0] for _turn in range(20)} == {200}
    machine.run("podman", "start", "cug_portal_1")


def test_a_backup_is_restored_into_empty_volumes(machine):
    inside(machine, "backup", "portal", "/srv/cug/app/deploy/jobs/backup")
    verify = ("cug", "verify", "/backup/portal", "--files-only")
    inside(machine, "backup", "portal", *verify)
    machine.compose("down", "--volumes")
    identity = machine.folder / "saved-keys" / "identity"
    identity.write_text(f"{IDENTITY}\n", encoding="ascii")
    machine.run("chown", f"{ACCOUNT}:{ACCOUNT}", identity)
    (machine.folder / "keys" / "message-keys").unlink()
    machine.compose("up", "--detach", "--no-build", "database")
    backups, keys = machine.folder / "backup", machine.folder / "saved-keys"
    restore = (
        "cug restore /backup/portal --identity /srv/cug/saved-keys/identity"
        ' --keys "$(ls -t /srv/cug/saved-keys/message-keys-* | head -1)"'
    )
    machine.compose(
        *("run", "--rm", "--volume", f"{backups}:/backup"),
        *("--volume", f"{keys}:/srv/cug/saved-keys", "portal", "bash", "-c", restore),
    )
    machine.compose("up", "--detach", "--no-build")
    machine.wait()
    machine.compose("stop", "portal", "portal2")
    upgrade = ("portal", "cug", "upgrade", "--backup", "/backup/portal")
    machine.compose("run", "--rm", "--volume", f"{backups}:/backup", *upgrade)
