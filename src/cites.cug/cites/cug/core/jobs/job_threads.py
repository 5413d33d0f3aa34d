"""The threads that run the jobs, from the start of a process to its end."""

import logging
import random
import time
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.jobs.job_runner import failure_of, run_job
from cites.cug.core.jobs.job_status import HANGS, note_failure, note_known, note_success
from cites.cug.core.metrics.figures import JOB_RUNS, JOB_SECONDS
from cites.cug.core.settings.deployment import has_clock
from threading import Event, local, Lock, Thread
from zope.component import adapter, getUtilitiesFor
from zope.processlifetime import IProcessStarting


logger = logging.getLogger("cites.cug.clock")

#: Seconds after which a run counts as hanging, where its job does not say so itself.
DEADLINE = 15 * 60
#: Seconds between two looks at what is running.
WATCH = 15
#: Runs of one job that may hang in a process before no other is begun.
MOST_HANGING = 3
#: Of a thread that runs a job: ``stopping``, which is set when the clock stops.
_mine = local()


class JobThread:
    """Runs one job again and again, until the clock stops or gives the thread up."""

    def __init__(self, name: str, job: IClockJob, stopping: Event):
        self.name, self.job, self._stopping = name, job, stopping
        self.deadline = getattr(job, "deadline", DEADLINE)
        self.is_given_up = False
        self._began: float | None = None
        self.thread = Thread(target=self._tick, name=f"clock: {name}", daemon=True)

    @property
    def is_hanging(self) -> bool:
        began = self._began
        return began is not None and time.monotonic() - began > self.deadline

    def _tick(self) -> None:
        _mine.stopping = self._stopping
        # A random start, so that processes that start together do not run at once.
        pause = random.uniform(0, self.job.every)  # noqa: S311 - no secret
        while not self._stopping.wait(pause) and not self.is_given_up:
            pause = 0 if self._run() else self.job.every

    def _run(self) -> bool:
        self._began = time.monotonic()
        more = run_job(self.name, self.job)
        JOB_SECONDS.labels(self.name).observe(time.monotonic() - self._began)
        self._began = None
        if not self.is_given_up:
            self._note_end(failure_of(self.name))
        return more

    def _note_end(self, error: str | None) -> None:
        JOB_RUNS.labels(self.name, "failed" if error else "done").inc()
        if error:
            note_failure(self.name, error)
        else:
            note_success(self.name)


class Clock:
    """Runs each job in a thread of its own, so that a slow one delays no other."""

    def __init__(self):
        self._stopping = Event()
        self._threads: list[JobThread] = []
        #: Held while a thread starts, so that none does once the clock stops.
        self._starting = Lock()
        self._watchdog = Thread(target=self._watch, name="clock: watchdog", daemon=True)

    def start(self) -> None:
        for name, job in getUtilitiesFor(IClockJob):
            self._start_thread(name, job)
        self._watchdog.start()

    def _start_thread(self, name: str, job: IClockJob) -> None:
        thread = JobThread(name, job, self._stopping)
        note_known(name, job.every, thread.deadline)
        with self._starting:
            if not self._stopping.is_set():
                self._threads.append(thread)
                thread.thread.start()

    def stop(self, patience: float) -> None:
        """Start no further runs, and wait so many seconds at most for current ones."""
        with self._starting:
            self._stopping.set()
        deadline = time.monotonic() + patience
        for job in self._threads:
            job.thread.join(max(0, deadline - time.monotonic()))
            if job.thread.is_alive():
                logger.warning("Stopped: job %s is cut off", job.name)

    def _watch(self) -> None:
        while not self._stopping.wait(WATCH):
            for thread in [*self._threads]:
                if thread.is_hanging and not thread.is_given_up:
                    self._give_up(thread)

    def _give_up(self, thread: JobThread) -> None:
        """Report a run that hangs, and let another thread go on with the job.

        No thread can be ended from outside. Runs may overlap, as those of two processes.
        """
        thread.is_given_up = True
        note_failure(thread.name, HANGS)
        JOB_RUNS.labels(thread.name, HANGS).inc()
        logger.error("Job %s hangs: longer than %s s", thread.name, thread.deadline)
        hanging = sum(one.is_given_up and one.is_hanging for one in self._of(thread))
        if hanging < MOST_HANGING:
            self._start_thread(thread.name, thread.job)

    def _of(self, thread: JobThread) -> list[JobThread]:
        return [one for one in self._threads if one.name == thread.name]


def is_ending() -> bool:
    """Whether the process waits for this run to end it: then nothing more is begun."""
    stopping: Event | None = getattr(_mine, "stopping", None)
    return stopping is not None and stopping.is_set()


_clocks: list[Clock] = []


@adapter(IProcessStarting)
def start_clock(event: IProcessStarting) -> None:
    """Start the clock once the process is ready to serve, which scripts never are."""
    if has_clock():
        clock = Clock()
        # First: the process may be told to end while its clock starts.
        _clocks.append(clock)
        clock.start()


def stop_clock(patience: float) -> None:
    """Stop what ``start_clock`` started, before the process closes its databases."""
    while _clocks:
        _clocks.pop().stop(patience)
