"""References to reported things, as notices and addresses have them."""

from cites.cug.core.validation.errors import Missing
from cites.cug.reports.interfaces import IReports, Reported
from typing import Any
from zope.component import queryUtility


#: Names of the utilities; that of ``content`` is there.
COMMENT = "comment"


def reference(sort: str, key: str) -> str:
    """A reference: the name of the utility, and the key of the thing there."""
    return f"{sort}:{key}"


def find_report(group: Any, about: str) -> tuple[Any, Reported]:
    """The utility and the thing of a reference. Raises Missing."""
    sort, _colon, key = about.partition(":")
    reports = queryUtility(IReports, name=sort)
    if reports is None:
        raise Missing(about)
    return reports, reports.find(group, key)
