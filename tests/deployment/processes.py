"""Building a profile into a directory, starting its programs and stopping them."""

import os
import requests
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
VENV_BIN = ROOT / ".venv" / "bin"
PATIENCE = 120


def environment() -> dict[str, str]:
    """That of a terminal: without what this test run has set for itself."""
    kept = dict(os.environ)
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def buildout(profile: str, directory: Path, **settings: object) -> None:
    """What docs/deployment.md tells an administrator to do."""
    options = [
        f"settings:{name.replace('_', '-')}={value}" for name, value in settings.items()
    ]
    command = [VENV_BIN / "buildout", "-N", "-q", "-c", ROOT / "profiles" / profile]
    command += [f"buildout:directory={directory}", *options]
    subprocess.run(command, check=True, cwd=ROOT, env=environment())


def run(*command: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, env=environment()
    )


@contextmanager
def running(*command: object, log: Path, **options) -> Iterator[subprocess.Popen]:
    """A program in a process group of its own, which ends with the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**environment(), **options},
            start_new_session=True,
            # Test runs in the background ignore it, and children would inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """End the whole group at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition, process: subprocess.Popen, log: Path) -> None:
    """Poll until the condition holds; show the log if the program ends before."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=PATIENCE).status_code == 200
    except requests.ConnectionError:
        return False


@contextmanager
def serving(directory: Path, name: str, port: int) -> Iterator[str]:
    """An instance in the foreground; gives the portal's address."""
    portal = f"http://127.0.0.1:{port}/portal"
    log = directory / f"{name}.log"
    with running(directory / "bin" / name, "console", log=log) as process:
        wait_until(lambda: answers(f"{portal}/@@ok"), process, log)
        yield portal


@contextmanager
def demonstration(directory: Path) -> Iterator[str]:
    """The development profile with its demonstration; gives the portal's address."""
    port = free_port()
    buildout("development.cfg", directory, http_address=f"127.0.0.1:{port}")
    created = run(directory / "bin" / "create-site", "--demo")
    assert created.returncode == 0, created.stderr
    with serving(directory, "instance", port) as portal:
        yield portal
