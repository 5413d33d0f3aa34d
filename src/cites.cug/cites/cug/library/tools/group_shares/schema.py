"""What a share says, and what is answered."""

from cites.cug import _
from zope import schema
from zope.interface import Interface


MAX_NOTE = 1000


class IGroupShare(Interface):
    """An item for another group."""

    group = schema.ASCIILine(
        title=_("Name of the other group in its address"),
        description=_(
            "Ask its Secretariat: in https://portal.example/ivory/library it is ivory."
        ),
        max_length=100,
        constraint=lambda value: value.replace("-", "").replace("_", "").isalnum(),
    )
    note = schema.Text(
        title=_("Note to the other Secretariat"),
        description=_("No names of persons or companies."),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )


class IConsent(Interface):
    """What the author allows."""

    hide_author = schema.Bool(
        title=_("Do not tell the other group that I wrote it"),
        required=False,
        default=True,
    )


class IAnswer(Interface):
    """Why the other Secretariat does not take it."""

    answer = schema.Text(
        title=_("Reason for declining (optional)"),
        description=_("The Secretariat that offers it will read this."),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )
