"""REST: change content."""

from cites.cug import _
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.web.restapi.content import ContentService
from plone.restapi.services.content.update import ContentPatch as PloneContentPatch
from plone.restapi.services.locking import is_locked
from typing import Any


class ContentPatch(ContentService, PloneContentPatch):
    """``PATCH {item}``: as Plone answers it.

    The representation, if requested, lists what was removed from a file.
    """

    parameters = keys = None

    def reply(self) -> Any:
        if is_locked(self.context, self.request):
            raise Refusal(_("common_somebody_else_changing_error"), FORBIDDEN)
        answer = super().reply()
        return answer if isinstance(answer, dict) else None
