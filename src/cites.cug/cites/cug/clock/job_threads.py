"""The threads that run the jobs, from the start of a process to its end."""

import atexit
import random
from cites.cug.clock.interfaces import IClockJob
from cites.cug.clock.job_runner import run_job
from cites.cug.settings.deployment import has_clock
from threading import Event, Thread
from zope.component import adapter, getUtilitiesFor
from zope.processlifetime import IProcessStarting


#: How long the end of the process waits for runs that have begun. They may be cut off.
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
        """Begin no other run, and let those that have begun end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _tick(self, name: str, job: IClockJob) -> None:
        # Processes that start together take turns.
        pause = random.uniform(0, job.every)  # noqa: S311 - no secret
        while not self._stopping.wait(pause):
            pause = 0 if run_job(name, job) else job.every


@adapter(IProcessStarting)
def start_clock(event: IProcessStarting) -> None:
    """Called once the process is ready to serve; scripts never get there."""
    if has_clock():
        clock = Clock()
        clock.start()
        atexit.register(clock.stop)
