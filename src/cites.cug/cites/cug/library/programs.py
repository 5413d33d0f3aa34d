"""Programs that open files of members: for so long, with so much memory, and no more.

What they are given may be made to break them. They run apart from the portal, get the
file's path and nothing else, and what they say is all that comes back.
"""

import os
import sys
from contextlib import suppress
from resource import prlimit
from resource import RLIMIT_AS
from resource import RLIMIT_CPU
from resource import RLIMIT_FSIZE
from subprocess import DEVNULL
from subprocess import Popen
from subprocess import TimeoutExpired
from tempfile import TemporaryFile


#: Bytes of memory for one file.
MOST_MEMORY = 2**30
#: Python's own modules are found as this process finds them, wherever it was installed.
PYTHON_PATH = "PYTHONPATH"


class ProgramFailed(RuntimeError):
    """It is not there, took too long or too much, or could not read the file."""


def run_bounded(
    command: list[str], most_bytes: int, seconds: int, *, cut: bool = False
) -> bytes:
    """What a program writes; with ``cut`` its beginning, where it writes more.

    Raises ProgramFailed.
    """
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}
    environment[PYTHON_PATH] = os.pathsep.join(sys.path)
    with TemporaryFile() as output:
        try:
            process = Popen(  # noqa: S603 - our own commands, and no shell
                command, stdin=DEVNULL, stdout=output, stderr=DEVNULL, env=environment
            )
        except OSError as error:
            raise ProgramFailed(command[0]) from error
        try:
            _bound(process.pid, most_bytes, seconds)
            status = process.wait(seconds)
        except TimeoutExpired as error:
            raise ProgramFailed(command[0]) from error
        finally:
            process.kill()
            process.wait()
        too_long = output.seek(0, os.SEEK_END) >= most_bytes
        if status and not (cut and too_long):
            raise ProgramFailed(f"{command[0]}: {status}")
        output.seek(0)
        return output.read()


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module, *arguments]


def _bound(pid: int, most_bytes: int, seconds: int) -> None:
    with suppress(ProcessLookupError):  # it has ended already
        prlimit(pid, RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        prlimit(pid, RLIMIT_CPU, (seconds, seconds))
        prlimit(pid, RLIMIT_FSIZE, (most_bytes, most_bytes))
