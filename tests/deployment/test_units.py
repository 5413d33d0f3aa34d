"""What systemd and nginx think of the files in deploy/."""

import pytest
import re
import shutil
import subprocess
from tests.deployment.processes import ROOT


UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
NGINX = ROOT / "deploy" / "nginx" / "cug.conf"
#: systemd's own measure, from 0 (closed) to 10.
MOST_EXPOSED = 2.0
SANDBOX = (
    *("UMask=0077", "ProtectSystem=strict", "ReadWritePaths=/srv/cug/portal/var"),
    *("ProtectHome=yes", "PrivateDevices=yes", "PrivateTmp=yes", "NoNewPrivileges=yes"),
    *("RestrictNamespaces=yes", "LockPersonality=yes", "CapabilityBoundingSet="),
    *("SystemCallFilter=@system-service", "SystemCallArchitectures=native"),
)


@pytest.fixture(params=UNITS, ids=lambda unit: unit.name)
def unit(request):
    return request.param


def analyze(*arguments):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True)


def test_the_sandbox_is_there(unit):
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert not [line for line in SANDBOX if line not in lines]
    for name in ("RestrictAddressFamilies", "MemoryMax", "TasksMax"):
        assert any(line.startswith(f"{name}=") for line in lines), name


def test_systemd_understands_all_of_it(unit):
    said = analyze("verify", unit).stderr.splitlines()
    # The programs are not installed here.
    assert not [line for line in said if not re.search("is not executable", line)]


def test_little_is_exposed(unit):
    said = analyze("security", "--offline=yes", "--no-pager", unit).stdout
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert float(level.group(1)) <= MOST_EXPOSED, said


def test_nginx_understands_its_file(tmp_path):
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    files = ("-keyout", tmp_path / "key", "-out", tmp_path / "certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files]
    subprocess.run([*command, "-subj", "/CN=x"], check=True, capture_output=True)
    text = NGINX.read_text(encoding="utf-8")
    for old, new in (
        ("/etc/ssl/private/cug.example.org.key", tmp_path / "key"),
        ("/etc/ssl/cug.example.org.pem", tmp_path / "certificate"),
        ("/var/log/nginx", tmp_path),
    ):
        assert old in text
        text = text.replace(old, str(new))
    # Debian's own file sets some of it already, which must not be said twice.
    debians = "ssl_protocols TLSv1.2; ssl_prefer_server_ciphers on; server_tokens build;"
    main = f"events {{}}\nhttp {{\n{debians}\n{text}\n}}\npid {tmp_path}/pid;\n"
    (tmp_path / "nginx.conf").write_text(main, encoding="utf-8")
    command = ["nginx", "-t", "-c", tmp_path / "nginx.conf"]
    tested = subprocess.run(command, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
