"""The answer to refused requests, with one shape for all programs; what is left of a
rate.
"""

from cites.cug.core.validation.errors import InvalidValues, Refusal
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing.error_views import ErrorAnswer
from zope.component import adapter
from zope.i18n import translate


@adapter(Refusal, ICugLayer)
class RefusalAnswer(ErrorAnswer):
    """The refusal in the reader's language, with each wrong field."""

    def __call__(self) -> str:
        refusal = self.context
        refusal.set_status(self.request.response)
        errors = [
            {
                "field": f"{field}{mistake.place}",
                "message": translate(mistake.message, context=self.request),
                **refusal.where(number),
            }
            for number, (field, mistake) in enumerate(refusal.mistakes)
        ]
        if isinstance(refusal, InvalidValues):
            message = " ".join(f"{one['field']}: {one['message']}" for one in errors)
        else:
            message = translate(refusal.message, context=self.request)
        kind, details = refusal.kind, refusal.details(self.request)
        return self.answer(kind.status, kind.type, message, errors, **details)
