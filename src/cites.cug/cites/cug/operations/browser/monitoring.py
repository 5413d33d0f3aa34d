"""``@@ready`` and ``@@metrics``: how the process is, for those who run it."""

import json
import time
from cites.cug.core.jobs.job_status import HANGS, JobStatus, list_jobs
from cites.cug.core.metrics.figures import REGISTRY
from cites.cug.core.settings.deployment import is_monitor
from cites.cug.core.sql.session import read_connection
from cites.cug.mailing.outbox import queue_figures
from cites.cug.operations.readiness import examine_process, tell_process, Trouble
from cites.cug.trail_desk.streaming.figures import stream_figures
from cites.cug.web.publishing.free_space import data_disk
from collections.abc import Collection, Iterable
from datetime import datetime, UTC
from functools import cached_property
from Products.Five.browser import BrowserView
from prometheus_client import (
    CollectorRegistry,
    CONTENT_TYPE_LATEST,
    Gauge,
    generate_latest,
)
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


def write_figures(jobs: Iterable[JobStatus], troubles: Collection[Trouble]) -> bytes:
    """What the process has counted, and how its stores, jobs and mails are now."""
    now = CollectorRegistry()
    _add_disk(now)
    _add_mails(now)
    _add_streams(now)
    _add_jobs(now, jobs)
    ready = Gauge("cug_ready", "Whether @@ready answers 200.", registry=now)
    told = Gauge("cug_trouble", "What @@ready tells of.", ("place",), registry=now)
    for trouble in troubles:
        told.labels(trouble.place).set(1)
    ready.set(not any(trouble.stops for trouble in troubles))
    return generate_latest(REGISTRY) + generate_latest(now)


def _add_disk(registry: CollectorRegistry) -> None:
    disk = data_disk()
    free = Gauge(
        "cug_disk_free_bytes", "Free space of the data's disk.", registry=registry
    )
    free.set(disk.free)
    size = Gauge("cug_disk_size_bytes", "Size of the data's disk.", registry=registry)
    size.set(disk.total)


def _add_mails(registry: CollectorRegistry) -> None:
    """Left out where the records do not answer: Prometheus tells what is missing."""
    at = datetime.now(UTC)
    try:
        with read_connection() as connection:
            queue = queue_figures(connection, at)
    except Exception:
        return
    waiting = Gauge("cug_mails_waiting", "Notices that are due.", registry=registry)
    waiting.set(queue.waiting)
    given_up = Gauge(
        "cug_mails_given_up", "Notices that were given up.", registry=registry
    )
    given_up.set(queue.given_up)
    oldest = Gauge(
        "cug_mail_oldest_seconds",
        "For how long the oldest mail has waited for the mail server.",
        registry=registry,
    )
    oldest.set((at - queue.oldest).total_seconds() if queue.oldest else 0)


def _add_streams(registry: CollectorRegistry) -> None:
    """Add the figures of each stream of the trail; add none if they cannot be read."""
    at = datetime.now(UTC)
    try:
        with read_connection() as connection:
            found = list(stream_figures(connection))
    except Exception:
        return
    lag = Gauge(
        "cug_trail_stream_waiting",
        "Sealed events that have not arrived.",
        ("stream",),
        registry=registry,
    )
    failing = Gauge(
        "cug_trail_stream_failing_seconds",
        "For how long nothing has arrived, since a try that failed.",
        ("stream",),
        registry=registry,
    )
    for stream in found:
        lag.labels(stream.name).set(stream.lag)
        since = stream.failing
        failing.labels(stream.name).set((at - since).total_seconds() if since else 0)


def _add_jobs(registry: CollectorRegistry, jobs: Iterable[JobStatus]) -> None:
    done = Gauge(
        "cug_job_last_success_timestamp_seconds",
        "When a job of the clock last ended well; when it was first known, if never.",
        ("name",),
        registry=registry,
    )
    failures = Gauge(
        "cug_job_failures",
        "Failed runs since the last success.",
        ("name",),
        registry=registry,
    )
    late = Gauge(
        "cug_job_late", "Whether a job is overdue.", ("name",), registry=registry
    )
    hanging = Gauge(
        "cug_job_hanging", "Whether a run hangs.", ("name",), registry=registry
    )
    for job in jobs:
        done.labels(job.name).set(job.succeeded or job.since)
        failures.labels(job.name).set(job.failures)
        late.labels(job.name).set(job.is_late(time.time()))
        hanging.labels(job.name).set(job.error == HANGS)
