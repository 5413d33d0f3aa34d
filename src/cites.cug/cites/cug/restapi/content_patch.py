"""REST: changes of content."""

from cites.cug.uploads.cleaning_notices import removed_from
from plone.restapi.services.content.update import ContentPatch as PloneContentPatch
from typing import Any


class ContentPatch(PloneContentPatch):
    """``PATCH {item}``: Plone's; the representation, if asked for, says what was taken
    out of a file.
    """

    def reply(self) -> Any:
        answer = super().reply()
        if isinstance(answer, dict):
            answer |= removed_from(self.request)
        return answer
