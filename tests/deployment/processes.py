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
from random import SystemRandom
from tempfile import TemporaryFile
from tests.deployment import warm
from tests.deployment.built import build_or_copy


ROOT = Path(__file__).resolve().parents[2]
SMTP_SERVER = ROOT / "tests" / "mailing" / "smtp_server.py"
VENV_BIN = ROOT / ".venv" / "bin"
#: Seconds after which something has failed, however busy the machine is.
PATIENCE = 600
Process = subprocess.Popen | warm.WarmProcess
#: Below those that Linux gives to connections.
PORTS = range(20_000, 32_000)
#: Sockets whose names say which ports are taken.
_claimed: list[socket.socket] = []


def environment() -> dict[str, str]:
    """That of a terminal: without what this test run has set for itself."""
    kept = dict(os.environ)
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def free_port() -> int:
    """A port of this machine that nobody else is given while this process lives.

    Not to be had from the system, which would choose the next one for the connections of
    others as well; another test would be given it meanwhile.
    """
    for port in SystemRandom().sample(PORTS, len(PORTS)):
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            claim.bind(f"\0cug-tests-port-{port}")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
        else:
            _claimed.append(claim)
            return port
    raise OSError("no port is free")


def buildout(
    profile: str, directory: Path, *, anew: bool = False, **settings: object
) -> None:
    """What docs/deployment.md tells an administrator to do; or a copy of it.

    Keys lie beside the data, where nothing else is said.
    """
    if profile != "development.cfg":
        var = settings.get("var", directory / "var")
        settings.setdefault("message_keys", f"{var}/keys/message-keys")
    if anew:
        _buildout(profile, directory, **settings)
        return
    # Most say where they are served: the others are built alike.
    for name in ("http_address", "http_address2"):
        settings.setdefault(name, f"127.0.0.1:{free_port()}")
    build_or_copy(_buildout, profile, directory, settings)


def _buildout(profile: str, directory: Path, **settings: object) -> None:
    options = [
        f"settings:{name.replace('_', '-')}={value}" for name, value in settings.items()
    ]
    command = [VENV_BIN / "buildout", "-N", "-q", "-c", ROOT / "profiles" / profile]
    command += [f"buildout:directory={directory}", *options]
    subprocess.run(command, check=True, cwd=ROOT, env=environment())


def run(*command: object, anew: bool = False) -> subprocess.CompletedProcess:
    """Run a program to its end; ours are forked from a warm process, unless ``anew``."""
    words = list(map(str, command))
    if anew or not warm.can_be_forked(words):
        return subprocess.run(words, capture_output=True, text=True, env=environment())
    with TemporaryFile("w+") as output, TemporaryFile("w+") as errors:
        process = warm.start(words, environment(), output.fileno(), errors.fileno())
        status = process.wait()
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(words, status, output.read(), errors.read())


@contextmanager
def running(
    *command: object, log: Path, anew: bool = False, **options: str
) -> Iterator[Process]:
    """A program in a process group of its own, which ends with the block."""
    words, environ = list(map(str, command)), {**environment(), **options}
    process: Process
    with log.open("ab") as output:
        if not anew and warm.can_be_forked(words):
            process = warm.start(words, environ, output.fileno(), output.fileno())
        else:
            process = subprocess.Popen(
                words,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environ,
                start_new_session=True,
                # Test runs in the background ignore it; children would inherit that.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
    try:
        yield process
    finally:
        kill(process)


def kill(process: Process) -> None:
    """End the whole group at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(
    condition, process: Process, log: Path, patience: float = PATIENCE
) -> None:
    """Poll until the condition holds; show the log if the program ends before."""
    deadline = time.monotonic() + patience
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
    except (requests.ConnectionError, requests.Timeout):
        return False


@contextmanager
def serving(directory: Path, name: str, port: int, anew: bool = False) -> Iterator[str]:
    """An instance in the foreground; gives the portal's address."""
    portal = f"http://127.0.0.1:{port}/portal"
    log = directory / f"{name}.log"
    with running(directory / "bin" / name, "console", log=log, anew=anew) as process:
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
