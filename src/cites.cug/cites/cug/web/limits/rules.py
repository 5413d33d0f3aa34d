"""The limits: their names, their periods and their numbers."""

from cites.cug.core.settings.registry import setting_of
from cites.cug.web.limits.interfaces import ILimitSettings
from datetime import timedelta
from enum import StrEnum
from zope.i18nmessageid import Message


PREFIX = "cites.cug.limits"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Limit(StrEnum):
    """The limits, by the names of their settings."""

    SENDS = "sends_hour"
    RECIPIENTS = "recipients_hour"
    DRAFTS = "drafts"
    FILES = "files_mb"
    UPLOADS = "uploads_hour"
    CHECKS = "checks_minute"
    CHECKED = "checked_thousands_minute"
    MISSING_PERMITS = "missing_permits_hour"
    EXPORTS = "exports_hour"
    REPORTS = "reports_hour"
    REFUSALS = "refusals_minute"


#: Limits of actions → period. The other limits are of what is stored.
PERIODS = {
    Limit.SENDS: HOUR,
    Limit.RECIPIENTS: HOUR,
    Limit.UPLOADS: HOUR,
    Limit.CHECKS: MINUTE,
    Limit.CHECKED: MINUTE,
    Limit.MISSING_PERMITS: HOUR,
    Limit.EXPORTS: HOUR,
    Limit.REPORTS: HOUR,
    Limit.REFUSALS: MINUTE,
}
#: Limits of what a member does in all groups together.
OF_PORTAL = frozenset({Limit.MISSING_PERMITS})


def number_of(limit: Limit) -> int:
    """The number that the site's administrator has set."""
    return setting_of(ILimitSettings, PREFIX, limit.value)


def title_of(limit: Limit) -> Message:
    return ILimitSettings[limit.value].title


def open_reports() -> int:
    """How many open reports of one member may hide something at the same time."""
    return setting_of(ILimitSettings, PREFIX, "open_reports")
