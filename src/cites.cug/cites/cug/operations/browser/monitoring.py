"""``@@ready`` and ``@@metrics``: how the process is, for those who run it."""

import json
import time
from cites.cug.core.jobs.job_status import JobStatus, list_jobs
from cites.cug.core.settings.deployment import is_monitor
from cites.cug.operations.readiness import examine_process, tell_process, Trouble
from cites.cug.operations.scrape import write_figures
from functools import cached_property
from Products.Five.browser import BrowserView
from prometheus_client import CONTENT_TYPE_LATEST
from typing import Any


#: Seconds for which a finding is told again to those who are no monitors.
PAUSE = 10.0
RETRY_AFTER = "30"
NOTHING = "There is nothing at this address."

_found: list[tuple[float, list[Trouble]]] = []


class MonitoringView(BrowserView):
    """A page of the process, in the same words for all portals."""

    @property
    def is_asked_by_monitor(self) -> bool:
        return is_monitor(self.request.environ.get("REMOTE_ADDR", ""))

    @cached_property
    def jobs(self) -> list[JobStatus]:
        return list_jobs()

    def examine(self) -> list[Trouble]:
        troubles = list(examine_process(self.context, self.jobs))
        _found[:] = [(time.monotonic(), troubles)]
        return troubles

    def answer(self, status: int, kind: str, body: Any) -> Any:
        response = self.request.response
        response.setStatus(status, lock=1)
        response.setHeader("Content-Type", kind)
        return body


class ReadyView(MonitoringView):
    """200 where the process is ready; to monitors the reasons, to others one word."""

    def __call__(self) -> str:
        troubles = self.examine() if self.is_asked_by_monitor else self._recent()
        ready = not any(trouble.stops for trouble in troubles)
        status = 200 if ready else 503
        if not ready:
            self.request.response.setHeader("Retry-After", RETRY_AFTER)
        if not self.is_asked_by_monitor:
            word = "READY" if ready else "UNREADY"
            return self.answer(status, "text/plain; charset=utf-8", word)
        told = [
            {
                "place": trouble.place,
                "message": trouble.in_words(),
                "warning": not trouble.stops,
            }
            for trouble in troubles
        ]
        facts = tell_process(self.jobs)
        body = json.dumps({"ready": ready, "troubles": told, **facts})
        return self.answer(status, "application/json", body)

    def _recent(self) -> list[Trouble]:
        """What was found last: strangers make the process look no more often."""
        for at, troubles in _found:
            if time.monotonic() - at < PAUSE:
                return troubles
        return self.examine()


class MetricsView(MonitoringView):
    """The figures for Prometheus; to others there is nothing."""

    def __call__(self) -> Any:
        if not self.is_asked_by_monitor:
            return self.answer(404, "text/plain; charset=utf-8", NOTHING)
        figures = write_figures(self.jobs, self.examine())
        return self.answer(200, CONTENT_TYPE_LATEST, figures)
