"""REST: the check of a text before it is handed in."""

from cites.cug import _
from cites.cug.confirmation.requirement import answered
from cites.cug.confirmation.requirement import find_in_texts
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import use_anyway
from cites.cug.restapi.request_values import TEXT
from cites.cug.restapi.services import RestService
from cites.cug.uploads.files import metadata_of
from cites.cug.validation.errors import invalid
from cites.cug.validation.errors import InvalidValue
from typing import Any
from ZPublisher.HTTPRequest import FileUpload


MAX_LENGTH = 200_000
TOO_LONG = _(
    "The text is longer than ${limit} characters.", mapping={"limit": MAX_LENGTH}
)


class NonNominalPost(RestService):
    """``POST {cug}/@non-nominal`` ``{"text"}``: what may name somebody."""

    keys = ("text", "file")
    takes_forms = True

    def reply(self) -> dict[str, Any]:
        use_anyway(self.context, self.user, Limit.CHECKS)
        upload = self.body.get("file")
        if isinstance(upload, FileUpload):
            return self.metadata(upload)
        text = self.body.get("text")
        if not isinstance(text, str):
            raise invalid("text", TEXT)
        if len(text) > MAX_LENGTH:
            raise invalid("text", TOO_LONG)
        found = find_in_texts(self.context, {"text": text})
        return {"findings": answered(found, self.request)}

    def metadata(self, upload: FileUpload) -> dict[str, Any]:
        """Multipart ``file``: what would be taken out of it; it is not kept."""
        try:
            found = metadata_of(upload, upload.filename or "")
        except InvalidValue as error:
            raise invalid("file", *error.mistakes) from error
        return {"metadata": [one._asdict() for one in found]}
