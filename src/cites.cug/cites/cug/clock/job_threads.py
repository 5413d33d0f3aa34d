"""The threads that run the jobs, from the start of a process to its end."""

import atexit
import random
from cites.cug.clock.interfaces import IClockJob
from cites.cug.clock.job_runner import run_job
from cites.cug.settings.deployment import has_clock
from threading import Event, Thread
from zope.component import adapter, getUtilitiesFor
from zope.processlifetime import IProcessStarting


#: Seconds that the end of the process waits for each running job, before it is cut off.
PATIENCE = 5


class Clock:
    """Runs each job in a thread of its own, so that a slow one delays no other."""

    def __init__(self):
        self._stopping = Event()
        self._threads: list[Thread] = []

    def start(self) -> None:
        for name, job in getUtilitiesFor(IClockJob):
            thread = Thread(
                target=self._tick, args=(name, job), name=f"clock: {name}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Start no further runs, and wait for the current ones."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _tick(self, name: str, job: IClockJob) -> None:
        # A random start, so that processes that start together do not run at once.
        pause = random.uniform(0, job.every)  # noqa: S311 - no secret
        while not self._stopping.wait(pause):
            pause = 0 if run_job(name, job) else job.every


@adapter(IProcessStarting)
def start_clock(event: IProcessStarting) -> None:
    """Start the clock once the process is ready to serve, which scripts never are."""
    if has_clock():
        clock = Clock()
        clock.start()
        atexit.register(clock.stop)
