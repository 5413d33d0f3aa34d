"""What systemd and nginx think of the files in deploy/."""

import os
import pytest
import re
import shutil
import subprocess
from logging import makeLogRecord
from logging.handlers import WatchedFileHandler
from tests.deployment.processes import ROOT


UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
TIMERS = sorted((ROOT / "deploy" / "systemd").glob("*.timer"))
JOBS = ROOT / "deploy" / "jobs"
LOGROTATE = ROOT / "deploy" / "logrotate" / "cug"
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


@pytest.fixture(params=TIMERS, ids=lambda timer: timer.name)
def timer(request):
    return request.param


def told(timer, setting):
    (text,) = re.findall(f"^{setting}=(.+)$", timer.read_text(encoding="utf-8"), re.M)
    return text


def test_systemd_understands_the_timers(timer, tmp_path):
    for file in (*UNITS, *TIMERS):
        shutil.copy(file, tmp_path)
    said = analyze("verify", tmp_path / timer.name).stderr.splitlines()
    assert not [line for line in said if not re.search("is not executable", line)]
    assert "Next elapse:" in analyze("calendar", told(timer, "OnCalendar")).stdout


def test_each_timer_starts_a_job_that_is_there(timer):
    job = re.fullmatch(r"cug-job@(\w+)\.service", told(timer, "Unit"))[1]
    assert os.access(JOBS / job, os.X_OK)


def test_each_job_has_a_timer():
    jobs = {told(timer, "Unit").split("@")[1] for timer in TIMERS}
    assert jobs == {f"{job.name}.service" for job in JOBS.iterdir()}


def test_logs_are_moved_away_and_what_is_written_next_is_not_lost(tmp_path):
    if not shutil.which("logrotate"):
        pytest.skip("logrotate is not installed")
    text = LOGROTATE.read_text(encoding="utf-8")
    logs = "/srv/cug/portal/var/log"
    assert text.count(logs) == 2
    text = text.replace(logs, str(tmp_path)).replace("su cug cug", "")
    configuration = tmp_path / "logrotate.conf"
    configuration.write_text(text, encoding="utf-8")
    configuration.chmod(0o600)
    names = ("instance.log", "instance2-access.log", "zeoserver.log")
    handler = WatchedFileHandler(tmp_path / "instance.log")
    handler.emit(makeLogRecord({"msg": "before"}))
    for name in names[1:]:
        (tmp_path / name).write_text("before\n", encoding="utf-8")
    with (tmp_path / "zeoserver.log").open("a", encoding="utf-8") as kept_open:
        command = ["logrotate", "--force", "--state", tmp_path / "state", configuration]
        done = subprocess.run(command, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        kept_open.write("after\n")
    handler.emit(makeLogRecord({"msg": "after"}))
    handler.close()
    assert (tmp_path / "instance.log").read_text(encoding="utf-8") == "after\n"
    assert (tmp_path / "zeoserver.log").read_text(encoding="utf-8") == "after\n"
    moved = {path.name for path in tmp_path.glob("*.log.1*")}
    assert moved == {"instance.log.1", "instance2-access.log.1", "zeoserver.log.1.gz"}


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
