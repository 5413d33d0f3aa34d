"""The figures of a process as Prometheus reads them."""

import time
from cites.cug.core.jobs.job_status import HANGS, JobStatus
from cites.cug.core.metrics.figures import REGISTRY
from cites.cug.core.sql.session import read_connection
from cites.cug.mailing.outbox import queue_figures
from cites.cug.operations.readiness import Trouble
from cites.cug.trail_desk.streaming.figures import stream_figures
from cites.cug.web.publishing.free_space import data_disk
from collections.abc import Collection, Iterable
from datetime import datetime, UTC
from prometheus_client import CollectorRegistry, Gauge, generate_latest


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
    """Of each stream of the audit trail; left out like those of mails."""
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
