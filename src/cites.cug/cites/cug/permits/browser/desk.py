"""The addresses ``{group}/permits`` and all below."""

from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.permits.browser.importing import ImportPage
from cites.cug.permits.browser.look_up import DoubtPage, LookUpPage
from cites.cug.permits.browser.one import (
    ExportPage,
    PermitPage,
    ScanPage,
    ScansPage,
    StatusPage,
)
from cites.cug.permits.browser.outside import OutsidePage
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.browser.record import CorrectPage, RecordPage
from cites.cug.permits.browser.search import SearchPage
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.navigation import NavigationEntry
from typing import Any


#: The path after ``permits/`` → its page. ``None`` in a path matches any text: the id of
#: a permit or the number of a scan. The page itself says which permission it needs.
PAGES: dict[tuple[str | None, ...], type[PermitsPage]] = {
    (): LookUpPage,
    ("doubt",): DoubtPage,
    ("import",): ImportPage,
    ("search",): SearchPage,
    ("new",): RecordPage,
    ("outside",): OutsidePage,
    (None,): PermitPage,
    (None, "correct"): CorrectPage,
    (None, "export.xml"): ExportPage,
    (None, "status"): StatusPage,
    (None, "scans"): ScansPage,
    (None, "scans", None): ScanPage,
}


class Permits(Addresses):
    """Finds the page of an address, and checks that the caller may open it."""

    navigation_entry = NavigationEntry(
        _("common_permits_link"),
        order=4,
    )
    pages = PAGES

    def __call__(self) -> Any:
        page, given = self.find()
        require(page.permission, self.context)
        return page(self.context, self.request)(*given)
