"""Tells members that a summary is there, and nothing of what it says."""

from cites.cug import _
from cites.cug.access.all_groups import all_groups
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.models import SummaryChoice
from cites.cug.mailing.outbox import queue_notices
from cites.cug.mailing.preferences import (
    claim_summary,
    summaries_due,
    summary_choice_of,
    SummaryDue,
)
from cites.cug.web.layout.periods import span_of
from cites.cug.web.layout.times import zone_of
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, timedelta
from plone import api
from pytz import timezone
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


SUMMARY = "summary"
#: The hour of the day, where the member is, from which a summary is there.
HOUR = 6
#: Nowhere is it later than so long after UTC.
FURTHEST_AHEAD = timedelta(hours=14)


def members_due(now: datetime) -> list[tuple[SummaryDue, date]]:
    """Whose week or month is over where they are, and the day on which the next began."""
    due = summaries_due((now + FURTHEST_AHEAD - timedelta(hours=HOUR)).date())
    return list(_begun(due, now))


def _begun(due: Sequence[SummaryDue], now: datetime) -> Iterator[tuple[SummaryDue, date]]:
    for one in due:
        member = api.user.get(userid=one.user_id)
        if member is not None:
            zone = timezone(zone_of(member) or "UTC")
            there = (now - timedelta(hours=HOUR)).astimezone(zone).date()
            yield one, span_of(one.period, there).first


def tell_of_summaries(due: Sequence[tuple[SummaryDue, date]], now: datetime) -> None:
    """Queue a notice for each of their groups, for those who were not told yet.

    In one transaction: whoever is killed meanwhile has told nobody, and another process
    that does the same finds them told.
    """
    told = defaultdict(list)
    for one, first in due:
        if claim_summary(one, first):
            span = span_of(one.period, first).before
            told[f"{span.period}:{span.first}"].append(one.user_id)
    for group in all_groups() if told else ():
        is_active = IWorkspace(group).is_active
        for reference, users in told.items():
            mine = [user_id for user_id in users if is_active(user_id)]
            queue_notices(SUMMARY, reference, group.UID(), mine, at=now)


@implementer(INoticeKind)
class SummaryNotices:
    """``notice.reference`` is the period and its first day: ``week:2026-11-23``."""

    def wanted(self, notice: Any, group: Any) -> bool:
        """Whether the reader still wants summaries."""
        return summary_choice_of(notice.user_id) is not SummaryChoice.OFF

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines = [
            translate(_("home_notices_new_summary_available"), target_language=language)
        ]
        for reference in sorted({notice.reference for notice in notices}):
            period, first = reference.split(":")
            query = f"period={period}&from={first}"
            lines.append(f"{group.absolute_url()}/summary?{query}")
        return lines
