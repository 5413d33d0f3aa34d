"""The page for site managers: how the portal is, in words, with what to do."""

from cites.cug import _
from cites.cug.core.jobs.job_status import HANGS, JobStatus, list_jobs
from cites.cug.core.settings.deployment import least_free
from cites.cug.core.sql.session import read_connection
from cites.cug.mailing.outbox import queue_figures, QueueFigures
from cites.cug.operations.readiness import examine_process, Trouble
from cites.cug.operations.upkeep import find_last_runs, LastRun
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import moment
from cites.cug.web.publishing.free_space import data_disk
from datetime import datetime, UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sqlalchemy.exc import SQLAlchemyError
from typing import Any
from zope.i18nmessageid import Message


GB = 2**30
WELL = _("operations_health_done")
FAILS = _("operations_health_failed")
STUCK = _("operations_health_hangs")
NOT_YET = _("operations_health_not_yet_run")
NO_FAULT = _("operations_health_without_faults")


class HealthPage(Page):
    """What ``@@ready`` tells monitors, of the process that answers."""

    template = ViewPageTemplateFile("templates/health.pt")
    page_title = _("common_portal_status_title")

    def __call__(self) -> str:
        return self.template()

    @cached_property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @cached_property
    def jobs(self) -> list[JobStatus]:
        return list_jobs()

    @cached_property
    def troubles(self) -> list[Trouble]:
        return list(examine_process(self.context, self.jobs))

    def job_rows(self) -> list[dict[str, Any]]:
        """Each job of the clock, with when it was done last."""
        return [
            {
                "name": job.name.removeprefix("cites.cug."),
                "done": job.succeeded
                and moment(datetime.fromtimestamp(job.succeeded, UTC), self.language),
                "state": state_of(job),
                "is_late": job.is_late(self.now.timestamp()),
                "failures": job.failures,
            }
            for job in self.jobs
        ]

    def upkeep_rows(self) -> list[dict[str, Any]]:
        """When backups and verifications were made last, and what they found."""
        try:
            with read_connection() as connection:
                runs = list(find_last_runs(connection))
        except SQLAlchemyError:
            return []
        return [
            {
                "title": run.kind.title,
                "done": moment(run.at, self.language) if run.is_done else None,
                "state": _found_by(run),
            }
            for run in runs
        ]

    def mails(self) -> QueueFigures | None:
        """How the outbox stands; None where the records do not answer."""
        try:
            with read_connection() as connection:
                return queue_figures(connection, self.now)
        except SQLAlchemyError:
            return None

    def disk(self) -> dict[str, str]:
        """Gigabytes: free, of how many, and how many the portal keeps free."""
        disk = data_disk()
        sizes = {"free": disk.free, "size": disk.total, "least": least_free()}
        return {
            name: number(round(size / GB, 1), self.language)
            for name, size in sizes.items()
        }


def _found_by(run: LastRun) -> Message:
    if not run.is_done:
        return NOT_YET
    return run.kind.faulty if run.faults else NO_FAULT


def state_of(job: JobStatus) -> Message:
    if job.error == HANGS:
        return STUCK
    if job.error:
        return FAILS
    return WELL if job.succeeded else NOT_YET
