"""REST: the check of a text before it is handed in."""

from cites.cug import _
from cites.cug.intake.neutral import neutral_words
from cites.cug.intake.nominal import find
from cites.cug.intake.nominal import finding_json
from cites.cug.intake.services import IntakeService
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zope.interface import alsoProvides


MAX_LENGTH = 200_000
TEXT = _("${field}: a text is expected.")
TOO_LONG = _("${field}: the text is longer than ${limit} characters.")


class NonNominalPost(IntakeService):
    """``POST {cug}/@non-nominal`` ``{"text"}``: what may name somebody; nothing is kept."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        text = self.body("text").get("text")
        if not isinstance(text, str):
            raise self.refused(TEXT, "text")
        if len(text) > MAX_LENGTH:
            raise self.refused(TOO_LONG, "text", limit=MAX_LENGTH)
        findings = [one.finding for one in find(self.context, {"text": text})]
        words = neutral_words(findings, self.request)
        return {
            "findings": [
                {**finding_json(finding), "neutral": word}
                for finding, word in zip(findings, words, strict=True)
            ]
        }
