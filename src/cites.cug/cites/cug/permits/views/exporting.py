"""A permit as a file that other systems read."""

from cites.cug.downloads import file_answer
from cites.cug.permits.formats.epermit import write
from cites.cug.permits.looking import open_permit
from cites.cug.permits.showing import without_parties
from cites.cug.permits.views.page import PermitsPage
from typing import Any


class ExportPage(PermitsPage):
    """``permits/ID/export.xml``: names and addresses for those who may see them."""

    def __call__(self, permit_id: str) -> Any:
        permit = open_permit(permit_id, acting_user=self.user).registered.permit
        if not self.sees_parties:
            permit = without_parties(permit)
        name = f"{permit.country}-{permit.number}.xml".replace("/", "-")
        return file_answer(
            self.request.response, name, "application/xml", [write(permit)]
        )
