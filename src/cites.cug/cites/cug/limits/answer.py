"""What somebody over a limit is told where no form tells it."""

import json
from cites.cug.access.error_views import ErrorAnswer
from cites.cug.interfaces import ICugLayer
from cites.cug.limits.use import OverLimit
from cites.cug.limits.use import TOO_LARGE
from cites.cug.limits.use import TOO_MANY
from plone.rest.interfaces import IAPIRequest
from zope.component import adapter
from zope.i18n import translate


TYPES = {TOO_MANY: "TooManyRequests", TOO_LARGE: "ContentTooLarge"}


@adapter(OverLimit, ICugLayer)
class OverLimitAnswer(ErrorAnswer):
    """``429`` with ``Retry-After``, or ``413``; to programs the limit by its name too."""

    def __call__(self) -> str:
        over, response = self.context, self.request.response
        over.set_status(response)
        if not IAPIRequest.providedBy(self.request):
            return self.answer(over.status, TYPES[over.status], over.message)
        text = translate(over.message, context=self.request)
        ends = over.ends and over.ends.isoformat(timespec="seconds")
        answer = {
            "type": TYPES[over.status],
            "message": text,
            "errors": [{"field": over.limit.value, "message": text}],
            "limit": {"name": over.limit.value, "number": over.number, "ends": ends},
        }
        response.setStatus(over.status, lock=1)
        response.setHeader("Content-Type", "application/json")
        response.setBody(json.dumps(answer), lock=1)
        return ""
