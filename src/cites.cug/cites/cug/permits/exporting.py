"""The download of a permit as a file for other systems."""

from cites.cug.permits.formats.epermit import write
from cites.cug.permits.permit import Permit
from cites.cug.permits.serializers import without_parties
from cites.cug.web.downloads import file_answer
from typing import Any


def export(response: Any, permit: Permit, *, parties: bool) -> Any:
    """Answer the permit as CITES e-permit XML; names and addresses only with
    ``parties``.
    """
    if not parties:
        permit = without_parties(permit)
    name = f"{permit.country}-{permit.number}.xml".replace("/", "-")
    return file_answer(response, name, "application/xml", [write(permit)])
