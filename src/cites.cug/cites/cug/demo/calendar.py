"""Dates the items of the demonstration back to the days that their sources tell.

The members themselves make transitions and versions at installation. Afterwards only the
times of these are changed, in UTC.
"""

from cites.cug.core.plone_internals.content import replace_version
from cites.cug.demo.sources import Source
from collections.abc import Iterable
from DateTime import DateTime
from datetime import datetime, timedelta
from plone import api
from typing import Any


#: Transition → hours after the step before.
HOURS = {
    "submit": 3,
    "retract": 5,
    "publish": 21,
    "choose": 21,
    "share": 44,
    "restrict": 30,
    "archive": 1900,
}
#: The last step happens at this part of the time since writing, or before.
LATEST = 0.9
DATE_INDEXES = ("created", "modified", "effective", "library_time", "library_row")
#: Transitions that publish an item.
OPEN = frozenset({"publish", "choose"})


def written(source: Source, now: datetime) -> datetime:
    """When the item was written. The minutes differ between items, by their titles."""
    minutes = sum(map(ord, source.fields["title"])) % 480
    return now - timedelta(days=source.written, minutes=minutes)


def step_times(source: Source, now: datetime) -> list[datetime]:
    """The time of each transition of the source, in order."""
    start = written(source, now)
    hours, total = [], 0
    for step in source.steps:
        total += HOURS[step]
        hours.append(total)
    squeeze = min(1.0, LATEST * 24 * source.written / total) if total else 1.0
    return [start + timedelta(hours=passed * squeeze) for passed in hours]


def set_back(item: Any, source: Source, now: datetime) -> None:
    """Set the times of creation, transitions, publication and versions of an item."""
    start = written(source, now)
    steps = step_times(source, now)
    revised = [start + timedelta(days=each["after"]) for each in source.revisions]
    _date_history(item, [start, *steps])
    translated = [start + timedelta(days=each["after"]) for each in source.translations]
    _date_versions(item, [start, *translated, *revised])
    opened = [
        time for name, time in zip(source.steps, steps, strict=True) if name in OPEN
    ]
    if opened:
        item.setEffectiveDate(zope_time(opened[0]))
    _date_object(item, start, max([start, *steps, *translated, *revised]))
    for attachment in item.objectValues() if source.type == "Alert" else ():
        _date_object(attachment, start, start)


def zope_time(moment: datetime) -> DateTime:
    return DateTime(moment.timestamp(), "UTC")


def _date_object(obj: Any, created: datetime, modified: datetime) -> None:
    obj.creation_date = zope_time(created)
    obj.setModificationDate(zope_time(modified))
    obj.reindexObject(idxs=list(DATE_INDEXES))


def _date_history(item: Any, times: list[datetime]) -> None:
    for workflow, entries in item.workflow_history.items():
        item.workflow_history[workflow] = tuple(
            {**entry, "time": zope_time(time)}
            for entry, time in zip(entries, times, strict=True)
        )


def _date_versions(item: Any, times: Iterable[datetime]) -> None:
    storage = api.portal.get_tool("portal_historiesstorage")
    history_id = api.portal.get_tool("portal_historyidhandler").queryUid(item)
    history = storage.getHistoryMetadata(history_id)
    for number, time in enumerate(times):
        entry = history.retrieve(number)
        entry["metadata"]["sys_metadata"]["timestamp"] = time.timestamp()
        replace_version(history, number, entry)
