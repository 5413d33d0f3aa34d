"""REST: the check of a text before it is handed in."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.confirmation.requirement import answered
from cites.cug.confirmation.requirement import find_in_texts
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import use_anyway
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.restapi.services import IntakeService
from cites.cug.uploads.files import metadata_of
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import mistakes_in
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
        found = find_in_texts(self.context, {"text": text})
        return {"findings": answered(found, self.request)}

    def metadata(self, upload: FileUpload) -> dict[str, Any]:
        """Multipart ``file``: what would be taken out of it; it is not kept."""
        try:
            found = metadata_of(upload, upload.filename or "")
        except InvalidValue as error:
            raise field_error(self.request, "file", *mistakes_in(error)) from error
        return {"metadata": [one._asdict() for one in found]}
