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
    "information": _("messaging_assistance_information"),
    "identification": _("messaging_assistance_identification_of_a_species"),
    "verification": _("messaging_assistance_verification_of_a_permit"),
    "other": _("messaging_assistance_other"),
}
IDENTIFICATION = "identification"
STATES = {
    State.OPEN.value: _("messaging_assistance_request_open_column"),
    State.ANSWERED.value: _("messaging_assistance_request_answered_column"),
    State.CLOSED.value: _("messaging_assistance_request_closed_column"),
}
OVERDUE = _("messaging_assistance_request_overdue")
#: Of the lists of requests in these states: some languages have plurals of them.
STATES_IN_LISTS = {
    State.OPEN.value: _("messaging_assistance_open_link"),
    State.ANSWERED.value: _("messaging_assistance_answered_link"),
    State.CLOSED.value: _("messaging_assistance_closed_link"),
}


class IAsked(Interface):
    """What a program says of a request, beside the fields of a message."""

    kind = schema.Choice(
        title=_("common_type_of_assistance_label"),
        vocabulary=SimpleVocabulary(
            [SimpleTerm(code, code, title) for code, title in KINDS.items()]
        ),
    )
    due = schema.Date(
        title=_("messaging_assistance_answer_needed_by_label"), required=False
    )


class IAnswer(Interface):
    """What an answer says."""

    body = HtmlText(title=_("common_answer_heading"), max_length=MAX_LENGTH)
