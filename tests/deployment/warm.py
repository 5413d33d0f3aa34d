"""Programs of deployments, forked from one process in which Plone is loaded already.

To load Plone and to read its ZCML takes a program most of its time, and is the same each
time. What follows is what the program does when somebody starts it: its script runs, in a
process and a group of its own, with the arguments, the folder, the environment and the
descriptors that are given, and reads the configuration of its deployment. Tests that are
about starting start programs anew (``anew=True`` in ``processes.py``).

As a module this is the process that forks. Orders come through a socket that is its
standard input, each with the program's three descriptors and the end of a pipe that
learns the program's number, and how it ended.
"""

import atexit
import json
import os
import runpy
import select
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path


HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
#: The deployment that was built beside the tests.
INSTANCE = ROOT / "parts" / "instance"
MAX_ORDER_BYTES = 2**20
#: Standard input, output and error, and the pipe.
DESCRIPTORS = 4
#: Beside what ZCML names: what those programs import, and what zope.conf does.
LOADED = (
    "cites.cug.demo.create_site",
    "cites.cug.operations.command_line",
    "plone.recipe.zope2instance.ctl",
    "relstorage.adapters.postgresql",
    "Testing.makerequest",
    "tests.deployment.kill_points",
    "Zope2.App.startup",
    "Zope2.Startup.run",
    "Zope2.Startup.serve",
)
#: What buildout writes into `bin` of a deployment and loads all of Plone.
PROGRAMS = {"create-site", "cug", "instance", "instance2", "rotate-message-keys"}


class WarmProcess:
    """A program that was forked; what of ``subprocess.Popen`` the tests ask of it."""

    def __init__(self, command: Sequence[str], report: int):
        self.args, self.returncode = list(command), None
        self._report = os.fdopen(report)
        self.pid = int(self._report.readline())

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        if self._look(timeout) is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._report], [], [], timeout)[0]:
            self.returncode = int(self._report.readline())
            self._report.close()
        return self.returncode


def can_be_forked(command: Sequence[str]) -> bool:
    """Whether it is a program of this checkout, or of the tests, that loads Plone."""
    program = Path(command[0])
    if program.parent == HERE:
        return True
    if program.name not in PROGRAMS or not program.is_file():
        return False
    # Programs of other versions have paths of their own.
    lines = set(program.read_text(encoding="utf-8").splitlines())
    return {f"  '{path}'," for path in _paths()} <= lines


def start(
    command: Sequence[str], environment: dict[str, str], stdout: int, stderr: int
) -> WarmProcess:
    order = {"command": list(command), "folder": os.getcwd(), "environ": environment}
    told, report = os.pipe()
    with open(os.devnull, "rb") as nothing:
        given = [nothing.fileno(), stdout, stderr, report]
        socket.send_fds(_server(), [json.dumps(order).encode()], given)
    os.close(report)
    return WarmProcess(command, told)


def _paths() -> list[str]:
    import cites.cug

    source = Path(cites.cug.__file__).parents[2]
    site = Path(sys.prefix).glob("lib/python*/site-packages")
    return [*map(str, site), str(source)]


@cache
def _server() -> socket.socket:
    """Started when it is first asked for; it ends when this process does.

    Which waits for it, so that its seconds count as those of the tests.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        server = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=theirs,
            cwd=ROOT,
            env={**os.environ, "zope_i18n_compile_mo_files": "true"},
            start_new_session=True,
        )
    atexit.register(server.wait)
    atexit.register(ours.close)  # before the other
    return ours


# What follows is done in the process that forks, and in those it has forked.


class Become(BaseException):
    """A program is replaced by another, as ``os.execve`` would."""

    def __init__(self, command: Sequence[str]):
        self.command = list(command)


def main() -> None:
    _load()
    orders = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        message, given, _, _ = socket.recv_fds(orders, MAX_ORDER_BYTES, DESCRIPTORS)
        if message and not os.fork():
            orders.close()
            _mind(json.loads(message), *given)
        for descriptor in given:
            os.close(descriptor)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not message:
            return


def _load() -> None:
    """What each program of Plone does before it reads which portal it is."""
    import gc

    # What its programs do first: where modules are, which languages are read.
    sys.argv[1:] = ["-c", "pass"]
    runpy.run_path(str(INSTANCE / "bin" / "interpreter"))
    gc.disable()
    from App.config import getConfiguration
    from OFS.Application import import_products
    from Zope2.App.patches import apply_patches
    from Zope2.App.zcml import load_site

    getConfiguration().instancehome = str(INSTANCE)
    apply_patches()
    import_products()
    load_site()
    for name in LOADED:
        import_module(name)
    gc.enable()
    gc.freeze()


def _mind(order: dict, *given: int) -> None:
    """Fork the program, tell its number, wait for it and tell how it ended."""
    *standard, report = given
    pid = os.fork()
    if not pid:
        os.close(report)
        _work(order, standard)
    for descriptor in standard:
        os.close(descriptor)
    with suppress(PermissionError):  # it has begun, and done so itself
        os.setpgid(pid, pid)
    os.write(report, f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    with suppress(BrokenPipeError):
        os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _work(order: dict, standard: Sequence[int]) -> None:
    """Be the program; ends as a program of Python does."""
    os.setpgid(0, 0)
    for number, descriptor in enumerate(standard):
        os.dup2(descriptor, number)
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.umask(0o022)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environ"])
    time.tzset()
    os.execve, os.system = _replace, _run_beside
    sys.modules["tests.deployment.kill_points"].install(order["environ"])
    _be(order["command"])


def _be(command: Sequence[str]) -> None:
    while command:
        sys.argv[:], command = list(map(str, command)), []
        try:
            runpy.run_path(sys.argv[0], run_name="__main__")
        except Become as other:
            command = other.command
    sys.exit()


def _replace(_program: str, command: Sequence[str], environ: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environ)
    # The first is Python's own, then its interpreter of the deployment.
    raise Become(command[1:])


def _run_beside(words: str) -> int:
    """What a shell does with one program, which it waits for."""
    command = shlex.split(words)
    pid = os.fork()
    if not pid:
        raise Become(command[1:])
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        print("Killed", file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
