"""What a request for assistance says, beside what a message says."""

from cites.cug import _
from cites.cug.core.validation.rich_text import MAX_LENGTH
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.schema import HtmlText
from zope import schema
from zope.interface import Interface
from zope.schema.vocabulary import SimpleTerm, SimpleVocabulary


#: What can be asked for, and how it is called.
KINDS = {
    "information": _("Information"),
    "identification": _("Identification of a species"),
    "verification": _("Verification of a permit"),
    "other": _("assistance_other", default="Other assistance"),
}
IDENTIFICATION = "identification"
STATES = {
    State.OPEN.value: _("request_open", default="Open"),
    State.ANSWERED.value: _("request_answered", default="Answered"),
    State.CLOSED.value: _("request_closed", default="Closed"),
}
OVERDUE = _("request_overdue", default="Overdue")


class IAsked(Interface):
    """What a program says of a request, beside the fields of a message."""

    kind = schema.Choice(
        title=_("Type of assistance"),
        vocabulary=SimpleVocabulary(
            [SimpleTerm(code, code, title) for code, title in KINDS.items()]
        ),
    )
    due = schema.Date(title=_("Answer needed by"), required=False)


class IAnswer(Interface):
    """What an answer says."""

    body = HtmlText(title=_("Answer"), max_length=MAX_LENGTH)
