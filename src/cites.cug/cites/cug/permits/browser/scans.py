"""Scans of a permit: those who keep the permit add them, those who may see names open
them.
"""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import about, FieldError, Missing, mistakes_in
from cites.cug.permits.actions.scans import add_scans, open_scan
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.registry import get
from cites.cug.web.downloads import file_answer
from cites.cug.web.limits.use import OverLimit
from cites.cug.web.uploads.cleaning_notices import tell_removed
from cites.cug.web.uploads.files import Upload, uploads_in
from collections.abc import Sequence
from plone.protect import CheckAuthenticator
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message
from zope.schema.interfaces import ValidationError


class ScansPage(PermitsPage):
    """``permits/ID/scans``: takes the files that the page of the permit sends."""

    permission = Permission.IMPORT_PERMITS

    def __call__(self, permit_id: str) -> Any:
        found = get(permit_id)
        if found is None or self.request.method != "POST":
            raise Missing(permit_id)
        CheckAuthenticator(self.request)
        self.keeper(self.permission).require(found.permit.country)
        url = f"{self.url}/{permit_id}"
        try:
            uploads = uploads_in(self.request.form)
            add_scans(permit_id, uploads, acting_user=self.user_id)
        except OverLimit as error:
            return self.lead_on(url, error.message, "error")
        except ValidationError as error:
            tell_removed(self.request)  # drops these notices: no file is kept
            for mistake in mistakes_in(error):
                IStatusMessage(self.request).add(_named(mistake, uploads), "error")
            return self.lead_on(url)
        return self.lead_on(url, _("The scans have been added."))


def _named(mistake: FieldError, uploads: Sequence[Upload]) -> Message:
    """The text of a mistake, with the name of the file that it concerns, if any."""
    position = mistake.place.strip("[]")
    if not position:
        return mistake.message
    return about(uploads[int(position)].filename, mistake.message)


class ScanPage(PermitsPage):
    """``permits/ID/scans/N``: the file as a download; browsers do not show it."""

    permission = Permission.SEE_PARTIES

    def __call__(self, permit_id: str, number: str) -> Any:
        if not (number.isascii() and number.isdecimal()) or len(number) > 9:
            raise Missing(permit_id)
        scan, pieces = open_scan(permit_id, int(number), acting_user=self.user_id)
        response = self.request.response
        return file_answer(response, scan.filename, scan.content_type, pieces)
