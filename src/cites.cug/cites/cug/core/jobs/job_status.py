"""When each job last ran, and how it ended: a small file for each, beside the data.

Each process writes its own, and ``bin/cug doctor`` reads those of all. They are no
records, so that they tell of a database that is away as well.
"""

import json
import logging
import time
from cites.cug.core.settings.deployment import data_folder
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple


logger = logging.getLogger("cites.cug.clock")

FOLDER = "jobs"
#: The error of a run that has passed its deadline.
HANGS = "hangs"


class JobStatus(NamedTuple):
    """Times are seconds since 1970."""

    name: str
    every: float
    deadline: float
    #: When a process first knew of the job.
    since: float
    succeeded: float | None = None
    #: Runs that failed since the last success, and how the last of them did.
    failures: int = 0
    error: str | None = None

    def is_late(self, now: float) -> bool:
        """Whether no run has succeeded for longer than two of them can take."""
        last = self.succeeded or self.since
        return now - last > 2 * (self.every + self.deadline)


def note_known(name: str, every: float, deadline: float) -> None:
    """Note a job when its process starts; what is known of earlier runs stays."""
    before = _read(_file(name))
    since = before.since if before else time.time()
    status = (before or JobStatus(name, every, deadline, since))._replace(
        every=every, deadline=deadline
    )
    _write(status)


def note_success(name: str) -> None:
    status = _read(_file(name))
    if status:
        _write(status._replace(succeeded=time.time(), failures=0, error=None))


def note_failure(name: str, error: str) -> None:
    status = _read(_file(name))
    if status:
        _write(status._replace(failures=status.failures + 1, error=error))


def list_jobs() -> list[JobStatus]:
    """What this process knows of all jobs, by name."""
    return sorted(_read_all(_folder()))


def list_jobs_of_machine() -> list[JobStatus]:
    """Each job as the process knows it in which it succeeded last."""
    best: dict[str, JobStatus] = {}
    for folder in data_folder().parent.glob(f"*/{FOLDER}"):
        for status in _read_all(folder):
            other = best.get(status.name, status)
            best[status.name] = max(status, other, key=lambda one: one.succeeded or 0)
    return sorted(best.values())


def _read_all(folder: Path) -> Iterator[JobStatus]:
    for file in folder.glob("*.json"):
        status = _read(file)
        if status:
            yield status


def _folder() -> Path:
    return data_folder() / FOLDER


def _file(name: str) -> Path:
    return _folder() / f"{name}.json"


def _read(file: Path) -> JobStatus | None:
    try:
        return JobStatus(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(status: JobStatus) -> None:
    """Replace the file at once, so that no reader finds half of it."""
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder, suffix=".new", delete=False) as file:
            json.dump(status._asdict(), file)
        Path(file.name).replace(_file(status.name))
    except OSError as error:
        logger.warning("How job %s ended is not kept: %s", status.name, error.strerror)
