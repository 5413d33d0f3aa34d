"""REST: the check of a text before it is handed in."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.intake.files import metadata_of
from cites.cug.intake.json_content import refuse
from cites.cug.intake.mistakes import mistakes_in
from cites.cug.intake.mistakes import Refused
from cites.cug.intake.nominal import answered
from cites.cug.intake.nominal import find
from cites.cug.intake.services import IntakeService
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import use_anyway
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zope.interface import alsoProvides
from ZPublisher.HTTPRequest import FileUpload


MAX_LENGTH = 200_000
TEXT = _("${field}: a text is expected.")
TOO_LONG = _("${field}: the text is longer than ${limit} characters.")


class NonNominalPost(IntakeService):
    """``POST {cug}/@non-nominal`` ``{"text"}``: what may name somebody."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        use_anyway(self.context, caller(), Limit.CHECKS)
        upload = self.request.form.get("file")
        if isinstance(upload, FileUpload):
            return self.metadata(upload)
        text = self.body("text").get("text")
        if not isinstance(text, str):
            raise self.refused(TEXT, "text")
        if len(text) > MAX_LENGTH:
            raise self.refused(TOO_LONG, "text", limit=MAX_LENGTH)
        found = find(self.context, {"text": text})
        return {"findings": answered(found, self.request)}

    def metadata(self, upload: FileUpload) -> dict[str, Any]:
        """Multipart ``file``: what would be taken out of it; it is not kept."""
        try:
            found = metadata_of(upload, upload.filename or "")
        except Refused as error:
            raise refuse(self.request, "file", *mistakes_in(error)) from error
        return {"metadata": [one._asdict() for one in found]}
