"""What notices and the desk know something reported by."""

from cites.cug.reports.interfaces import IReports
from cites.cug.reports.interfaces import Reported
from cites.cug.reports.interfaces import UnknownReport
from typing import Any
from zope.component import queryUtility


#: Names of the utilities, beside that of ``content``.
COMMENT = "comment"


def reference(sort: str, key: str) -> str:
    """The name of the utility that has it, and its key there."""
    return f"{sort}:{key}"


def find_report(group: Any, about: str) -> tuple[Any, Reported]:
    """The utility, and what is behind the reference. Raises UnknownReport."""
    sort, _colon, key = about.partition(":")
    reports = queryUtility(IReports, name=sort)
    if reports is None:
        raise UnknownReport(about)
    return reports, reports.find(group, key)
