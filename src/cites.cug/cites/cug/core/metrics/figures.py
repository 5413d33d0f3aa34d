"""What a process counts while it serves.

No figure has a label that a visitor chooses: no address, id or name of anything.
"""

import time
from prometheus_client import (
    CollectorRegistry,
    Counter,
    disable_created_metrics,
    Gauge,
    Histogram,
    ProcessCollector,
)
from typing import Any


# When a counter began is of no use, and as many lines again.
disable_created_metrics()
REGISTRY = CollectorRegistry()
#: Memory, processor time and open files.
ProcessCollector(registry=REGISTRY)

#: Of requests that no page or service answered.
NOTHING = "none"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter(
    "cug_requests",
    "Requests answered, by the part of the portal and the status.",
    ("kind", "status"),
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "cug_request_seconds",
    "Time to answer a request, without its wait.",
    ("kind",),
    buckets=SECONDS,
    registry=REGISTRY,
)
WAIT_SECONDS = Histogram(
    "cug_request_wait_seconds",
    "Time that a request waited for a thread.",
    buckets=SECONDS,
    registry=REGISTRY,
)
UNDER_WAY = Gauge(
    "cug_requests_under_way", "Requests being answered now.", registry=REGISTRY
)
RETRIES = Counter(
    "cug_request_retries",
    "Requests run again because another was writing, by the store.",
    ("store",),
    registry=REGISTRY,
)
CONFLICTS = Counter(
    "cug_request_conflicts",
    "Requests given up because others were writing, by the store.",
    ("store",),
    registry=REGISTRY,
)
LOGIN_FAILURES = Counter(
    "cug_login_failures",
    "Attempts to log in that failed, or were not let through.",
    registry=REGISTRY,
)
UNTRUSTED_ROWS = Counter(
    "cug_untrusted_rows",
    "Rows of a table that were read and were not written by the portal, by the table.",
    ("table",),
    registry=REGISTRY,
)
JOB_RUNS = Counter(
    "cug_job_runs",
    "Runs of a job of the clock, by how they ended.",
    ("name", "result"),
    registry=REGISTRY,
)
JOB_SECONDS = Histogram(
    "cug_job_seconds",
    "Time that a run of a job took.",
    ("name",),
    buckets=(0.01, 0.1, 1, 10, 60, 600, 3600),
    registry=REGISTRY,
)

#: Key of the WSGI environment; kept when Zope runs a request again.
KEY = "cites.cug.measured"


class MeasuredRequest:
    """A request that is being answered; what it is about becomes known on the way."""

    def __init__(self, environ: dict[str, Any], waited: float):
        environ[KEY] = self
        self.kind = NOTHING
        self._began = time.perf_counter()
        WAIT_SECONDS.observe(waited)
        UNDER_WAY.inc()

    @property
    def seconds(self) -> float:
        """How long the answer has taken so far."""
        return time.perf_counter() - self._began

    def end(self, status: int) -> None:
        UNDER_WAY.dec()
        REQUESTS.labels(self.kind, str(status)).inc()
        REQUEST_SECONDS.labels(self.kind).observe(self.seconds)


def note_kind(environ: dict[str, Any], kind: str) -> None:
    """Note which part of the portal answers a request."""
    measured = environ.get(KEY)
    if measured is not None:
        measured.kind = kind
