"""The download of a permit as CITES e-permit XML."""

from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.exporting import export
from cites.cug.permits.lookup import open_permit
from typing import Any


class ExportPage(PermitsPage):
    """``permits/ID/export.xml``"""

    def __call__(self, permit_id: str) -> Any:
        found = open_permit(permit_id, today=self.today, acting_user=self.user_id)
        permit = found.registered.permit
        return export(self.request.response, permit, parties=self.sees_parties)
