"""REST: the check of a text before it is handed in."""

from cites.cug import _
from cites.cug.intake.nominal import answered
from cites.cug.intake.nominal import find
from cites.cug.intake.services import IntakeService
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zope.interface import alsoProvides


MAX_LENGTH = 200_000
TEXT = _("${field}: a text is expected.")
TOO_LONG = _("${field}: the text is longer than ${limit} characters.")


class NonNominalPost(IntakeService):
    """``POST {cug}/@non-nominal`` ``{"text"}``: what may name somebody."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        text = self.body("text").get("text")
        if not isinstance(text, str):
            raise self.refused(TEXT, "text")
        if len(text) > MAX_LENGTH:
            raise self.refused(TOO_LONG, "text", limit=MAX_LENGTH)
        found = find(self.context, {"text": text})
        return {"findings": answered(found, self.request)}
