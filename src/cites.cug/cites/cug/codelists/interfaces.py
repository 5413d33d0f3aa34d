"""The registry record that holds the corrections."""

from cites.cug import _
from zope.interface import Interface
from zope.schema import ASCIILine
from zope.schema import Dict
from zope.schema import Text


CORRECTIONS_RECORD = "cites.cug.codelists.corrections"


class ICodeListRecords(Interface):
    """Corrections by name of list.

    Each line reads `CODE | English | French | Spanish`, with `| hidden` behind it for
    a code that is not to be offered any more. The screen `code-lists` writes it.
    """

    corrections = Dict(
        title=_("Corrections of the code lists"),
        description=_("Lines by name of list; use the screen of the code lists."),
        key_type=ASCIILine(),
        value_type=Text(),
        required=False,
    )
