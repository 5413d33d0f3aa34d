"""Programs that open files of members: for so long, with so much memory, and no more.

What they are given may be made to break them. They run apart from the portal, get the
file's path and nothing else, and what they say is all that comes back.
"""

import os
from cites.cug.core.programs.bounds import (
    bare_environment,
    bound,
    PATIENCE,
    ProgramFailed,
    turn,
)
from contextlib import suppress
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryFile


def run_bounded(
    command: list[str],
    most_bytes: int,
    seconds: int,
    *,
    cut: bool = False,
    patience: float = PATIENCE,
) -> bytes:
    """Run a program and return what it writes; with ``cut``, at most the first bytes.

    Raises ProgramFailed and ProgramsBusy.
    """
    with turn(patience), TemporaryFile() as output:
        try:
            process = Popen(  # noqa: S603 - our own commands, and no shell
                command,
                stdin=DEVNULL,
                stdout=output,
                stderr=DEVNULL,
                env=bare_environment(),
            )
        except OSError as error:
            raise ProgramFailed(command[0]) from error
        try:
            with suppress(ProcessLookupError):  # it has ended already
                bound(process.pid, most_bytes, seconds)
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
